"""All that a store holds, in a form that tells whether two hold the same."""

import hashlib
import marshal

import apsw

_FORMAT = 2
"""of marshal: kind and length stand before each value, and equal rows are written alike"""


def contents(connection: apsw.Connection) -> dict[str, str]:
    """A digest of the rows of each table, by the table's name: equal where every row is, to the byte."""
    names = [row[0] for row in connection.execute("select name from sqlite_schema where type = 'table' order by name")]
    return {name: _digest(connection, name) for name in names}


def _digest(connection: apsw.Connection, table: str) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for row in connection.execute(f'select * from "{table}"'):  # noqa: S608 - a name from the schema
        digest.update(marshal.dumps(row, _FORMAT))
    return digest.hexdigest()
