"""Reading the shipped packs from their files, and walking over all their texts."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel

from sanzhang.rules.pack import Pack, read_pack
from sanzhang.rules.pack.model import Text

REPOSITORY = Path(__file__).resolve().parents[2]
PACKS = REPOSITORY / "src" / "sanzhang" / "packs"
SHIPPED = sorted(folder.name for folder in (PACKS / "notices").iterdir() if folder.is_dir())


@cache
def shipped_pack(name: str) -> Pack:
    """The notice's own files in the order of their names, then those it includes."""
    files = {path.name: path.read_text("utf-8") for path in sorted((PACKS / "notices" / name).glob("*.yaml"))}
    for included in yaml.safe_load(files["notice.yaml"]).get("includes", []):
        path = PACKS / f"{included}.yaml"
        files[path.name] = path.read_text("utf-8")
    return read_pack(files)


def texts(value: object, path: str = "") -> Iterator[tuple[str, Text]]:
    """Every text of a statement with the path that leads to it."""
    if isinstance(value, Text):
        yield path, value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from texts(getattr(value, name), f"{path}.{name}")
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from texts(item, f"{path}.{name}")
    elif isinstance(value, (tuple, list)):
        for item in value:
            name = getattr(item, "id", "") or getattr(item, "number", "")
            yield from texts(item, f"{path}[{name}]")
