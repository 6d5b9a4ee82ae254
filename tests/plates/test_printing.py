"""What stands on plates and boards, and the files they come in."""

import re
from pathlib import Path
from typing import Any

import pytest
import segno
from tests.plates.conftest import embeds_its_font, objects, pages

from sanzhang.photos import fonts
from sanzhang.photos.fonts import find_font
from sanzhang.plates import printing
from sanzhang.plates.codes import QUIET, drawn, qr_code
from sanzhang.plates.fitting import BREAK, POINTS_A_MM, size_for
from sanzhang.plates.printing import MOST, NAME_SIZES, boards_pdf, plates_pdf
from sanzhang.plates.sheets import Board, Plate, address_of, spelled
from sanzhang.rules.plates import plate_code, read_plate
from sanzhang.rules.problems import Problem

LONG = "鄂尔多斯市鄂托克旗乌兰镇敖伦其日嘎嘎查额尔德尼达来牧家乐蒙古包餐饮住宿服务有限责任公司第二分公司"


def plate(number: int = 0, name: str = "乌兰小卖部", area: str = "甲村") -> Plate:
    return Plate("消防检查", name, ("小商店", area), plate_code("premises", f"{area}{number}"), area)


# Codes


def test_the_code_says_the_address_and_nothing_else(settings: Any) -> None:
    settings.PUBLIC_URL = "https://sanzhang.example.gov.cn/"
    code = plate_code("premises", "k")
    assert address_of(code) == f"https://sanzhang.example.gov.cn/field/q/{code}"
    assert read_plate(address_of(code)) == code == read_plate(spelled(code))
    assert re.fullmatch(r"(\w{4}-){2}\w{4}", spelled(code))


def test_the_drawing_is_the_code(settings: Any) -> None:
    """Every dark module is drawn, no light one is: the path is read back, module by module."""
    settings.PUBLIC_URL = "https://sanzhang.example.gov.cn"
    text = address_of(plate_code("household", "k"))
    drawing, code = drawn(text), qr_code(text)
    assert code.error in "MQH"
    assert code.matrix == segno.make_qr(text, error="m", mask=0).matrix
    size = len(code.matrix) + 2 * QUIET
    assert f'viewBox="0 0 {size} {size}"' in drawing
    found = [[0] * size for _row in range(size)]
    x = y = 0.0
    (path,) = re.findall(r' d="([^"]+)"', drawing)
    for step, numbers in re.findall(r"([Mmh])([-\d. ]+)", path):
        first, *rest = (float(number) for number in numbers.split())
        if step == "M":
            x, y = first, rest[0]
        elif step == "m":
            x, y = x + first, y + rest[0]
        else:
            for column in range(int(x), int(x + first)):
                found[int(y)][column] = 1
            x += first
    inside = slice(QUIET, -QUIET)
    assert [row[inside] for row in found[inside]] == [list(row) for row in code.matrix]
    assert not any(map(any, found[:QUIET])), "the quiet margin is empty"


# Files


def test_eight_plates_a_sheet_and_each_area_begins_a_new_one() -> None:
    plates = [plate(number, area=area) for area, count in (("甲村", 8), ("乙村", 9), ("丙村", 1)) for number in range(count)]
    pdf = plates_pdf(plates)
    assert pages(pdf) == 1 + 2 + 1
    assert embeds_its_font(pdf)
    assert len(re.findall(rb"/MediaBox\s*\[0 0 595\.2\d+ 841\.[89]\d+\]", objects(pdf))) == 4


def test_one_board_a_sheet() -> None:
    boards = [
        Board("敖伦网格", "鄂托克旗 乌兰镇", plate_code("area", str(number)), (("网格长", name),))
        for number, name in enumerate(("某人", "", LONG))
    ]
    pdf = boards_pdf(boards)
    assert pages(pdf) == 3
    assert embeds_its_font(pdf)


@pytest.mark.parametrize("name", [LONG, LONG + LONG[:50], "A" * 100, "Erdene " * 14, "#set page[*_$ \\ \"'", "ᠮᠣᠩᠭᠣᠯ 蒙古"])
def test_a_long_or_strange_name_takes_no_more_room(name: str) -> None:
    assert pages(plates_pdf([plate(number, name) for number in range(8)])) == 1


def test_long_names_wrap_and_shrink_as_little_as_needed() -> None:
    font = find_font()
    sizes = [size_for(name, 41, 23, NAME_SIZES, font) for name in ("店", "乌兰小卖部", LONG[:24], LONG, LONG * 2)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[:2] == [17, 17]
    assert sizes[-1] < sizes[2]
    size = sizes[3]
    letters = int(41 * POINTS_A_MM / size)
    assert -(-len(LONG) // letters) * size * 1.3 <= 23 * POINTS_A_MM + size
    assert size_for("W" * 11, 41, 23, NAME_SIZES, font) < 17, "one word that cannot break"
    assert size_for("W" * 60, 41, 23, NAME_SIZES, font) == NAME_SIZES[-1] < size_for(BREAK.join("W" * 60), 41, 23, NAME_SIZES, font)


@pytest.mark.parametrize(("number", "code"), [(0, "plates_none"), (MOST + 1, "plates_many")])
def test_none_and_too_many_are_refused_before_anything_is_drawn(number: int, code: str) -> None:
    with pytest.raises(Problem) as refused:
        plates_pdf([plate()] * number)
    assert refused.value.code == code
    assert number == 0 or str(number) in str(refused.value)


def test_without_a_font_it_is_said_how_to_get_one(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.FONT_FILE = str(tmp_path / "none.ttf")
    with pytest.raises(Problem, match="SANZHANG_FONT"):
        plates_pdf([plate()])
    settings.FONT_FILE = ""
    monkeypatch.setattr(fonts, "KNOWN", ())
    fonts._find.cache_clear()
    with pytest.raises(Problem, match="apt install"):
        boards_pdf([Board("甲", "乙", plate_code("area", "1"))])
    fonts._find.cache_clear()


def test_a_typesetter_that_fails_is_told_in_words_and_logged(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(printing, "SECONDS", 0.001)
    with pytest.raises(Problem, match="没有生成 PDF"):
        plates_pdf([plate()])
    assert "Typesetting failed" in caplog.text
