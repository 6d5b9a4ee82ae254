"""Kinds of entry of this subject."""

from typing import Any

from sanzhang.journal.kinds import Kind

KINDS: list[Kind[Any]] = []
