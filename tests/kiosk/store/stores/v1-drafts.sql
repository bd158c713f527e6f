-- A store of the first version: as v1.sql, and two drafts with their slips; the pairs are those of test_keyring.py.
PRAGMA page_size=4096;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
DROP TABLE IF EXISTS audit;
CREATE TABLE audit (
    seq integer primary key,
    at text not null,
    boot text not null,
    mono_ms integer not null,
    event text not null,
    keys text not null,
    hash blob not null
) strict
;
INSERT INTO audit VALUES(1,'2026-11-23T02:41:12.000Z','b7f1',1000000,'dossier.sealed','{"dossier":"01a20647-6540-7226-b63c-5ab791b7584a","id":"01a20647-6540-7226-b63c-5ab791b7584a","number":"A 0001"}',X'6A1C08E6FCA8F778059D0CE1029CEB2EA49DD6CDB8B7647D6630B0A6C873B213');
INSERT INTO audit VALUES(2,'2026-11-23T02:41:12.000Z','b7f1',1000000,'outbox.queued','{"dossier":"01a20647-6540-7226-b63c-5ab791b7584a","id":"01a20647-6540-752e-89a7-834df2a74de4","kind":"dossier","seq":1}',X'8241092880A5E58A9FC77AE2ECC27FEA3F776884BAFC3C6DDA84FD61889F6296');
INSERT INTO audit VALUES(3,'2026-11-23T02:41:12.000Z','b7f1',1000000,'request.created','{"dossier":"01a20647-6540-7226-b63c-5ab791b7584a","id":"01a20647-6540-72ee-a542-582a585c0d69"}',X'08456290ED4FC8C4B837C89F11D4FEE33414EB16FF4E5D7813F81E190FD96AB8');
INSERT INTO audit VALUES(4,'2026-11-23T02:41:12.000Z','b7f1',1000000,'outbox.queued','{"dossier":"01a20647-6540-7226-b63c-5ab791b7584a","id":"01a20647-6540-7651-8317-1ff4a6a3a450","kind":"slip","seq":2}',X'6356263E069576987C2272900C36EFE59529DBB71332AA19CDE601BAD1395532');
INSERT INTO audit VALUES(5,'2026-11-23T02:41:12.000Z','b7f1',1000000,'draft.kept','{"text":"keep-hc-1"}',X'6B4D73880812249DADBD5C612950364DE1781BC184EEBFCB6A21BA5546A07495');
INSERT INTO audit VALUES(6,'2026-11-23T02:41:12.000Z','b7f1',1000000,'draft.kept','{"text":"keep-hc-1"}',X'2C8A88D367BD3570AB49AE9F7A73C24C16976E5C18EF1F782F79CCC5F0CCBCD5');
DROP TABLE IF EXISTS dossier;
CREATE TABLE dossier (id text primary key, letter text not null, number integer not null, day text not null,
    state text not null, code text, lookup blob not null unique,
    at text not null, boot text not null, mono_ms integer not null) strict, without rowid;
INSERT INTO dossier VALUES('01a20647-6540-7226-b63c-5ab791b7584a','A',1,'2026-11-23','sealed',NULL,X'46292DD9839D892AAA3ECD18D03E66FB75977D9E4439C071D8CBCBD0D599F453','2026-11-23T02:41:12.000Z','b7f1',1000000);
CREATE INDEX dossier_at on dossier (at);
DROP TABLE IF EXISTS draft;
CREATE TABLE draft (slot blob primary key, id text not null, wrapped blob not null, body blob not null,
    until text not null, at text not null, boot text not null, mono_ms integer not null) strict, without rowid;
INSERT INTO draft VALUES(X'8704C264408A43D95D7F4208AFBE1CCBBB7DB74FC5A2E995C43A12148495E6AF','01a20647-6540-7181-a54c-66175d9dc9f8',X'975725B9CC2E36840380B986B0418A2404F29639CBF2B8CB7A5F53A69C7D7E06AA523233B96F6E1E7D1F1965FE904DC5DADF26F57D92C7B98438DEA1',X'0D7671B972A1D7C4752E9B320778FE39D48A1C0B346BA18A39E759B145221BF23F741CAE4336505F9B08529E5747462CB69D','2026-11-23T09:41:12.000Z','2026-11-23T02:41:12.000Z','b7f1',1000000);
INSERT INTO draft VALUES(X'DCF42A85F693DA3F90392FA3BE62751A29B7623E92C17742B1A3CF6D855546A2','01a20647-6540-7128-a24b-e40ad23f0824',X'476BEB1031796F8DC38D7D036DC1F55F57BCE6643DAD668F3BE904B03022CB16BF21AC7F82FA68B8CDE6BB22163DDAAD30F5DD1A3759FFCB352E763C',X'C6853B38A1C1F61BB2FAC94A0C72D2DAF3031F1045E01B2F5329107DAA49CA49BCC33C53459B6EE68365AF54AAD88A08C5B3','2026-11-23T09:41:12.000Z','2026-11-23T02:41:12.000Z','b7f1',1000000);
DROP TABLE IF EXISTS outbox;
CREATE TABLE outbox (place integer primary key, id text not null unique,
    dossier text not null references dossier (id), seq integer not null, kind text not null,
    state text not null check (state in ('queued', 'sent', 'parked')),
    body blob check ((body is null) = (state = 'sent')), body_hash blob not null,
    attempt integer not null default 0, reason text, response text,
    due_at text not null, due_boot text not null, due_mono_ms integer not null,
    at text not null, boot text not null, mono_ms integer not null, unique (dossier, seq)) strict;
INSERT INTO outbox VALUES(1,'01a20647-6540-752e-89a7-834df2a74de4','01a20647-6540-7226-b63c-5ab791b7584a',1,'dossier','queued',X'7365616C6564',X'C9D0036BED6744BCDF692FC980D8717D7E5F5A4F4E8266B4A84982602FB1CD09',0,NULL,NULL,'2026-11-23T02:41:12.000Z','b7f1',1000000,'2026-11-23T02:41:12.000Z','b7f1',1000000);
INSERT INTO outbox VALUES(2,'01a20647-6540-7651-8317-1ff4a6a3a450','01a20647-6540-7226-b63c-5ab791b7584a',2,'slip','queued',X'6C61746572',X'1D9283D848EA941ACE1FE0D2378EF8B70056A0D4D1648B95A322D90163E78285',0,NULL,NULL,'2026-11-23T02:41:12.000Z','b7f1',1000000,'2026-11-23T02:41:12.000Z','b7f1',1000000);
CREATE INDEX outbox_open on outbox (dossier, seq) where state <> 'sent';
DROP TABLE IF EXISTS print;
CREATE TABLE print (id text primary key, dossier text not null references dossier (id), kind text not null,
    state text not null check (state in ('queued', 'printed', 'not-printed', 'unknown')), copy integer not null,
    at text not null, boot text not null, mono_ms integer not null) strict, without rowid;
CREATE INDEX print_dossier on print (dossier);
DROP TABLE IF EXISTS request;
CREATE TABLE request (id text primary key, dossier text not null references dossier (id),
    reference text not null unique, amount integer not null check (amount > 0), payee text not null,
    state text not null, received integer not null default 0, pay_until text not null,
    at text not null, boot text not null, mono_ms integer not null) strict, without rowid;
INSERT INTO request VALUES('01a20647-6540-72ee-a542-582a585c0d69','01a20647-6540-7226-b63c-5ab791b7584a','HC0000000001',100000,'mau-pa08-fees','draft',0,'2026-12-23','2026-11-23T02:41:12.000Z','b7f1',1000000);
CREATE INDEX request_dossier on request (dossier);
DROP TABLE IF EXISTS session;
CREATE TABLE session (id text primary key, wrapped blob not null, body blob not null,
    at text not null, boot text not null, mono_ms integer not null) strict, without rowid;
INSERT INTO session VALUES('s-1',X'6C34116D04FE9A61BD1E29736D8EFF488EAC84829E32E84174E0C44C8FB1F4DA0E12C381AED5CF423735DFBBE3834530D6E84F1354B4FA6FB199E7B7',X'D13FA3856C58F470FD4CB9D1FF3844FBB35B963F4205DCD00C5DDCD567E124382FEF6291AC090880E9F5A78FE319C938ED100295AF9713898BE579','2026-11-23T02:41:12.000Z','b7f1',1000000);
DROP TABLE IF EXISTS setting;
CREATE TABLE setting (name text primary key, value text not null) strict, without rowid;
INSERT INTO setting VALUES('cursor','7');
INSERT INTO setting VALUES('drafts','{"9b265290043504e6307c526a3a5a9fce1278ffae3c2b2739230e9eb60866ef97": "2026-11-23T16:41:12+07:00", "ea3ddf535df0c522963f6c179252df7dc5a5bb791be5fdbd720ce81a3a3f178a": "2026-11-23T16:41:12+07:00"}');
DROP TABLE IF EXISTS store;
CREATE TABLE store (one integer primary key check (one = 1), id blob not null, fingerprint blob not null,
    last_number integer not null default 0) strict;
INSERT INTO store VALUES(1,X'C463B9D3E3FA0ADEF7C229AEFF770816',X'906D323853FDA620F0B7F298AB87FE92CA4D31E6F484256286A689C6966F49B7',1);
pragma user_version=1;
COMMIT TRANSACTION;
PRAGMA foreign_keys=ON;
