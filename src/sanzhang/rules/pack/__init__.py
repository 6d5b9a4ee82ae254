"""Policy packs: a public notice as data."""

from sanzhang.rules.pack.model import Pack
from sanzhang.rules.pack.read import PackErrors, read_pack

__all__ = ["Pack", "PackErrors", "read_pack"]
