"""Referred hazards: a department signs for its own, answers them, and sees nothing else; what it needs to see, photos too, it does."""

import csv
import hashlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from tests import county
from tests.county import COUNTY, VILLAGE, finding, photo
from tests.desk.calls import CHIEF, HEAD, As, text
from tests.desk.test_hazard_steps import in_days, move, offered, take
from tests.photos.pictures import jpeg

from sanzhang.hazards.models import Hazard
from sanzhang.hazards.queries import steps_of
from sanzhang.journal.actors import Place, Scope
from sanzhang.photos import receiving
from sanzhang.photos.models import PhotoUse

GRID = VILLAGE + "001"
HOUSING, POLICE = f"department_head@{COUNTY}/housing", f"department_inspector@{COUNTY}/public_security"
WORKER = f"grid_worker@{GRID}"


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_STORE = tmp_path / "media"


def arrived(seed: int) -> str:
    """The name of a photo that is here."""
    content = jpeg(seed, (320, 240))
    sha256 = hashlib.sha256(content).hexdigest()
    upload = receiving.begin("test", sha256, len(content))
    receiving.take("test", upload.id, 0, [content])
    return sha256


@pytest.fixture
def two(people: dict[str, str]) -> list[Hazard]:
    """Two hazards of one inspection, each with a photo."""
    shop, at = county.place(GRID, "兴隆便民超市"), timezone.now() - timedelta(days=4)
    found = [finding(f"第{n}处", due=in_days(7), photos=[photo(arrived(seed))]) for n, seed in (("一", 1), ("二", 2))]
    county.inspection(county.actor(people, WORKER), GRID, shop, at, *found, name="兴隆便民超市")
    return [Hazard.objects.get(id=one["id"]) for one in found]


def refer(people: dict[str, str], hazard: Hazard, department: str = "housing") -> None:
    move(people, hazard, "referred", department=department, note="请督促产权单位改造楼梯。")


def test_a_department_sees_only_what_was_referred_to_it(as_: As, people: dict[str, str], two: list[Hazard]) -> None:
    assert "没有抄告的隐患。" in text(as_(HOUSING), "referrals")
    refer(people, two[0])
    page = text(as_(HOUSING), "referrals")
    assert "第一处" in page
    assert "第二处" not in page
    assert "还有 7 天" in page or "还有" in page
    assert "没有抄告的隐患。" in text(as_(POLICE), "referrals")
    for hazard, status in ((two[0], 200), (two[1], 404)):
        text(as_(HOUSING), "hazard", hazard.id, status=status)
        text(as_(POLICE), "hazard", hazard.id, status=404)
    assert "第一处" in text(as_(CHIEF), "referrals")
    assert "第一处" in text(as_(HEAD), "referrals")
    assert "第一处" not in text(as_(f"village_head@{county.FAR}"), "referrals")


def test_the_photos_of_a_referred_hazard_are_seen_and_no_others(as_: As, people: dict[str, str], two: list[Hazard]) -> None:
    named = [step.photos[0] for hazard in two for step in steps_of(hazard)]

    def seen(by: str, size: str) -> list[int]:
        return [as_(by).get(reverse("desk:photo", args=[sha256]) + f"?size={size}").status_code for sha256 in named]

    assert seen(HOUSING, "copy") == [404, 404]
    refer(people, two[0])
    for size in ("copy", "thumb", "mark"):
        assert seen(HOUSING, size) == [200, 404]
        assert seen(POLICE, size) == [404, 404]
    page = text(as_(HOUSING), "hazard", two[0].id)
    assert page.count(f"/photos/{named[0]}/?size=thumb") == 1
    assert named[1] not in page
    assert f"/inspections/{two[0].inspection}/" not in page
    text(as_(HOUSING), "inspection", two[0].inspection, status=404)
    assert PhotoUse.objects.filter(Scope((Place(COUNTY, "housing"),)).filter("area", "sector")).count() == 0


def test_a_referral_is_signed_for_and_answered_and_then_inspected_again(as_: As, people: dict[str, str], two: list[Hazard]) -> None:
    hazard, client = two[0], as_(HOUSING)
    refer(people, hazard)
    assert "待签收的抄告" in text(client, "home")
    assert offered(text(client, "hazard", hazard.id))[0] == "receipt"
    assert "没有填“处理意见”。" in take(client, hazard, "receipt", due=in_days(10))
    take(client, hazard, "receipt", note="已派人现场核查", due=in_days(10))
    assert "待签收的抄告" not in text(client, "home")
    after = SimpleUploadedFile("after.jpg", jpeg(3, (320, 240)), "image/jpeg")
    take(client, hazard, "answered", note="楼梯已改造", photos=[after])
    hazard.refresh_from_db()
    assert hazard.state == "rectified"
    assert offered(text(as_(CHIEF), "hazard", hazard.id))[0] == "reinspected"
    row = next(csv.DictReader(text(client, "referrals", query="?export=csv").lstrip("\ufeff").splitlines()))
    wanted = {
        "隐患": "第一处", "抄告部门": "旗住房和城乡建设局", "抄告日期": in_days(0), "签收日期": in_days(0), "答复日期": in_days(0), "情况": "已整改待复查",
        "抄告事由": "请督促产权单位改造楼梯。", "处理意见": "已派人现场核查", "办理结果": "楼梯已改造",
    }  # fmt: skip
    assert {name: row[name] for name in wanted} == wanted


def test_what_is_sent_back_is_seen_no_longer(as_: As, people: dict[str, str], two: list[Hazard]) -> None:
    refer(people, two[0])
    page = take(as_(HOUSING), two[0], "sent_back", note="不属本部门职责")
    assert "“退回抄告”已登记。" in page
    assert "没有抄告的隐患。" in page
    text(as_(HOUSING), "hazard", two[0].id, status=404)
    two[0].refresh_from_db()
    assert (two[0].state, two[0].referred_to) == ("taken", "")


def test_another_department_can_not_answer(as_: As, people: dict[str, str], two: list[Hazard]) -> None:
    refer(people, two[0])
    address = reverse("desk:hazard_step", args=[two[0].id, "receipt"])
    assert as_(POLICE).post(address, {"receipt-note": "x"}).status_code == 404
    assert "由收到抄告的部门负责" not in text(as_(HEAD), "hazard", two[0].id)
    assert "receipt" not in offered(text(as_(CHIEF), "hazard", two[0].id))
    assert offered(text(as_(f"emergency_bureau@{COUNTY}"), "hazard", two[0].id)) == ["pressed"], (
        "an office without a sector answers for nobody"
    )


@pytest.mark.parametrize(
    ("query", "seen"),
    [("?state=referred", "一"), ("?state=accepted", "二"), ("?department=housing", "一"), ("?late=on", ""), ("?mine=on", "")],
)
def test_the_list_is_narrowed(as_: As, people: dict[str, str], two: list[Hazard], query: str, seen: str) -> None:
    refer(people, two[0])
    refer(people, two[1], "public_security")
    move(people, two[1], "receipt", POLICE, note="已派人", due=in_days(9))
    page = text(as_(CHIEF), "referrals", query=query)
    assert [name for name in "一二" if f">第{name}处</a>" in page] == list(seen)
