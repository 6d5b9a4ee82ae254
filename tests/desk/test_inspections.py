"""Inspections at the desk: what was written down there is read here; a wrong one is withdrawn; what counts is shown where it counts."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from tests import county
from tests.county import COUNTY, FAR, SISTER, TOWN, VILLAGE, finding, photo
from tests.desk.calls import CHIEF, HEAD, As, post, text
from tests.photos.pictures import from_a_phone, sha256

from sanzhang.desk.checked import clock_words
from sanzhang.desk.evidence import evidence_lines
from sanzhang.hazards.models import Hazard, HazardEvent
from sanzhang.inspections.models import Inspection
from sanzhang.journal.actors import Place, Scope
from sanzhang.journal.append import append, append_each, draft
from sanzhang.photos import receiving
from sanzhang.records.models import Record
from sanzhang.standing.board import Board, board

GRID = VILLAGE + "001"
WORKER = f"grid_worker@{GRID}"


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_STORE = tmp_path / "media"


@pytest.fixture
def shop(people: dict[str, str]) -> str:
    return county.place(GRID, "兴隆便民超市", address="富民路 12 号")


def check(people: dict[str, str], shop: str, *findings: dict[str, object], by: str = WORKER, **more: object) -> str:
    at = timezone.now() - timedelta(hours=1)
    return county.inspection(county.actor(people, by), GRID, shop, at, *findings, name="兴隆便民超市", **more)


def tomorrow() -> str:
    return (timezone.localdate() + timedelta(days=1)).isoformat()


def kept(content: bytes) -> str:
    name = receiving.begin("keeper", sha256(content), len(content)).id
    receiving.take("keeper", name, 0, [content])
    return sha256(content)


def fresh() -> Board:
    return board(COUNTY)


# The list


def test_the_list_shows_ones_own_area_and_is_exported_with_both_times(as_: As, people: dict[str, str], shop: str) -> None:
    check(people, shop, finding("安全出口堆放货物", due=tomorrow()))
    page = text(as_(HEAD), "inspections")
    assert "兴隆便民超市" in page
    assert f"只属于{VILLAGE}的场所" in page
    assert f"只属于{SISTER}的场所" not in page
    lines = text(as_(HEAD), "inspections", query="?export=csv").splitlines()
    assert lines[0].lstrip("\ufeff") == "检查时间,送达时间,对象,检查方式,检查表,区域,检查人,发现,标记"
    assert len(lines) == 3


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("?q=xlbm", True),  # initials, as the register finds it
        ("?q=兴隆", True),
        ("?q=没有", False),
        (f"?area={TOWN}", True),
        ("?area=150624101", False),
        ("?evidence=daily_patrol", True),
        ("?evidence=joint_inspection", False),
        ("?person=网格员", True),
        ("?person=查无此人", False),
        ("?found=on", False),
        ("?since=2026-01-01", True),
        ("?until=2026-01-01", False),
        ("?since=nonsense", True),
    ],
)
def test_the_list_is_narrowed(as_: As, people: dict[str, str], shop: str, query: str, seen: bool) -> None:
    check(people, shop)
    assert ("兴隆便民超市" in text(as_(CHIEF), "inspections", query=query).split("<tbody>")[-1]) is seen


def test_an_empty_list_says_so(as_: As) -> None:
    assert "没有这样的检查。" in text(as_(CHIEF), "inspections", query="?until=2020-01-01")


def test_a_grid_is_called_the_same_everywhere(as_: As, people: dict[str, str], shop: str) -> None:
    made, client = check(people, shop), as_(HEAD)
    pages = [text(client, "inspections"), text(client, "inspection", made), text(client, "premises"), text(as_(WORKER), "home")]
    assert ["敖伦其日嘎嘎查 敖伦网格" in page for page in pages] == [True] * 4
    assert not [page for page in pages if "敖伦其日嘎嘎查敖伦网格<" in page]


# One inspection


def test_one_inspection_tells_everything(as_: As, people: dict[str, str], shop: str) -> None:
    check(
        people, shop, finding("货物堆到门口", item="aisles", due=tomorrow(), element=""),
        answers={"aisles": "problem", "fireworks": "none", "wiring": "fine"}, parties=["police_station"], departments=["housing"],
        present=[{"name": "其木格", "organisation": "兴隆便民超市"}], signature={"state": "refused", "name": "其木格", "sha256": ""},
        position={"lat": 39.1, "lon": 107.98, "accuracy": 12}, no_position="", note="已当面说明",
    )  # fmt: skip
    page = text(as_(HEAD), "inspection", Inspection.objects.latest("recorded_at").id)
    for words in (
        "小商店检查表", "第 1 版，15 项", "正常 13，有问题 1，不涉及 1", "货物堆到门口", "其木格（兴隆便民超市）", "现场负责人拒绝签字：其木格",
        "39.10000, 107.98000（误差约 12 米）", "已当面说明", "派出所", "《消防法》第27、28条", "当时的登记", f"/premises/{shop}/",
    ):  # fmt: skip
        assert words in page, words
    assert "待核" in page
    assert "日常排查" in page.split('id="serves"')[0]


def test_the_place_is_shown_as_it_was_beside_the_way_to_what_it_is(as_: As, people: dict[str, str], shop: str) -> None:
    made = check(people, shop)
    county.place(GRID, "改名超市", key=shop, base=str(Inspection.objects.get(id=made).id))
    page = text(as_(HEAD), "inspection", made)
    assert "兴隆便民超市" in page
    assert "改名超市" not in page
    assert f"/premises/{shop}/" in page


def test_a_clock_that_was_off_is_said_in_words(as_: As, people: dict[str, str], shop: str) -> None:
    at = timezone.now() - timedelta(hours=2)
    payload = {
        "checklist": "nine_small_shop", "checklist_version": 1, "evidence": "daily_patrol", "started_at": at.isoformat(), "no_position": "timeout",
        "place": {"type": "premises", "key": shop, "snapshot": {"name": "兴隆便民超市"}},
    }  # fmt: skip
    item = draft("inspection.made", GRID, payload, occurred_at=at)
    append_each([(item, county.actor(people, WORKER))], clock_offset=3900)
    page = text(as_(HEAD), "inspection", item.id)
    assert "手机时间慢 1 小时 5 分钟，已按服务器时间校正。" in page
    assert "没有位置：定位超时" in page
    assert "时钟校正" in text(as_(HEAD), "inspections")


@pytest.mark.parametrize(
    ("offset", "words"),
    [(0, ""), (150, "手机时间慢 2 分钟"), (-90_061, "手机时间快 1 天 1 小时"), (-7260, "手机时间快 2 小时 1 分钟")],
)
def test_offsets_in_words(offset: int, words: str) -> None:
    assert clock_words(offset).startswith(words)
    assert bool(clock_words(offset)) is bool(words)


def test_of_a_home_only_the_number_and_no_point_is_shown(as_: As, people: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    home = county.household(GRID, "017")
    at = timezone.now()
    picture = kept(from_a_phone())
    payload = {
        "checklist": "home_visit", "checklist_version": 1, "evidence": "home_visit", "started_at": at.isoformat(),
        "position": {"lat": 39.12345, "lon": 107.98, "accuracy": 9}, "place": {"type": "household", "key": home, "snapshot": {"number": "017"}},
        "photos": [photo(picture, "scene", no_position="", position={"lat": 39.12345, "lon": 107.98, "accuracy": 9})],
    }  # fmt: skip
    item = draft("inspection.made", GRID, payload, occurred_at=at)
    append(item, county.actor(people, WORKER))
    page = text(as_(HEAD), "inspection", item.id)
    assert "住户 017" in page
    assert "住户的位置不保存" in page
    assert "39.1234" not in page
    assert "住户 017" in text(as_(HEAD), "inspections")
    assert "检查记录" in text(as_(HEAD), "household", home)
    bands: list[str] = []
    monkeypatch.setattr(
        "sanzhang.desk.pages.photos.watermarked", lambda sha256, lines: b"".join(bands.append(line) or b"" for line in lines)
    )
    assert as_(HEAD).get(f"/photos/{picture}/?size=mark").status_code == 200
    assert "住户 017" in bands[1]
    assert not [line for line in bands if "39.1" in line or "107.98" in line]


def test_an_inspection_elsewhere_is_not_there(as_: As) -> None:
    far = Inspection.objects.get(area=FAR)
    text(as_(HEAD), "inspection", far.id, status=404)
    assert as_(HEAD).post(reverse("desk:inspection_withdraw", args=[far.id]), {"reason": "试"}).status_code == 404


# Withdrawing


def test_withdrawing_takes_the_hazards_along_and_uncounts_the_duties(as_: As, people: dict[str, str], shop: str) -> None:
    made = check(people, shop, finding("安全出口堆放货物", due=tomorrow()))
    hazard = Hazard.objects.get(inspection=made)
    before = fresh()
    assert before.counted_for[made]
    assert [one for one in before.standings if one.obligation.trigger == str(hazard.id)]
    assert "记错了？撤回" in text(as_(WORKER), "inspection", made)
    assert "记错了？撤回" not in text(as_(f"grid_chief@{GRID}"), "inspection", made)
    page = post(as_(WORKER), "inspection_withdraw", made, reason="记错了门店")
    assert "原因：记错了门店" in page
    assert "这次检查现在不计入任何职责。" in page
    assert "它仍是有效的工作记录。" not in page
    assert Hazard.objects.get(inspection=made).state == "withdrawn"
    assert list(HazardEvent.objects.filter(hazard=hazard.id, withdrawn_at__isnull=True).values_list("event", flat=True)) == ["withdrawn"]
    after = fresh()
    assert made not in after.counted_for
    assert not [one for one in after.standings if one.obligation.trigger == str(hazard.id)]
    assert "已撤回" in text(as_(HEAD), "inspections")
    assert "发现它的检查已经撤回" in text(as_(HEAD), "hazard", hazard.id)


def test_a_withdrawn_record_is_not_called_valid(as_: As) -> None:
    page = post(as_(HEAD), "record_withdraw", Record.objects.get(area=VILLAGE).id, reason="记错了村")
    assert "这条记录现在不计入任何职责。" in page
    assert "它仍是有效的工作记录。" not in page


def test_the_superior_withdraws_with_a_reason(as_: As, people: dict[str, str], shop: str) -> None:
    made = check(people, shop)
    client = as_(HEAD)
    page = post(client, "inspection_withdraw", made, reason=" ")
    assert "没有写明撤回原因" in page
    assert not Inspection.objects.get(id=made).withdrawn_at
    post(client, "inspection_withdraw", made, reason="人不在现场")
    assert Inspection.objects.get(id=made).withdrawn_at
    assert "这次检查已经撤回" in post(client, "inspection_withdraw", made, reason="再撤一次")


# What counts


def test_an_inspection_shows_the_duties_it_counts_for_and_they_lead_back(as_: As, people: dict[str, str], shop: str) -> None:
    made = check(people, shop)
    standing = fresh().counted_for[made][0]
    page = text(as_(HEAD), "inspection", made)
    assert reverse("desk:obligation", args=[standing.obligation.key]) in page
    back = text(as_(HEAD), "obligation", standing.obligation.key)
    assert reverse("desk:inspection", args=[made]) in back
    assert "兴隆便民超市" in back


def test_lines_lead_to_records_inspections_and_steps_and_hide_only_what_is_elsewhere(
    as_: As, people: dict[str, str], shop: str, django_assert_num_queries: Any
) -> None:
    made = check(people, shop, finding("出口上锁", "cannot"), finding("货物堆到门口", due=tomorrow()))
    record = county.record(county.actor(people, HEAD), "joint_inspection", VILLAGE, datetime(2026, 6, 11, tzinfo=UTC).date())
    hazards = [str(id) for id in Hazard.objects.filter(inspection=made).values_list("id", flat=True)]
    reported = HazardEvent.objects.get(event="reported")
    far = str(Inspection.objects.get(area=FAR).id)
    ids = [made, record, *hazards, str(reported.id), far, str(uuid4())]
    here = fresh()
    scope = Scope((Place(VILLAGE),))
    with django_assert_num_queries(5):
        lines = evidence_lines(scope, here, ids)
    assert {line.id for line in lines} == {made, record, *hazards, str(reported.id)}
    assert [line.day for line in lines] == sorted(line.day for line in lines)
    urls = {line.id: line.url for line in lines}
    assert urls[str(reported.id)] == reverse("desk:hazard", args=[reported.hazard])
    assert urls[record] == reverse("desk:record", args=[record])
    assert {line.kind for line in lines} >= {"日常排查", "联合检查", "发现隐患", "隐患上报大队"}
    with django_assert_num_queries(0):
        assert evidence_lines(scope, here, []) == []


def test_ids_that_count_lead_on_from_the_records_page(as_: As, people: dict[str, str], shop: str) -> None:
    made = check(people, shop, finding("出口上锁", "cannot"))
    hazard, step = Hazard.objects.get(inspection=made), HazardEvent.objects.get(event="reported")
    client = as_(HEAD)
    for id, there in (
        (made, reverse("desk:inspection", args=[made])),
        *((one, reverse("desk:hazard", args=[hazard.id])) for one in (hazard.id, step.id)),
    ):
        answer = client.get(reverse("desk:record", args=[id]))
        assert (answer.status_code, answer["Location"]) == (302, there)
    for far in (Inspection.objects.get(area=FAR).id, Hazard.objects.get(area=FAR).id, uuid4()):
        assert client.get(reverse("desk:record", args=[far])).status_code == 404
    assert reverse("desk:inspections") in text(client, "records")


# Photos


def test_photos_are_shown_as_copies_to_those_who_see_the_place(as_: As, people: dict[str, str], shop: str) -> None:
    original = from_a_phone()
    picture = kept(original)
    made = check(people, shop, finding("出口上锁", due=tomorrow(), photos=[photo(picture)]), photos=[photo("f" * 64, "scene")])
    page = text(as_(HEAD), "inspection", made)
    assert f'src="/photos/{picture}/?size=thumb"' in page
    assert 'loading="lazy"' in page
    assert "照片 1：出口上锁" in page
    assert "照片还没有送达" in page
    assert f"/photos/{'f' * 64}/" not in page
    for query in ("", "?size=thumb", "?size=copy", "?size=nonsense"):
        answer = as_(HEAD).get(f"/photos/{picture}/{query}")
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
        assert b"Secret" not in answer.content
        assert b"Exif" not in answer.content
    marked = as_(HEAD).get(f"/photos/{picture}/?size=mark")
    assert marked.status_code in (200, 404)  # the second where no Chinese font is installed
    assert as_(f"village_head@{SISTER}").get(f"/photos/{picture}/").status_code == 404
    assert as_(f"system_admin@{COUNTY}").get(f"/photos/{picture}/").status_code == 403
    missing = as_(HEAD).get(f"/photos/{'f' * 64}/")
    assert (missing.status_code, "还没有上传" in missing.content.decode()) == (404, True)


# Places


def test_a_place_lists_what_was_inspected_and_found_there(as_: As, people: dict[str, str], shop: str) -> None:
    page = text(as_(HEAD), "premises_one", shop)
    assert "还没有检查过。" in page
    for _ in range(9):
        check(people, shop, finding("安全出口堆放货物", due=tomorrow()))
    page = text(as_(HEAD), "premises_one", shop)
    assert page.count("/inspections/0") == 8
    assert f"/inspections/?place={shop}" in page
    assert page.count("安全出口堆放货物") == 8
    assert "共 <b>9</b> 条" in text(as_(HEAD), "inspections", query=f"?place={shop}")
