-- A store of the first version: one session, one dossier with two messages unsent; the key is that of support.py.
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
DROP TABLE IF EXISTS dossier;
CREATE TABLE dossier (id text primary key, letter text not null, number integer not null, day text not null,
    state text not null, code text, lookup blob not null unique,
    at text not null, boot text not null, mono_ms integer not null) strict, without rowid;
INSERT INTO dossier VALUES('01a20647-6540-7226-b63c-5ab791b7584a','A',1,'2026-11-23','sealed',NULL,X'46292DD9839D892AAA3ECD18D03E66FB75977D9E4439C071D8CBCBD0D599F453','2026-11-23T02:41:12.000Z','b7f1',1000000);
CREATE INDEX dossier_at on dossier (at);
DROP TABLE IF EXISTS draft;
CREATE TABLE draft (slot blob primary key, id text not null, wrapped blob not null, body blob not null,
    until text not null, at text not null, boot text not null, mono_ms integer not null) strict, without rowid;
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
INSERT INTO session VALUES('s-1',X'63927A3DBFF494331F3EE03BE98075B6A720C8103CBF8B7CF1243CFCFE5B4C744DE27C1806A426A48B2C91CA68EA1DCD903A02047023745DF029E73A',X'F04D0790EA37B6B01BB5B1C010CD803A78F33652EA47E0018A9B7388270E223D341F10FEEB328344E38E16F766C960A4FE125C184E64E8153D2CD9','2026-11-23T02:41:12.000Z','b7f1',1000000);
DROP TABLE IF EXISTS setting;
CREATE TABLE setting (name text primary key, value text not null) strict, without rowid;
DROP TABLE IF EXISTS store;
CREATE TABLE store (one integer primary key check (one = 1), id blob not null, fingerprint blob not null,
    last_number integer not null default 0) strict;
INSERT INTO store VALUES(1,X'2D7BDB5B07351ABD3593E66D6ADBC2D1',X'6F01D44508251E25824BE235BCA5DD50E78531C928D6CD64E88275C93B5F6941',1);
pragma user_version=1;
COMMIT TRANSACTION;
PRAGMA foreign_keys=ON;
