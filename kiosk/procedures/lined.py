"""YAML that knows its lines, so that a fault can be pointed at."""

from dataclasses import dataclass
from typing import Any

import yaml

Path = tuple[str | int, ...]
"""Keys and indices from the root of a file to a value."""


@dataclass(frozen=True)
class Lined:
    """The data of a file, and the line (from 1) of every value by its path."""

    data: Any
    lines: dict[Path, int]
    twice: tuple[tuple[int, str], ...]
    """(line, key) of keys that repeat an earlier one of the same mapping"""

    def line(self, path: Path) -> int:
        """The line of `path`, or of the nearest thing around it."""
        while path not in self.lines:
            path = path[:-1]
        return self.lines[path]


def read(text: str) -> Lined:
    """Read one document of plain YAML. Raises yaml.MarkedYAMLError where it is none."""
    loader = yaml.SafeLoader(text)
    try:
        root = loader.get_single_node()
        lines: dict[Path, int] = {(): 1}
        twice: list[tuple[int, str]] = []
        if root is not None:
            _walk(root, (), lines, twice)
        data = None if root is None else loader.construct_document(root)
    finally:
        loader.dispose()
    return Lined(data, lines, tuple(twice))


def _walk(node: yaml.Node, path: Path, lines: dict[Path, int], twice: list[tuple[int, str]]) -> None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            name = str(key.value)
            here = (*path, name)
            if here in lines:
                twice.append((key.start_mark.line + 1, name))
            lines[here] = key.start_mark.line + 1
            _walk(value, here, lines, twice)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            here = (*path, index)
            lines[here] = value.start_mark.line + 1
            _walk(value, here, lines, twice)
