"""All that a store holds, in a form that tells whether two hold the same."""

import hashlib

import apsw


def contents(connection: apsw.Connection) -> dict[str, str]:
    """A digest of the rows of each table, by the table's name: equal where every row is, to the byte."""
    names = [row[0] for row in connection.execute("select name from sqlite_schema where type = 'table' order by name")]
    return {name: _digest(connection, name) for name in names}


def _digest(connection: apsw.Connection, table: str) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for row in connection.execute(f'select * from "{table}"'):  # noqa: S608 - a name from the schema
        # Lengths stand in front, so that no two rows of different values look alike.
        texts = [value if isinstance(value, bytes) else repr(value).encode("utf-8") for value in row]
        kinds = [(type(value).__name__, len(text)) for value, text in zip(row, texts, strict=True)]
        digest.update(repr(kinds).encode("ascii"))
        digest.update(b"".join(texts))
    return digest.hexdigest()
