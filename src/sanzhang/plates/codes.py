"""QR codes as drawings."""

import io

import segno

# Level M or better: a plate hangs outside for years, and a seventh of it may be scratched or dirty. What room the size leaves raises the level.
LEVEL = "m"
# One of the eight masks the standard allows. Readers take any; trying all of them for the prettiest would take most of the time of a sheet.
MASK = 0
QUIET = 4  # the empty margin that the standard asks for, in modules


def qr_code(text: str) -> segno.QRCode:
    """The code that says ``text``."""
    return segno.make_qr(text, error=LEVEL, mask=MASK)


def drawn(text: str) -> str:
    """The code as SVG, one path; with its margin."""
    out = io.BytesIO()
    qr_code(text).save(out, kind="svg", border=QUIET, xmldecl=False, omitsize=True, svgclass=None, lineclass=None)
    return out.getvalue().decode()
