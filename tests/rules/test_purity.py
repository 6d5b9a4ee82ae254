"""The rules touch no framework, database, file, clock or network: they can only compute."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import sanzhang.rules

ROOT = Path(sanzhang.rules.__file__).parent
MODULES = sorted(ROOT.rglob("*.py"))
# An allowed list, so that whatever is new has to be thought about. `gc` may rest the collector: nothing but time depends on it.
ALLOWED = {
    "bisect", "chinese_calendar", "collections", "contextlib", "dataclasses", "datetime", "decimal", "difflib", "enum", "functools", "gc", "hashlib", "itertools", "math", "pydantic",
    "pydantic_core", "re", "textwrap", "typing", "unicodedata", "yaml",
}  # fmt: skip
FORBIDDEN_CALLS = {"open", "input", "print", "eval", "exec", "compile", "__import__", "globals"}
CLOCK = {"now", "today", "utcnow"}


def impurities(tree: ast.AST) -> Iterator[str]:
    """Everything in a module by which something else than its arguments could matter."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (name.name for name in names if name.name.split(".")[0] not in ALLOWED)
            case ast.ImportFrom(module=module, level=level):
                name = module or ""
                inside = name == "sanzhang.rules" or name.startswith("sanzhang.rules.")
                if level or not (inside or name.split(".")[0] in ALLOWED):
                    yield f"{'.' * level}{name}"
            case ast.Call(func=ast.Name(id=name)) if name in FORBIDDEN_CALLS:
                yield f"{name}()"
            case ast.Attribute(attr=name) if name in CLOCK:
                yield f".{name}"


@pytest.mark.parametrize("path", MODULES, ids=[str(path.relative_to(ROOT)) for path in MODULES])
def test_pure(path: Path) -> None:
    assert list(impurities(ast.parse(path.read_text("utf-8")))) == []


def test_there_is_something_to_look_at() -> None:
    assert {"standing.py", "read.py", "proposals.py"} <= {path.name for path in MODULES}


@pytest.mark.parametrize(
    "line",
    [
        "import django",
        "from django.db import models",
        "import sqlite3",
        "from pathlib import Path",
        "import os.path",
        "import time",
        "import random",
        "from sanzhang.journal import models",
        "from sanzhang import packs",
        "from ..journal import append",
        "open('x')",
        "today = date.today()",
        "now = datetime.now",
        "def inner():\n    import requests",
    ],
)
def test_the_check_itself_finds(line: str) -> None:
    assert list(impurities(ast.parse(line)))
