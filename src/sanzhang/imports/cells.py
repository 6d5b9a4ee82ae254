"""Read one cell as what its column holds. Spreadsheets turn codes into numbers and dates into anything; what is clear is taken, what is not is refused."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from typing import Any

from sanzhang.imports.known import Known
from sanzhang.imports.table import Column, Parser
from sanzhang.rules.areas import is_code
from sanzhang.rules.problems import Problem, gettext_noop as _

CLEAR = "清空"
SEPARATORS = re.compile(r"[、,，;；/\s]+")
WHOLE = re.compile(r"(\d+)\.0+")
NUMBER = re.compile(r"-?\d{1,9}(\.\d{1,15})?", re.ASCII)
SCIENTIFIC = re.compile(r"\d(\.\d+)?[eE]\+?\d+")
DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]0{1,2}:00(?::00)?(?:\.0+)?)?")
COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
# Excel counts days from here; the numbers stand for 1954 to 2119.
EXCEL_DAY_ZERO, EXCEL_DAYS = date(1899, 12, 30), range(20_000, 80_000)
SENSIBLE_YEARS = range(1900, 2101)


def reader(column: Column, known: Known) -> Callable[[Any], Any]:
    """The function that reads a cell of ``column``; it raises ``Problem``."""
    if column.parser is Parser.CHOICE:
        return _choice_reader(column, known.county)
    if column.parser is Parser.CHOICES:
        one = _choice_reader(column, known.county)
        return lambda cell: tuple(sorted({one(part) for part in _parts(cell)}))
    readers: dict[Parser, Callable[[Any], Any]] = {
        Parser.TEXT: lambda cell: text(cell, column.longest),
        Parser.CODE: code,
        Parser.AREA: lambda cell: _registered(code(cell), known),
        Parser.AREAS: lambda cell: tuple(dict.fromkeys(_registered(code(part), known) for part in _parts(cell))),
        Parser.DATE: lambda cell: day(cell, known.today if column.past else None),
        Parser.INTEGER: integer,
        Parser.DECIMAL: decimal,
        Parser.PERSON: lambda cell: _person(plain(cell), known),
        Parser.PEOPLE: lambda cell: tuple(dict.fromkeys(_person(part, known) for part in _parts(cell))),
    }
    return readers[column.parser]


def plain(cell: Any) -> str:
    """A cell as text: a whole number without its point, full-width letters and digits as ordinary ones in what is not prose."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip("\ufeff \t\r\n\u00a0\u3000")


def text(cell: Any, longest: int = 0) -> str:
    """Text that fits its column."""
    found = cell.isoformat()[:10] if isinstance(cell, date) else plain(cell)
    if longest and len(found) > longest:
        raise Problem("cell_long", _("有 {length} 个字，最多 {longest} 个。"), _("缩短后再导入。"), length=len(found), longest=longest)
    if any(unicodedata.category(sign) == "Cc" and sign not in "\n\t" for sign in found):
        raise Problem("cell_signs", _("含有看不见的控制字符。"), _("在文件里重新输入这一格。"))
    return found


def code(cell: Any) -> str:
    """An area code. The twelve-digit codes of the statistical list (…000 for a town, …000000 for a county) are taken as well."""
    found = unicodedata.normalize("NFKC", plain(cell)).replace(" ", "").lstrip("'")
    whole = WHOLE.fullmatch(found)
    found = whole[1] if whole else found
    if SCIENTIFIC.fullmatch(found):
        raise Problem(
            "code_scientific",
            _("代码“{value}”被表格软件改成了科学计数法，原来的数字已经丢失。"),
            _("把这一列设为“文本”格式，重新填写代码。"),
            value=found,
        )
    if len(found) == 12 and found.endswith("000"):
        found = found[:6] if found.endswith("000000") else found[:9]
    if not is_code(found) or len(found) < 6:
        raise Problem("area_code", _("“{area}”不是区划代码。"), _("填 6、9、12 或 15 位数字代码。"), area=found)
    return found


def day(cell: Any, latest: date | None = None) -> date:
    """A day, however it was written. ``latest``: it must not lie after that."""
    found = _day(cell)
    if found is None or found.year not in SENSIBLE_YEARS:
        raise Problem("cell_date", _("“{value}”不是日期。"), _("按 2026-03-01 的样子填写。"), value=plain(cell))
    if latest and found > latest:
        raise Problem("date_ahead", _("日期 {day} 晚于今天。"), _("这里填已经发生的日期，请核对年份。"), day=found)
    return found


def _day(cell: Any) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    written = unicodedata.normalize("NFKC", plain(cell))
    if written.isdigit() and len(written) == 5 and int(written) in EXCEL_DAYS:
        return EXCEL_DAY_ZERO + timedelta(days=int(written))
    found = DAY.fullmatch(written) or COMPACT_DAY.fullmatch(written)
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def integer(cell: Any) -> int:
    """A whole number, not negative."""
    written = unicodedata.normalize("NFKC", plain(cell))
    whole = WHOLE.fullmatch(written)
    written = whole[1] if whole else written
    if not (written.isascii() and written.isdigit()) or int(written) > 1_000_000:
        raise Problem("cell_integer", _("“{value}”不是整数。"), _("只填数字，不带单位，不小于 0。"), value=written)
    return int(written)


def decimal(cell: Any) -> float:
    """A number, with or without a point."""
    written = unicodedata.normalize("NFKC", plain(cell))
    if not NUMBER.fullmatch(written):
        raise Problem("cell_decimal", _("“{value}”不是数字。"), _("只填数字，如 107.98，不带单位。"), value=written)
    return float(written)


def _choice_reader(column: Column, county: str) -> Callable[[Any], str]:
    choices = column.choices(county) if column.choices else {}
    by_word = {word: value for value, title in choices.items() for word in (value, title)}

    def read(cell: Any) -> str:
        written = unicodedata.normalize("NFKC", plain(cell))
        if written in by_word:
            return by_word[written]
        near = get_close_matches(written, choices.values(), n=1)
        if near:
            raise Problem(
                "cell_choice",
                _("没有“{value}”这一项。"),
                _("是不是“{near}”？可选：{known}。"),
                value=written,
                near=near[0],
                known="、".join(choices.values()),
            )
        raise Problem("cell_choice", _("没有“{value}”这一项。"), _("可选：{known}。"), value=written, known="、".join(choices.values()))

    return read


def _registered(area: str, known: Known) -> str:
    if area not in known.areas:
        raise Problem("area_unknown", _("区划 {area} 没有登记。"), _("检查代码，或先导入区划表。"), area=area)
    return area


def _person(number: str, known: Known) -> str:
    person = known.people.get(number)
    if person is None:
        raise Problem("person_number_unknown", _("没有编号为“{number}”的人员。"), _("核对编号，或先导入人员表。"), number=number)
    return person.key


def _parts(cell: Any) -> list[str]:
    return [part for part in SEPARATORS.split(plain(cell)) if part]
