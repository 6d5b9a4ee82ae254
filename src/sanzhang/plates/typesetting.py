"""Sets one file, in a process of its own: typst keeps whatever it has set for as long as its process lives, which a server's would for weeks.

Read from standard input: JSON with ``template`` (typst), ``data`` (what the template reads as data.json), ``font`` and ``face`` (file and number).
Written to standard output: the PDF. Nothing of the rest of the program is loaded.
"""

import json
import sys
from pathlib import Path
from typing import Any

import typst


def typeset(asked: dict[str, Any]) -> bytes:
    """The PDF."""
    file, face = Path(asked["font"]), asked["face"]
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(file.parent)])
    # What typst calls the font: a file may carry several.
    family = next((info.family for info in fonts.fonts() if info.path == str(file) and info.index == face), asked["family"])
    sources = {"main.typ": asked["template"].encode(), "data.json": json.dumps(asked["data"] | {"font": family}).encode()}
    # The library takes several files by name; its declarations don't say so yet.
    return bytes(typst.compile(sources, font_paths=fonts, ignore_system_fonts=True))  # type: ignore[call-overload]


if __name__ == "__main__":
    sys.stdout.buffer.write(typeset(json.load(sys.stdin)))
