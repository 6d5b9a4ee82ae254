"""A list as a file: its rows to the letter, nothing that a spreadsheet would run, nobody else's rows, however long or empty it is."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import django_tables2 as tables
import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import activate, override
from python_calamine import CalamineWorkbook
from tests import county
from tests.county import COUNTY, FAR, SISTER, TOWN, VILLAGE, finding, photo
from tests.desk.calls import CHIEF, HEAD, As, text

from sanzhang.desk import exports
from sanzhang.desk.tables.columns import DayColumn, LinkColumn, MomentColumn, PillsColumn
from sanzhang.inspections.models import Inspection
from sanzhang.journal.actors import system_actor
from sanzhang.journal.append import append, draft
from sanzhang.packs import shipped

AT = datetime(2026, 6, 12, 1, 30, 59, 123456, tzinfo=UTC)
HERE = datetime(2026, 6, 12, 9, 30, 59)  # noqa: DTZ001 - a workbook knows no zones
OTHERS = f"village_head@{SISTER}"


class Things(tables.Table):
    """Every kind of column."""

    text = LinkColumn(verbose_name="文字")
    number = tables.Column(verbose_name="数")
    day = DayColumn(verbose_name="日")
    moment = MomentColumn(verbose_name="时刻", visible=False)
    words = PillsColumn(verbose_name="词")
    secret = tables.Column(exclude_from_export=True)

    class Meta:
        order_by = ()


def made(kind: str, rows: list[dict[str, Any]], name: str = "表") -> bytes:
    """A file of ``rows``."""
    return b"".join(exports.export(Things(rows), name, kind).streaming_content)  # type: ignore[attr-defined]


def as_csv(content: bytes) -> list[list[str]]:
    """The lines of a CSV file, which begins with the mark by which Excel knows UTF-8."""
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def sheets(content: bytes) -> dict[str, list[list[Any]]]:
    """The sheets of a workbook by name."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def downloaded(client: Client, address: str) -> bytes:
    return b"".join(client.get(address).streaming_content)  # type: ignore[attr-defined]


ROW = {"text": "一家", "number": 3, "day": date(2026, 6, 12), "moment": AT, "words": ["停业", "位置粗略"], "secret": "不导出", "url": "/x/"}


def test_every_kind_of_cell_in_text() -> None:
    assert as_csv(made("csv", [ROW, dict.fromkeys(ROW)])) == [
        ["文字", "数", "日", "时刻", "词"],
        ["一家", "3", "2026-06-12", "2026-06-12 09:30", "停业、位置粗略"],
        ["", "", "", "", ""],
    ]


def test_every_kind_of_cell_in_a_workbook() -> None:
    assert sheets(made("xlsx", [ROW, dict.fromkeys(ROW), ROW])) == {
        "表": [
            ["文字", "数", "日", "时刻", "词"],
            ["一家", 3.0, date(2026, 6, 12), HERE, "停业、位置粗略"],
            ["", "", "", "", ""],
            ["一家", 3.0, date(2026, 6, 12), HERE, "停业、位置粗略"],
        ]
    }


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ('=HYPERLINK("http://x","y")', '\'=HYPERLINK("http://x","y")'),
        ("+8613912345678", "'+8613912345678"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1+1", "'\t=1+1"),
        ("\r=1+1", "'\r=1+1"),
        ("＝1+1", "'＝1+1"),
        ("-", "-"),
        ("a=b", "a=b"),
    ],
)
def test_text_that_would_run_as_a_formula_is_disarmed(kind: str, written: str, kept: str) -> None:
    content = made(kind, [ROW | {"text": written}])
    found = as_csv(content)[1][0] if kind == "csv" else sheets(content)["表"][1][0]
    assert found.replace("_x000D_", "\r") == kept


def test_numbers_stay_numbers() -> None:
    assert as_csv(made("csv", [ROW | {"number": -2.5}]))[1][1] == "-2.5"
    assert sheets(made("xlsx", [ROW | {"number": -2.5}]))["表"][1][1] == -2.5


def test_a_name_that_no_sheet_may_have_and_a_text_that_no_cell_holds() -> None:
    name, long = "隐患[待办]: 甲/乙\\丙*" + "长" * 40, "长" * 40_000
    content = made("xlsx", [ROW | {"text": long}], name)
    ((sheet, rows),) = sheets(content).items()
    assert sheet == "隐患 待办 甲 乙 丙 " + "长" * 19
    assert rows[1][0] == "长" * 32_766 + "…"
    assert as_csv(made("csv", [ROW | {"text": long}], name))[1][0] == long


def test_what_no_sheet_holds_goes_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "LONGEST_SHEET", 2)
    found = sheets(made("xlsx", [ROW | {"text": str(number)} for number in range(5)], "表" * 31))
    assert {name: [row[0] for row in rows] for name, rows in found.items()} == {
        "表" * 31: ["文字", "0", "1"],
        "表" * 29 + " 2": ["文字", "2", "3"],
        "表" * 29 + " 3": ["文字", "4"],
    }


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_list_without_rows_is_its_headings(kind: str) -> None:
    content = made(kind, [])
    assert (as_csv(content) if kind == "csv" else sheets(content)["表"]) == [["文字", "数", "日", "时刻", "词"]]


# The lists of the desk


@pytest.fixture
def inspected(people: dict[str, str]) -> dict[str, str]:
    """Two inspections in one village, of which the second was withdrawn."""
    head, shop = county.actor(people, f"village_head@{VILLAGE}"), county.place(VILLAGE, "=兴隆便民超市")
    late = finding("货物堆到门口", due="2026-06-15", severity="serious", item="aisles")
    done = finding("灭火器过期", "on_the_spot", after=[photo("a" * 64, "after")])
    county.inspection(head, VILLAGE, shop, AT, late, done, name="=兴隆便民超市")
    wrong = county.inspection(head, VILLAGE, shop, AT.replace(hour=2), name="=兴隆便民超市")
    append(draft("inspection.withdrawn", VILLAGE, {"inspection": wrong, "evidence": "daily_patrol", "reason": "记错了"}), head)
    return people


def test_inspections_to_the_letter(as_: As, inspected: dict[str, str]) -> None:
    arrived = {row.occurred_at: f"{timezone.localtime(row.recorded_at):%Y-%m-%d %H:%M}" for row in Inspection.objects.filter(area=VILLAGE)}
    post = next(post.title.zh for post in shipped("otog-2022").posts if post.id == "village_head")
    who, same = f"敖伦其日嘎嘎查{post}（{post}）", ["日常排查", "小商店检查表", "敖伦其日嘎嘎查"]
    moments = sorted(arrived, reverse=True)
    assert as_csv(downloaded(as_(HEAD), "/inspections/?export=csv")) == [
        ["检查时间", "送达时间", "对象", "检查方式", "检查表", "区域", "检查人", "发现", "标记"],
        ["2026-06-12 10:30", arrived[moments[0]], "'=兴隆便民超市", *same, who, "0", "已撤回"],
        ["2026-06-12 09:30", arrived[moments[1]], "'=兴隆便民超市", *same, who, "2", ""],
        ["2026-06-10 12:00", arrived[moments[2]], f"只属于{VILLAGE}的场所", *same, who, "1", ""],
    ]


def test_a_file_is_filtered_and_sorted_as_the_page(as_: As, inspected: dict[str, str]) -> None:
    lines = as_csv(downloaded(as_(HEAD), "/inspections/?export=csv&found=on&since=2026-06-11&sort=-findings"))
    assert [line[0] for line in lines[1:]] == ["2026-06-12 09:30"]
    lines = as_csv(downloaded(as_(HEAD), "/inspections/?export=csv&sort=when"))
    assert [line[0] for line in lines[1:]] == ["2026-06-10 12:00", "2026-06-12 09:30", "2026-06-12 10:30"]
    assert as_csv(downloaded(as_(HEAD), "/inspections/?export=csv&until=2020-01-01")) == [lines[0]]


def test_hazards_in_a_workbook_have_days_that_are_days(as_: As, inspected: dict[str, str]) -> None:
    ((name, rows),) = sheets(downloaded(as_(HEAD), "/hazards/?export=xlsx")).items()
    assert name == "隐患"
    by_text = {row[0]: dict(zip(rows[0], row, strict=True)) for row in rows[1:]}
    assert set(by_text) == {"货物堆到门口", "灭火器过期", f"只属于{VILLAGE}的隐患"}
    late = by_text["货物堆到门口"]
    assert (late["程度"], late["发现日期"], late["整改期限"], late["整改日期"]) == ("严重", date(2026, 6, 12), date(2026, 6, 15), "")
    assert late["历时（天）"] == (timezone.localdate() - date(2026, 6, 12)).days
    assert by_text["灭火器过期"]["整改日期"] == date(2026, 6, 12)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("address", ["/inspections/", "/hazards/", "/premises/", "/records/", "/ledger/"])
def test_a_neighbour_gets_nothing_of_it(as_: As, inspected: dict[str, str], kind: str, address: str) -> None:
    def cells(number: str) -> Iterator[str]:
        content = downloaded(as_(number), f"{address}?export={kind}&area={VILLAGE}")
        for rows in sheets(content).values() if kind == "xlsx" else [as_csv(content)]:
            yield from (str(cell) for row in rows for cell in row)

    own = ("敖伦其日嘎", "兴隆", VILLAGE)
    assert any(word in cell for cell in cells(CHIEF) for word in own)
    assert not [cell for cell in cells(OTHERS) if any(word in cell for word in own)]
    assert not [cell for cell in cells(f"village_head@{FAR}") if any(word in cell for word in own)]
    assert as_(f"system_admin@{COUNTY}").get(f"{address}?export={kind}").status_code == 403


def test_a_file_speaks_the_language_of_whoever_asked_for_it(as_: As, inspected: dict[str, str]) -> None:
    answer = as_(HEAD).get("/inspections/?export=csv", headers={"accept-language": "en"})
    activate("zh-hans")  # the next request, in another language, while this file is still being sent
    with override("zh-hans"):
        lines = as_csv(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
    assert lines[0][:3] == ["Inspected at", "Arrived at", "Place"]
    assert lines[1][3] == "Everyday round"
    assert lines[1][-1] == "Withdrawn"


def test_the_page_says_how_many_rows_a_file_will_have(as_: As, inspected: dict[str, str]) -> None:
    page = text(as_(HEAD), "inspections", query="?found=on")
    assert 'href="?found=on&amp;export=xlsx" download title="把全部 2 条导出为 Excel 文件"' in page
    assert 'href="?found=on&amp;export=csv" download title="把全部 2 条导出为 CSV 文件"' in page


LISTS = ("/hazards/", "/inspections/", "/records/", "/premises/", "/ledger/", "/progress/", "/cases/report/", "/plans/")


@pytest.mark.parametrize("address", LISTS)
def test_a_post_without_the_power_reads_lists_and_takes_none_out(as_: As, address: str) -> None:
    client = as_(f"grid_worker@{VILLAGE}001")
    page = client.get(address)
    assert page.status_code == 200
    assert "export=" not in page.content.decode()
    answer = client.get(f"{address}?export=csv")
    assert answer.status_code == 403
    assert "您的岗位可以查看这份名单，不能导出。" in answer.content.decode()
    assert "export=xlsx" in as_(HEAD).get(address).content.decode()


def test_the_power_holds_where_the_post_is_held(as_: As, people: dict[str, str]) -> None:
    """Somebody who may take lists out in one village and only reads in another takes nothing out of both together."""
    key = {"key": str(uuid4()), "person": people[HEAD], "post": "grid_worker", "start": "2025-01-01"}
    append(draft("appointment.set", f"{SISTER}001", key), system_actor())
    assert as_(HEAD).get("/hazards/?export=csv").status_code == 403
    key = {"key": str(uuid4()), "person": people[HEAD], "post": "town_officer", "start": "2025-01-01"}
    append(draft("appointment.set", TOWN, key), system_actor())
    assert as_(HEAD).get("/hazards/?export=csv").status_code == 200


def test_the_audit_is_taken_out_by_whoever_keeps_it(as_: As) -> None:
    assert as_(f"audit_admin@{COUNTY}").get("/audit/?export=csv").status_code == 200
    assert as_(f"security_admin@{COUNTY}").get("/accounts/?export=csv").status_code == 403
