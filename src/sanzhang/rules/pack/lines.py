"""YAML that remembers its lines, so that an error can say where it stands."""

from datetime import date
from typing import Any

import yaml

try:
    from yaml import CSafeLoader as Safe  # the same in C: the shipped packs in a tenth of the time
except ImportError:  # a machine without libyaml
    from yaml import SafeLoader as Safe  # type: ignore[assignment]

__all__ = ["KeyTwice", "Path", "Safe", "line_of", "load_with_lines"]

Path = tuple[str | int, ...]


class KeyTwice(yaml.constructor.ConstructorError):
    """A key stands twice in one place. YAML would quietly keep the last."""

    def __init__(self, key: str, mark: yaml.Mark) -> None:
        super().__init__(None, None, f"the key {key!r} stands twice", mark)
        self.key = key
        self.line = mark.line + 1


class _Loader(Safe):
    """Safe YAML that also says where a day that no calendar has is written."""

    def construct_yaml_timestamp(self, node: yaml.ScalarNode) -> date:
        try:
            return super().construct_yaml_timestamp(node)
        except ValueError:
            raise yaml.constructor.ConstructorError(None, None, f"no such day: {node.value}", node.start_mark) from None


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _Loader.construct_yaml_timestamp)


def load_with_lines(text: str) -> tuple[Any, dict[Path, int]]:
    """Parse one YAML document; return its data and the 1-based line of every value by path.

    Raises ``yaml.YAMLError`` for text that is not YAML and for a key that stands twice.
    """
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        lines: dict[Path, int] = {}
        if node is None:
            return None, lines
        _walk(node, (), lines, set())
        return loader.construct_document(node), lines
    finally:
        loader.dispose()


def line_of(path: Path, lines: dict[Path, int]) -> int:
    """The line of the value at ``path``, or of the nearest value around it."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def _walk(node: yaml.Node, path: Path, lines: dict[Path, int], walked: set[int]) -> None:
    lines[path] = node.start_mark.line + 1
    if id(node) in walked:  # an alias: its lines are those of its anchor; walking it again could go on for ever
        return
    walked.add(id(node))
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.constructor.ConstructorError(None, None, "a name must be plain text", key.start_mark)
            if key.value in seen:
                raise KeyTwice(key.value, key.start_mark)
            seen.add(key.value)
            _walk(value, (*path, key.value), lines, walked)
            lines[(*path, key.value)] = key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            _walk(value, (*path, index), lines, walked)
