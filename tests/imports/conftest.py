"""A small county: one banner, two towns, three villages, four people; and files as people would upload them."""

import csv
import io
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest
import xlsxwriter

from sanzhang.areas.entries.set_area import AreaSet
from sanzhang.imports.importing import check_file, commit_file
from sanzhang.imports.report import Report
from sanzhang.imports.tables import TABLES
from sanzhang.journal.actors import Actor, system_actor
from sanzhang.journal.append import append, draft
from sanzhang.journal.personal import hide
from sanzhang.people.entries.appoint import Appointed
from sanzhang.people.entries.set_person import PersonSet
from sanzhang.people.posts import posts_of

COUNTY = "150624"
AREAS = {
    "150624": "某某旗", "150624101": "甲镇", "150624102": "乙苏木",
    "150624101001": "一嘎查", "150624101002": "二嘎查", "150624102001": "三嘎查",
}  # fmt: skip
PEOPLE = {"DD001": ("大队长", "150624"), "DD002": ("监督员", "150624"), "JZ001": ("甲镇长", "150624101"), "YZ001": ("乙达", "150624102")}


@pytest.fixture
def county(db: None) -> str:
    """The county with its people; DD001 is brigade chief, JZ001 head of the first town."""
    actor = system_actor()
    for code, name in AREAS.items():
        append(draft("area.set", code, AreaSet(name=name)), actor)
    for number, (name, area) in PEOPLE.items():
        hidden = hide(number, {"name": name, "phone": "13800001234"})
        append(draft("person.set", area, PersonSet(key=number, number=number, hidden=hidden)), actor)
    appoint("DD001", "brigade_chief", COUNTY)
    appoint("JZ001", "town_head", "150624101")
    return COUNTY


def appoint(person: str, post: str, area: str, start: date = date(2025, 1, 1), **fields: Any) -> None:
    """Give ``person`` a post; the appointment's key says which."""
    payload = Appointed(key=f"{person}-{post}-{area}", person=person, post=post, start=start, **fields)
    append(draft("appointment.set", area, payload), system_actor())


@pytest.fixture
def town_head(county: str) -> Actor:
    """The head of the first town."""
    return Actor("JZ001", "town_head", "150624101", powers=posts_of(county)["town_head"].powers, appointment="JZ001-town_head-150624101")


@pytest.fixture
def check(county: str) -> Callable[..., Report]:
    """Check rows as a CSV file in UTF-8."""

    def run(table: str, *rows: Sequence[Any], actor: Actor | None = None, content: bytes | None = None) -> Report:
        return check_file(TABLES[table], content or as_csv(rows), "名单.csv", county, actor or system_actor())

    return run


@pytest.fixture
def commit(county: str) -> Callable[..., tuple[str, Report]]:
    """Commit rows as a CSV file; returns the batch."""

    def run(table: str, *rows: Sequence[Any], actor: Actor | None = None) -> tuple[str, Report]:
        batch, report = commit_file(TABLES[table], as_csv(rows), "名单.csv", county, actor or system_actor())
        return str(batch), report

    return run


def as_csv(rows: Sequence[Sequence[Any]], encoding: str = "utf-8") -> bytes:
    """Rows as a CSV file."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode(encoding)


def as_xlsx(rows: Sequence[Sequence[Any]]) -> bytes:
    """Rows as a workbook; numbers and dates stay what they are."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet, day = book.add_worksheet("名单"), book.add_format({"num_format": "yyyy-mm-dd"})
    for number, row in enumerate(rows):
        for position, cell in enumerate(row):
            sheet.write(number, position, cell, day if isinstance(cell, date) else None)
    book.close()
    return file.getvalue()


def told(report: Report) -> list[tuple[int, str, str]]:
    """Row, column and code of every fault."""
    return [(fault.row, fault.column, fault.problem.code) for fault in report.faults]


def texts(report: Report) -> str:
    """Every fault in words."""
    return "\n".join(str(fault.problem) for fault in report.faults)
