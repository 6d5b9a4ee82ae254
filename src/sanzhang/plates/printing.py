"""Sheets as PDF: A4, the letters in the file, nothing asked of the printer."""

import json
import logging
import re
import subprocess
import sys
from collections.abc import Sequence
from importlib.resources import files
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.utils.translation import gettext as _

from sanzhang.photos.fonts import Font, find_font
from sanzhang.plates.codes import drawn
from sanzhang.plates.fitting import BREAK, size_for
from sanzhang.plates.sheets import Board, Plate, address_of, spelled
from sanzhang.rules.problems import Problem, gettext_noop

log = logging.getLogger(__name__)
MOST = 2000
SECONDS = 120
# Points, the largest first; the boxes they must fit into are those of the templates.
NAME_SIZES = (17, 15, 13, 11.5, 10, 8.5, 7, 6)
LINE_SIZES = (9, 8, 7, 6)
BOARD_SIZES = (48, 40, 34, 28, 22, 17, 13)
PERSON_SIZES = (28, 24, 20, 16, 12)
_UNBROKEN = re.compile(r"[!-~]{12,}")


def check_number(number: int) -> None:
    """Raises ``Problem`` for more than one file may hold, or nothing."""
    if number > MOST:
        message = gettext_noop("选中了 {number} 块，一次最多打印 {most} 块。")
        raise Problem("plates_many", message, gettext_noop("按嘎查村或网格分几次打印。"), number=number, most=MOST)
    if number == 0:
        raise Problem("plates_none", gettext_noop("没有选中要打印的。"), gettext_noop("换个区域或类型。"))


def plates_pdf(plates: Sequence[Plate]) -> bytes:
    """Eight plates a sheet, with marks where to cut; sorted by area already. Raises ``Problem`` when there are too many, or no font."""
    check_number(len(plates))
    font = find_font()
    groups = [{"area": area, "plates": [_plate(plate, font) for plate in group]} for area, group in groupby(plates, attrgetter("area"))]
    return _set("plates.typ", {"groups": groups, "scan": _("工作人员扫码")}, font)


def boards_pdf(boards: Sequence[Board]) -> bytes:
    """One board a sheet. Raises ``Problem`` when there are too many, or no font."""
    check_number(len(boards))
    font = find_font()
    words = {
        "heading": _("消防安全责任公示牌"), "phone": _("值班电话"), "alarm": _("火警 119"),
        "scan": _("工作人员扫码打开本辖区的检查事项"),
    }  # fmt: skip
    return _set("boards.typ", {"boards": [_board(board, font) for board in boards], **words}, font)


def _plate(plate: Plate, font: Font) -> dict[str, Any]:
    name, lines = _breakable(plate.name), tuple(_breakable(line) for line in plate.lines)
    return {
        "heading": plate.heading, "name": name, "name_size": size_for(name, 41, 23, NAME_SIZES, font), "lines": lines,
        "lines_size": size_for("\n".join(lines), 41, 12, LINE_SIZES, font), "code": spelled(plate.code), "qr": drawn(address_of(plate.code)),
    }  # fmt: skip


def _board(board: Board, font: Font) -> dict[str, Any]:
    name, above = _breakable(board.name), _breakable(board.above)
    people = [{"title": title, "name": held_by, "size": size_for(held_by, 100, 14, PERSON_SIZES, font)} for title, held_by in board.people]
    return {
        "name": name, "name_size": size_for(name, 170, 38, BOARD_SIZES, font), "above": above,
        "above_size": size_for(above, 170, 10, (18, 15, 12, 9), font), "people": people, "code": spelled(board.code),
        "qr": drawn(address_of(board.code)),
    }  # fmt: skip


def _breakable(text: str) -> str:
    """Chinese breaks anywhere, a long word of Latin letters nowhere: here it may."""
    return _UNBROKEN.sub(lambda run: BREAK.join(run[0]), text)


def _set(template: str, data: dict[str, Any], font: Font) -> bytes:
    here = files("sanzhang.plates")
    asked = {
        "template": (here / template).read_text("utf-8"), "data": data, "font": str(font.path), "face": font.face, "family": font.family,
    }  # fmt: skip
    program = [sys.executable, "-I", str(here / "typesetting.py")]
    try:
        done = subprocess.run(program, input=json.dumps(asked).encode(), capture_output=True, check=True, timeout=SECONDS)  # noqa: S603 - our own program; what it sets comes in as data
    except subprocess.SubprocessError as error:
        log.exception("Typesetting failed: %s", (getattr(error, "stderr", None) or b"").decode("utf-8", "replace")[-2000:])
        raise Problem("plates_failed", gettext_noop("没有生成 PDF。"), gettext_noop("重试；仍不行，请把时间告诉系统管理员。")) from error
    return done.stdout
