"""The tables, forward only: the n-th script takes a store from user_version n to n + 1. A script is never edited.

`at`, `boot`, `mono_ms` say when: UTC text, start of the machine, milliseconds that only run forward. Columns that
hold a card number or a look-up code hold keyed hashes of them; sealed columns are opened by the vault alone.
"""

import functools

import apsw

from kiosk.audit import TABLE as AUDIT
from kiosk.store.faults import StoreFault

_FIRST = f"""
create table store (one integer primary key check (one = 1), id blob not null, fingerprint blob not null,
    last_number integer not null default 0) strict;
create table session (id text primary key, wrapped blob not null, body blob not null,
    at text not null, boot text not null, mono_ms integer not null) strict, without rowid;
create table draft (slot blob primary key, id text not null, wrapped blob not null, body blob not null,
    until text not null, at text not null, boot text not null, mono_ms integer not null) strict, without rowid;
create table dossier (id text primary key, letter text not null, number integer not null, day text not null,
    state text not null, code text, lookup blob not null unique,
    at text not null, boot text not null, mono_ms integer not null) strict, without rowid;
create index dossier_at on dossier (at);
create table request (id text primary key, dossier text not null references dossier (id),
    reference text not null unique, amount integer not null check (amount > 0), payee text not null,
    state text not null, received integer not null default 0, pay_until text not null,
    at text not null, boot text not null, mono_ms integer not null) strict, without rowid;
create index request_dossier on request (dossier);
create table outbox (place integer primary key, id text not null unique,
    dossier text not null references dossier (id), seq integer not null, kind text not null,
    state text not null check (state in ('queued', 'sent', 'parked')),
    body blob check ((body is null) = (state = 'sent')), body_hash blob not null,
    attempt integer not null default 0, reason text, response text,
    due_at text not null, due_boot text not null, due_mono_ms integer not null,
    at text not null, boot text not null, mono_ms integer not null, unique (dossier, seq)) strict;
create index outbox_open on outbox (dossier, seq) where state <> 'sent';
create table print (id text primary key, dossier text not null references dossier (id), kind text not null,
    state text not null check (state in ('queued', 'printed', 'not-printed', 'unknown')), copy integer not null,
    at text not null, boot text not null, mono_ms integer not null) strict, without rowid;
create index print_dossier on print (dossier);
create table setting (name text primary key, value text not null) strict, without rowid;
{AUDIT};
"""

_VAULT = """
create table data_key (owner text primary key, wrapped blob not null, version integer not null) strict, without rowid;
insert into data_key select 'session/' || id, wrapped, 1 from session;
insert into data_key select 'draft/' || id, wrapped, 1 from draft;
alter table session drop column wrapped;
alter table draft drop column wrapped;
create table draft_slip (slip blob primary key, until text not null) strict, without rowid;
alter table store add column index_key blob;
"""

_COURIER = """
create table breaker (destination text primary key,
    state text not null check (state in ('closed', 'open', 'half-open')),
    probes integer not null default 0, passed integer not null default 0, reason text, since text,
    due_at text, due_boot text, due_mono_ms integer) strict, without rowid;
insert into breaker (destination, state, reason, since)
    select 'hub', iif(json_extract(value, '$.up'), 'closed', 'open'), json_extract(value, '$.reason'),
        json_extract(value, '$.since') from setting where name = 'line';
delete from setting where name = 'line';
alter table outbox add column strikes integer not null default 0;
alter table outbox add column struck integer not null default -1;
create index outbox_queued on outbox (place) where state = 'queued';
create table attachment (place integer primary key, hash text not null unique,
    dossier text not null references dossier (id), kind text not null, media text not null,
    bytes integer not null check (bytes > 0), state text not null check (state in ('queued', 'sent', 'parked')),
    sent integer not null default 0, attempt integer not null default 0, strikes integer not null default 0,
    reason text, due_at text not null, due_boot text not null, due_mono_ms integer not null,
    at text not null, boot text not null, mono_ms integer not null) strict;
create index attachment_open on attachment (dossier) where state <> 'sent';
"""

_LINE = """
create table line_stretch (place integer primary key, destination text not null, state text not null,
    cause text not null, from_at text not null, boot text not null, from_ms integer not null, to_at text not null,
    to_ms integer not null, attempts integer not null, losses integer not null, median_ms integer, worst_ms integer,
    unique (destination, boot, from_ms)) strict;
create table line_hour (day text not null, hour integer not null check (hour between 0 and 23),
    open integer not null check (open in (0, 1)), destination text not null, state text not null, cause text not null,
    ms integer not null, probes integer not null, losses integer not null, rtt_50 integer not null,
    rtt_100 integer not null, rtt_200 integer not null, rtt_500 integer not null, rtt_1000 integer not null,
    rtt_2000 integer not null, rtt_5000 integer not null, rtt_more integer not null,
    primary key (day, hour, open, destination, state, cause)) strict, without rowid;
create table line_people (day text not null, hour integer not null, open integer not null, destination text not null,
    turned_away integer not null, count integer not null,
    primary key (day, hour, open, destination, turned_away)) strict, without rowid;
create table line_delay (dossier text not null, destination text not null, cause text not null, at text not null,
    boot text not null, mono_ms integer not null, delay_s integer,
    primary key (dossier, destination)) strict, without rowid;
"""

_SECOND = _VAULT + _COURIER + _LINE

MIGRATIONS: tuple[str, ...] = (_FIRST, _SECOND)


def version(connection: apsw.Connection) -> int:
    """The user_version of the store: how many scripts it has seen."""
    return int(connection.pragma("user_version") or 0)


def schema(connection: apsw.Connection) -> str:
    """Everything the store was made with, as one text."""
    rows = connection.execute("select sql from sqlite_schema where sql is not null order by type, name")
    return "\n".join(row[0] for row in rows)


@functools.cache
def schema_at(number: int) -> str:
    """The `schema` of a sound store that has seen so many scripts: no other text was ever written."""
    fresh = apsw.Connection(":memory:")
    try:
        migrate(fresh, MIGRATIONS[:number])
        return schema(fresh)
    finally:
        fresh.close()


def migrate(connection: apsw.Connection, scripts: tuple[str, ...] = MIGRATIONS) -> None:
    """Run the scripts that the store has not seen, each in a transaction of its own with its number.

    Raises StoreFault("newer") for a store that has seen more scripts than there are.
    """
    if version(connection) > len(scripts):
        raise StoreFault("newer")
    for number in range(version(connection), len(scripts)):
        with connection:
            connection.execute(scripts[number])
            connection.pragma("user_version", number + 1)
