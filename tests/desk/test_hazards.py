"""Hazards at the desk: the late first; corrected with photos, reported up, looked at where two people told of different ends."""

import csv
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from tests import county
from tests.county import COUNTY, FAR, SISTER, VILLAGE, finding, photo
from tests.desk.calls import CHIEF, HEAD, As, post, text
from tests.photos.pictures import jpeg

from sanzhang.desk.tables.steps import moments_of
from sanzhang.hazards.models import Hazard, HazardEvent
from sanzhang.hazards.queries import counts
from sanzhang.journal.actors import Place, Scope
from sanzhang.journal.append import append, draft
from sanzhang.journal.models import Entry
from sanzhang.journal.rebuild import rebuild
from sanzhang.photos.contents import stored
from sanzhang.photos.models import PhotoUse
from sanzhang.standing.board import board

GRID = VILLAGE + "001"
WORKER, DEPUTY = f"grid_worker@{GRID}", f"grid_chief@{GRID}"
FOUND = timezone.now() - timedelta(days=20)
TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_STORE = tmp_path / "media"


@pytest.fixture
def shop(people: dict[str, str]) -> str:
    return county.place(GRID, "兴隆便民超市")


def in_days(days: int) -> str:
    return (TODAY + timedelta(days=days)).isoformat()


def find(
    people: dict[str, str], shop: str, text: str, action: str = "by_date", due: int = 7, at: datetime = FOUND, **more: object
) -> Hazard:
    named = finding(text, action, due=in_days(due) if action == "by_date" else None, **more)
    county.inspection(county.actor(people, WORKER), GRID, shop, at, named, name="兴隆便民超市")
    return Hazard.objects.get(id=named["id"])


def picture(seed: int = 1, name: str = "整改后.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, jpeg(seed, (320, 240)), "image/jpeg")


def correct(as_: As, by: str, hazard: Hazard, *files: SimpleUploadedFile, day: str = "", note: str = "") -> str:
    return post(
        as_(by), "hazard_correct", hazard.id,
        **{"correct-occurred_on": day or in_days(0), "correct-photos": list(files), "correct-note": note},
    )  # fmt: skip


# The board


def test_the_late_come_first_then_by_due_day_then_the_oldest(as_: As, people: dict[str, str], shop: str) -> None:
    younger, older = FOUND + timedelta(days=2), FOUND - timedelta(days=2)
    find(people, shop, "六：当场改好", "on_the_spot", after=[photo("a" * 64, "after")])
    find(people, shop, "五：期限最远", due=9)
    find(people, shop, "四：同日期限，后发现", due=2, at=younger)
    find(people, shop, "三：同日期限，先发现", due=2, at=older)
    find(people, shop, "二：已逾期", due=-3)
    find(people, shop, "一：上报了，大队没有接管", "cannot", at=FOUND)
    page = text(as_(DEPUTY), "hazards")
    places = [page.index(f"{name}：") for name in "一二三四五六"]
    assert places == sorted(places)
    assert "逾期 3 天" in page
    assert "即将到期" in page
    assert "还有 9 天" in page


def test_a_file_has_the_moment_of_every_step_and_the_numbers_of_the_papers(as_: As, people: dict[str, str], shop: str) -> None:
    hazard = find(people, shop, "安全出口堆放货物", due=-3)
    chief = county.actor(people, CHIEF)
    append(draft("hazard.moved", GRID, {"hazard": str(hazard.id), "event": "taken"}), chief)
    order = {"hazard": str(hazard.id), "event": "ordered", "number": "鄂消限〔2026〕7号", "due": in_days(5)}
    append(draft("hazard.moved", GRID, order), chief)
    rows = list(csv.DictReader(text(as_(HEAD), "hazards", query="?export=csv").lstrip("\ufeff").splitlines()))
    row = next(row for row in rows if row["隐患"] == "安全出口堆放货物")
    found, now = timezone.localtime(FOUND), f"{timezone.localtime():%Y-%m-%d}"
    wanted = {
        "对象": "兴隆便民超市", "程度": "一般", "发现日期": f"{found:%Y-%m-%d}", "历时（天）": "20", "整改期限": in_days(5), "整改日期": "", "情况": "责令改正",
        "负责": "被责令的单位、消防救援大队", "下一步": "报告改好", "期限": in_days(5), "抄告部门": "", "文书编号": "鄂消限〔2026〕7号",
        "发现（时间）": f"{found:%Y-%m-%d %H:%M}", "抄告部门（时间）": "", "整改完成（时间）": "",
    }  # fmt: skip
    assert {name: row[name] for name in wanted} == wanted
    assert (row["大队接管（时间）"][:10], row["责令限期改正（时间）"][:10]) == (now, now)


def test_a_step_that_is_taken_again_keeps_all_its_moments_in_the_file(as_: As, people: dict[str, str], shop: str) -> None:
    """One moment is a moment that a spreadsheet reckons with; several are words, the oldest first."""
    hazard, chief = find(people, shop, "安全出口堆放货物", due=-3), county.actor(people, CHIEF)
    days = [timezone.now() - timedelta(days=n) for n in (6, 4)]
    for n, when in enumerate(days):
        order = {"hazard": str(hazard.id), "event": "ordered", "number": f"第{n}号", "due": in_days(5)}
        append(draft("hazard.moved", GRID, order, occurred_at=when), chief)
    rows = list(csv.DictReader(text(as_(HEAD), "hazards", query="?export=csv").lstrip("\ufeff").splitlines()))
    row = next(row for row in rows if row["隐患"] == "安全出口堆放货物")
    assert row["责令限期改正（时间）"] == "、".join(f"{timezone.localtime(when):%Y-%m-%d %H:%M}" for when in days)
    found = timezone.localtime(FOUND).replace(tzinfo=None, microsecond=0)
    steps = moments_of([HazardEvent(event="found", occurred_at=FOUND), *(HazardEvent(event="ordered", occurred_at=when) for when in days)])
    assert (steps["at_found"], type(steps["at_ordered"])) == (FOUND, str)
    assert row["发现（时间）"] == f"{found:%Y-%m-%d %H:%M}"


def test_settling_has_its_column_in_the_file(as_: As, people: dict[str, str], shop: str) -> None:
    hazard = find(people, shop, "安全出口堆放货物", due=-3)
    for number, seed in ((WORKER, "1"), (DEPUTY, "2")):
        payload = {"hazard": str(hazard.id), "photos": [photo(seed * 64, "after")]}
        append(draft("hazard.corrected", GRID, payload), county.actor(people, number))
    post(as_(HEAD), "hazard_settle", hazard.id, **{"settle-state": "corrected", "settle-note": "到现场看过"})
    rows = list(csv.DictReader(text(as_(HEAD), "hazards", query="?export=csv").lstrip("\ufeff").splitlines()))
    row = next(row for row in rows if row["隐患"] == "安全出口堆放货物")
    assert row["已核对（时间）"].startswith(f"{timezone.localtime():%Y-%m-%d}")
    assert row["整改完成（时间）"].count("、") == 1


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("?state=unsettled", "一二四"),
        ("?state=open", "一二"),
        ("?state=corrected", "三"),
        ("?state=reported", "四"),
        ("?late=on", "一四"),
        ("?severity=serious", "二"),
        ("?conflict=on", ""),
        ("?q=一号", "一"),
        ("?q=xlbm", "一二三四"),
        ("?area=150624101", ""),
        (f"?area={VILLAGE}", "一二三四"),
        ("?mine=on", "四"),
        ("?department=housing", ""),
        ("?major=on", ""),
    ],
)
def test_the_board_is_narrowed(as_: As, people: dict[str, str], shop: str, query: str, seen: str) -> None:
    find(people, shop, "一号", due=-1)
    find(people, shop, "二号", severity="serious")
    find(people, shop, "三号", "on_the_spot", after=[photo("a" * 64, "after")])
    find(people, shop, "四号", "cannot")
    page = text(as_(CHIEF), "hazards", query=query)
    assert [name for name in "一二三四" if f">{name}号</a>" in page] == list(seen)


def test_in_a_grid_one_speaks_of_suspicion_and_advice(as_: As, people: dict[str, str], shop: str) -> None:
    hazard = find(people, shop, "安全出口堆放货物")
    page = text(as_(WORKER), "hazards")
    assert "疑似隐患" in page
    assert "建议整改" in page
    page = text(as_(WORKER), "hazard", hazard.id)
    assert "建议限期整改" in page
    assert "建议整改期限" in page
    page = text(as_(CHIEF), "hazard", hazard.id)
    assert "建议限期整改" not in page
    assert "大队尚未认定" in page


# One hazard


def test_one_hazard_tells_everything_and_leads_to_its_inspection(as_: As, people: dict[str, str], shop: str) -> None:
    hazard = find(people, shop, "货物堆到门口", due=-3, item="aisles", severity="serious", photos=[photo("b" * 64)])
    page = text(as_(HEAD), "hazard", hazard.id)
    for words in (
        "货物堆到门口",
        "逾期 3 天",
        "严重",
        "限期整改",
        "20 天",
        "兴隆便民超市",
        f"/premises/{shop}/",
        "货架间走得通",
        "《消防法》第27、28条",
        "照片还没有送达",
        "送达",
    ):
        assert words in page, words
    assert reverse("desk:inspection", args=[hazard.inspection]) in page
    triggered = next(one for one in board(COUNTY).standings if one.obligation.trigger == str(hazard.id))
    assert reverse("desk:obligation", args=[triggered.obligation.key]) in page
    assert reverse("desk:hazard", args=[hazard.id]) in text(as_(HEAD), "obligation", triggered.obligation.key)


@pytest.mark.parametrize(("version", "source"), [(1, "（《消防法》第27、28条）"), (2, "（《消防法》第28条）")])
def test_the_item_is_told_as_the_version_has_it_that_was_used(
    as_: As, people: dict[str, str], shop: str, version: int, source: str
) -> None:
    named = finding("货物占用通道", due=in_days(7), item="aisles")
    county.inspection(county.actor(people, WORKER), GRID, shop, FOUND, named, checklist_version=version)
    page = text(as_(WORKER), "hazard", named["id"])
    assert source in page
    assert ("不挨灯" in page) == (version == 1)


def test_a_hazard_elsewhere_is_not_there(as_: As) -> None:
    far = Hazard.objects.get(area=FAR)
    text(as_(HEAD), "hazard", far.id, status=404)
    for name in ("hazard_correct", "hazard_report", "hazard_settle"):
        assert as_(f"village_head@{SISTER}").post(reverse(f"desk:{name}", args=[far.id]), {}).status_code == 404


def test_one_is_corrected_at_the_desk_with_photos_and_the_duty_is_met(as_: As, people: dict[str, str], shop: str) -> None:
    hazard = find(people, shop, "安全出口堆放货物")
    page = correct(as_, HEAD, hazard, picture(1), picture(2), day=in_days(-2), note="货物已搬走")
    assert "整改已登记。" in page
    row = Hazard.objects.get(id=hazard.id)
    assert (row.state, timezone.localdate(row.corrected_at)) == ("corrected", TODAY - timedelta(days=2))
    uses = PhotoUse.objects.filter(role="after")
    assert {(use.source, use.place_reason) for use in uses} == {("gallery", "gallery")}
    assert all(stored(use.sha256) for use in uses)
    assert page.count("<img") == 4  # after, and in the history
    assert "货物已搬走" in page
    step = HazardEvent.objects.get(event="corrected")
    duty = next(one for one in board(COUNTY).standings if one.obligation.trigger == str(hazard.id))
    assert (str(step.id) in duty.records, str(duty.state)) == (True, "met")
    assert "隐患复核" in text(as_(HEAD), "obligation", duty.obligation.key)
    assert rebuild(check=True).differing == []


def test_what_stands_in_the_way_of_a_correction_is_said(as_: As, people: dict[str, str], shop: str) -> None:
    hazard = find(people, shop, "安全出口堆放货物")
    assert "选择至少一张整改后的照片。" in correct(as_, HEAD, hazard)
    assert "文件不是完整的照片。" in correct(as_, HEAD, hazard, SimpleUploadedFile("a.jpg", b"%PDF-1.7 no picture"))
    assert "空" in correct(as_, HEAD, hazard, SimpleUploadedFile("a.jpg", b"")).split('class="field-errors"')[1]
    assert "到今天之间的日期" in correct(as_, HEAD, hazard, picture(), day=in_days(-40))
    assert "到今天之间的日期" in correct(as_, HEAD, hazard, picture(), day=in_days(1))
    assert "一次最多 12 张" in correct(as_, HEAD, hazard, *(picture(seed) for seed in range(13)))
    assert not Entry.objects.filter(kind="hazard.corrected").exists()


def test_on_the_day_it_was_found_a_correction_comes_after_the_finding(as_: As, people: dict[str, str], shop: str) -> None:
    evening = timezone.make_aware(datetime.combine(TODAY - timedelta(days=5), datetime.min.time().replace(hour=19)))
    hazard = find(people, shop, "安全出口堆放货物", at=evening)
    correct(as_, HEAD, hazard, picture(), day=in_days(-5))
    assert [step.event for step in HazardEvent.objects.filter(hazard=hazard.id).order_by("occurred_at", "recorded_at")] == [
        "found",
        "corrected",
    ]


def test_one_is_reported_up_once(as_: As, people: dict[str, str], shop: str) -> None:
    hazard = find(people, shop, "疏散楼梯不够")
    assert "上报大队" in text(as_(WORKER), "hazard", hazard.id)
    page = post(as_(WORKER), "hazard_report", hazard.id, **{"report-note": ""})
    assert Hazard.objects.get(id=hazard.id).state == "open"
    page = post(as_(WORKER), "hazard_report", hazard.id, **{"report-note": "要改建筑，店主做不了主"})
    assert "已上报大队。" in page
    assert "要改建筑，店主做不了主" in page
    assert "这里改不了" not in page
    assert "已经上报过了" in post(as_(WORKER), "hazard_report", hazard.id, **{"report-note": "再报一次"})


def test_who_has_no_power_gets_no_form_and_is_refused_in_words(as_: As, people: dict[str, str], shop: str) -> None:
    hazard = find(people, shop, "安全出口堆放货物")
    client = as_(f"county_leader@{COUNTY}")
    page = text(client, "hazard", hazard.id)
    assert "登记整改" not in page
    assert "上报大队" not in page
    assert "没有这项权限" in post(client, "hazard_report", hazard.id, **{"report-note": "试一试"})


# Two ends


def test_two_ends_are_looked_at_and_settled_with_a_reason(as_: As, people: dict[str, str], shop: str) -> None:
    hazard = find(people, shop, "安全出口堆放货物")
    for by, sha256 in ((WORKER, "c"), (DEPUTY, "d")):
        done = {"hazard": str(hazard.id), "photos": [photo(sha256 * 64, "after")]}
        append(draft("hazard.corrected", GRID, done), county.actor(people, by))
    assert "待核对" in text(as_(HEAD), "hazards", query="?conflict=on")
    assert "不止一人登记了结果" in text(as_(WORKER), "hazard", hazard.id)
    assert 'id="settle"' not in text(as_(WORKER), "hazard", hazard.id)
    assert 'id="settle"' in text(as_(HEAD), "hazard", hazard.id)
    post(as_(HEAD), "hazard_settle", hazard.id, **{"settle-state": "open", "settle-note": ""})
    assert Hazard.objects.get(id=hazard.id).conflict
    said = {"settle-state": "open", "settle-note": "到现场看过，又堆上了，以现场为准"}
    assert "要填整改期限" in post(as_(HEAD), "hazard_settle", hazard.id, **said)
    page = post(as_(HEAD), "hazard_settle", hazard.id, **said, **{"settle-due": in_days(9)})
    row = Hazard.objects.get(id=hazard.id)
    assert (row.state, row.conflict, row.due.isoformat(), row.next_due.isoformat()) == ("open", False, in_days(9), in_days(9))
    assert "以现场为准" in page
    assert page.count('<span class="strong">整改完成</span>') == 2
    assert "没有需要核对的地方" in post(as_(HEAD), "hazard_settle", hazard.id, **{"settle-state": "corrected", "settle-note": "再核对"})


# Home and counts


def test_home_counts_what_is_left_and_leads_to_it(as_: As, people: dict[str, str], shop: str, django_assert_num_queries: Any) -> None:
    find(people, shop, "一", due=-3)
    find(people, shop, "二")
    find(people, shop, "三", "on_the_spot", after=[photo("a" * 64, "after")])
    scope = Scope((Place(GRID),))
    with django_assert_num_queries(1):
        assert counts(scope, TODAY) == {"open": 2, "late": 1, "conflict": 0}
    page = text(as_(WORKER), "home")
    assert "疑似隐患" in page
    assert "/hazards/?late=on" in page
    assert "/hazards/?conflict=on" not in page
    assert counts(scope, date(2020, 1, 1))["late"] == 0
