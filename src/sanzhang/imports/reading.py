"""Read a file as rows of cells: Excel workbooks, and CSV in the encodings that are met here. Nothing is interpreted yet."""

import csv
import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from charset_normalizer import from_bytes
from python_calamine import CalamineError, CalamineWorkbook

from sanzhang.rules.problems import Problem, gettext_noop as _

DATA_SHEET = "数据"
MOST_ROWS = 50_000
# A workbook is a zip: a small file may unpack to something that no memory holds.
MOST_UNPACKED = 300 * 1024 * 1024
BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows with their numbers as the spreadsheet program shows them; empty rows are left out. ``encoding`` is empty for a workbook."""

    rows: list[tuple[int, list[Any]]]
    encoding: str = ""


def read_sheet(content: bytes, name: str, *, sheet: str = DATA_SHEET) -> Sheet:
    """The rows of a file. Raises ``Problem`` for what is no spreadsheet, or a broken one."""
    if content.startswith(b"PK\x03\x04"):
        return Sheet(_numbered(_workbook(content, name, sheet)))
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Problem("file_xls", _("“{name}”是旧版 .xls 文件。"), _("在 Excel 里另存为 .xlsx 后再上传。"), name=name)
    text, encoding = decode(content, name)
    return Sheet(_numbered(_csv(text, name)), encoding)


def decode(content: bytes, name: str) -> tuple[str, str]:
    """The text and the encoding it was read in. UTF-8 proves itself: other text hardly ever happens to be valid UTF-8."""
    marked = next((encoding for mark, encoding in BYTE_ORDER_MARKS if content.startswith(mark)), "")
    for encoding in [marked] if marked else ["utf-8", "gb18030"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text, "gbk" if encoding == "gb18030" else encoding
    guess = from_bytes(content[:100_000]).best()
    raise Problem(
        "file_encoding", _("读不出“{name}”的文字编码（像是 {guess}）。"), _("在 Excel 里另存为“CSV UTF-8”或 .xlsx 后再上传。"),
        name=name, guess=guess.encoding if guess else "?",
    )  # fmt: skip


def _workbook(content: bytes, name: str, sheet: str) -> Iterable[list[Any]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(info.file_size for info in archive.infolist())
        if unpacked > MOST_UNPACKED:
            raise Problem("file_unpacked", _("“{name}”展开后过大。"), _("删去多余的工作表、图片和格式，或分成几个文件。"), name=name)
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        chosen = sheet if sheet in book.sheet_names else book.sheet_names[0]
        # Empty rows on top must be kept, or the row numbers would not be those that people see.
        return book.get_sheet_by_name(chosen).to_python(skip_empty_area=False)
    except (zipfile.BadZipFile, CalamineError, IndexError) as error:
        raise Problem(
            "file_broken", _("“{name}”不是完好的 Excel 文件。"), _("用 Excel 打开并另存为 .xlsx 后再上传。"), name=name
        ) from error


def _csv(text: str, name: str) -> Iterable[list[Any]]:
    first = text.partition("\n")[0]
    separator = max((",", "\t", ";"), key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise Problem("file_csv", _("“{name}”的引号或分隔符不成对。"), _("用 Excel 打开并另存为 .xlsx 后再上传。"), name=name) from error


def _numbered(rows: Iterable[list[Any]]) -> list[tuple[int, list[Any]]]:
    numbered = [(number, row) for number, row in enumerate(rows, start=1) if any(not is_blank(cell) for cell in row)]
    if not numbered:
        raise Problem("file_rows", _("文件里没有内容。"), _("下载模板，按表头填写。"))
    if len(numbered) > MOST_ROWS:
        raise Problem("file_rows", _("文件有 {count} 行，超过 {limit} 行。"), _("分成几个文件导入。"), count=len(numbered), limit=MOST_ROWS)
    return numbered


def is_blank(cell: Any) -> bool:
    """Whether a cell holds nothing: empty, or only blanks."""
    return cell is None or (isinstance(cell, str) and not cell.strip("\ufeff \t\r\n\u00a0\u3000"))
