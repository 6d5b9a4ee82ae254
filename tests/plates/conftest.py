"""The small county, and a look into PDF files: enough of one to count pages and see which fonts are inside."""

import re
import zlib

import pytest
from tests import county


@pytest.fixture
def people(db: None) -> dict[str, str]:
    """The county's people by number."""
    return county.build()


def objects(pdf: bytes) -> bytes:
    """The file with every stream unpacked."""
    assert pdf.startswith(b"%PDF-")

    def unpacked(found: re.Match[bytes]) -> bytes:
        try:
            return zlib.decompress(found[1])
        except zlib.error:
            return b""

    return pdf + b"".join(unpacked(found) for found in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL))


def pages(pdf: bytes) -> int:
    """How many pages it has."""
    return len(re.findall(rb"/Type\s*/Page(?![s\w])", objects(pdf)))


def embeds_its_font(pdf: bytes) -> bool:
    """Whether every font it uses is in the file."""
    inside = objects(pdf)
    used = len(re.findall(rb"/Type\s*/FontDescriptor", inside))
    return used > 0 and used == len(re.findall(rb"/FontFile[23]?\s", inside))
