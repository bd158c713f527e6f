-- The hub's store. Instants are ISO 8601 in UTC; sums are integers of đồng; a column named `sealed` is AES-GCM.
create table if not exists meta (key text primary key, value text not null) strict;

create table if not exists inbox (
    key text primary key,
    body_hash blob not null,
    body blob not null,          -- as it came: sealed to the hub, signed by the machine
    machine text not null,
    dossier text not null,
    seq integer not null,
    kind text not null,
    response text not null,
    received_at text not null,
    unique (dossier, seq)
) strict;

create table if not exists dossiers (
    id text primary key,
    machine text not null,
    number text not null,
    day text not null,
    lookup_digest blob not null unique,
    person_digest blob not null,
    procedure text not null,
    state text not null,
    next_seq integer not null,
    received_at text not null,
    sealed blob not null,        -- the opened envelope
    looked_by text,
    looked_at text,
    state_reason text,
    code text,
    accepted_at text,
    portal_day text,             -- the portal's own day for the result
    called_at text               -- when an officer last rang the contact
) strict;
create index if not exists dossiers_state on dossiers (state);
create index if not exists dossiers_number on dossiers (number);
create index if not exists dossiers_person on dossiers (person_digest);

create table if not exists messages (
    dossier text not null references dossiers (id),
    seq integer not null,
    kind text not null,
    at text not null,
    sealed blob not null,
    primary key (dossier, seq)
) strict;

create table if not exists obligations (
    dossier text primary key references dossiers (id),
    due integer not null check (due >= 0),
    withdrawn integer not null default 0
) strict;

create table if not exists requests (
    id text primary key,
    dossier text not null references dossiers (id),
    reference text not null unique,
    amount integer not null check (amount > 0),
    payee text not null,
    payee_version text not null,
    pay_until text,
    state text not null,
    created_at text not null
) strict;

create table if not exists evidence (
    id integer primary key,
    route text not null check (route in ('bank', 'cash')),
    account text not null,
    transaction_id text not null,
    bank_reference text not null,
    amount integer not null check (amount > 0),
    at text not null,
    seen_at text not null,
    confirmed integer not null,
    reference text,              -- the one request it fitted when it was placed
    sealed blob not null,        -- content of the bank line, or notes of the cash
    unique (account, transaction_id)
) strict;

create table if not exists allocations (
    evidence integer primary key references evidence (id),
    dossier text not null references dossiers (id),
    placement text not null,     -- exact, less, more, second, withdrawn
    allocated integer not null,
    excess integer not null,
    at text not null,
    officers text                -- who attached it by hand, both names
) strict;
create index if not exists allocations_dossier on allocations (dossier);

create table if not exists cases (
    id integer primary key,
    kind text not null,
    subject text not null,       -- a dossier, an evidence or a note ahead
    dossier text,
    opened_at text not null,
    closed_at text,
    closed_by text,
    unique (kind, subject)
) strict;

create table if not exists calls (
    id text primary key,
    machine text not null,
    page text not null,
    reason text not null,
    at text not null,
    received_at text not null,
    officer text,
    coming_at text,
    ended_at text
) strict;

create table if not exists changes (
    cursor integer primary key autoincrement,
    machine text not null,
    kind text not null check (kind in ('money', 'dossier', 'call')),
    dossier text,
    at text not null,
    data text not null
) strict;
create index if not exists changes_machine on changes (machine, cursor);

create table if not exists portal_jobs (
    key text primary key,
    dossier text not null references dossiers (id),
    edition integer not null,
    state text not null check (state in ('ready', 'done')),
    attempt integer not null default 0,
    next_at text not null,
    tried_at text,
    last text,                   -- what the last try came to
    sealed blob,                 -- the portal's words, if it refused
    unique (dossier, edition)
) strict;

create table if not exists papers (
    dossier text not null references dossiers (id),
    kind text not null,
    officer text not null,
    at text not null,
    primary key (dossier, kind)
) strict;

create table if not exists fills (
    id integer primary key,
    dossier text not null references dossiers (id),
    item text not null,
    officer text not null,
    at text not null,
    sealed blob not null
) strict;

create table if not exists notes_ahead (
    id text primary key,
    lookup_digest blob not null,
    person_digest blob not null,
    officer text not null,
    at text not null,
    papers text not null,
    joined text
) strict;

create table if not exists prints (
    id integer primary key,
    dossier text not null references dossiers (id),
    kind text not null,
    copy integer not null,
    place text not null,         -- the machine, or "desk"
    outcome text not null check (outcome in ('printed', 'not', 'unknown')),
    officer text,
    at text not null
) strict;

create table if not exists heartbeats (
    machine text primary key,
    at text not null,
    data text not null
) strict;

create table if not exists tries (
    officer text primary key,
    failed integer not null,
    locked_until text
) strict;

create table if not exists told (             -- troubles of machines that the technician was told of
    machine text not null,
    trouble text not null,       -- which very one
    officer text not null,
    at text not null,
    primary key (machine, trouble)
) strict;

create table if not exists acts (
    once text primary key,       -- of the form that was sent
    officer text not null,
    at text not null,
    answer text not null         -- where the officer was sent next
) strict;

create table if not exists reasons (
    dossier text primary key references dossiers (id),
    at text not null,
    sealed blob not null         -- why it was not the right person, and both officers
) strict;

create table if not exists attachments (      -- what envelopes name
    dossier text not null references dossiers (id),
    sha256 text not null,
    kind text not null,
    media text not null,
    bytes integer not null,
    primary key (dossier, sha256)
) strict;
create index if not exists attachments_hash on attachments (sha256);

create table if not exists arrived (          -- attachments that are here whole, as files of that name
    sha256 text primary key,
    bytes integer not null,
    at text not null
) strict;
