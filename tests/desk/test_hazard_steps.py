"""Steps about a hazard at the desk: who may take which, what each asks for, what follows, and two offices at once."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests import county
from tests.county import COUNTY, FAR, VILLAGE, finding, photo
from tests.desk.calls import CHIEF, HEAD, As, post, text
from tests.photos.pictures import jpeg

from sanzhang.hazards.models import Hazard, HazardEvent
from sanzhang.journal.append import append, draft
from sanzhang.journal.rebuild import rebuild

GRID = VILLAGE + "001"
WORKER, OFFICER = f"grid_worker@{GRID}", f"brigade_officer@{COUNTY}"
TODAY = timezone.localdate()
FOUND = timezone.now() - timedelta(days=20)


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_STORE = tmp_path / "media"


@pytest.fixture
def shop(people: dict[str, str]) -> str:
    return county.place(GRID, "兴隆便民超市")


def in_days(days: int) -> str:
    return (TODAY + timedelta(days=days)).isoformat()


def find(people: dict[str, str], shop: str, text: str = "安全出口堆放货物", days_ago: int = 20, **more: object) -> Hazard:
    at = timezone.now() - timedelta(days=days_ago)
    named = finding(text, due=in_days(7), **more)
    county.inspection(county.actor(people, WORKER), GRID, shop, at, named, name="兴隆便民超市")
    return Hazard.objects.get(id=named["id"])


def take(client: Client, hazard: Hazard, event: str, seen: object = None, **given: object) -> str:
    """Send the form of a step as the page has it; ``seen`` as it was when the page was shown, by default now."""
    hazard.refresh_from_db()
    fields = {"seen": seen or hazard.entry, "occurred_on": in_days(0), **given}
    return post(client, "hazard_step", hazard.id, event, **{f"{event}-{name}": value for name, value in fields.items()})


def offered(page: str) -> list[str]:
    """The steps that a page offers, the expected one first."""
    return re.findall(r'id="step-(\w+)"', page)


def move(people: dict[str, str], hazard: Hazard, event: str, by: str = CHIEF, **given: object) -> None:
    append(draft("hazard.moved", hazard.area, {"hazard": str(hazard.id), "event": event, **given}), county.actor(people, by))


def picture(seed: int = 1) -> SimpleUploadedFile:
    return SimpleUploadedFile("复查.jpg", jpeg(seed, (320, 240)), "image/jpeg")


@pytest.mark.parametrize(
    ("by", "steps"),
    [
        (WORKER, ["corrected", "urged", "extension_asked", "rectified", "reported"]),
        (HEAD, ["corrected", "urged", "extension_asked", "rectified", "reported", "withdrawn"]),
        (
            OFFICER,
            ["corrected", "urged", "extension_asked", "rectified", "reported", "taken", "ordered_now", "ordered", "referred", "withdrawn"],
        ),
        (f"county_leader@{COUNTY}", []),
    ],
)
def test_each_is_offered_what_the_table_lets_his_post_do(as_: As, people: dict[str, str], shop: str, by: str, steps: list[str]) -> None:
    page = text(as_(by), "hazard", find(people, shop).id)
    assert offered(page) == steps
    assert ("这一步不由您的岗位办理" in page) is not bool(steps)


def test_the_page_says_who_owes_the_next_step_and_by_when(as_: As, people: dict[str, str], shop: str) -> None:
    hazard = find(people, shop)
    page = text(as_(HEAD), "hazard", hazard.id)
    assert "属地（网格、嘎查村社区）" in page
    assert "还有 7 天" in page
    move(people, hazard, "taken")
    page = text(as_(HEAD), "hazard", hazard.id)
    assert "消防救援大队" in page
    assert "依据：自检查之日起三个工作日内制作送达" in page
    assert offered(text(as_(OFFICER), "hazard", hazard.id))[0] == "ordered"


def test_what_follows_is_said_beside_the_form_with_its_grade(as_: As, people: dict[str, str], shop: str) -> None:
    page = text(as_(OFFICER), "hazard", find(people, shop).id)
    referral = page.split('id="step-referred"')[1].split("</details>")[0]
    assert "文书：隐患抄告函" in referral
    assert "下一步是“签收抄告”，由收到抄告的部门负责。期限：5 个工作日内" in referral
    assert "待核" in referral
    assert "/parameters/#referral_workdays" in referral
    order = page.split('id="step-ordered"')[1].split("</details>")[0]
    assert "期限：到填写的“改正期限”" in order
    assert "待核" not in order


def test_an_order_is_recorded_with_its_number_and_sets_the_deadline(as_: As, people: dict[str, str], shop: str) -> None:
    hazard = find(people, shop)
    page = take(as_(OFFICER), hazard, "ordered", number="鄂消限〔2026〕7号", due=in_days(10))
    assert "“责令限期改正”已登记。" in page
    assert "大队尚未认定" not in page
    history = page.split('class="timeline"')[1].split("</ol>")[0]
    assert "责令限期改正通知书" in history
    assert "鄂消限〔2026〕7号" in history
    hazard.refresh_from_db()
    assert (hazard.state, hazard.next_due.isoformat(), hazard.due.isoformat()) == ("ordered", in_days(10), in_days(10))
    assert rebuild(check=True).differing == []


def test_everything_that_is_missing_is_said_at_once_and_nothing_typed_is_lost(as_: As, people: dict[str, str], shop: str) -> None:
    hazard = find(people, shop)
    page = take(as_(OFFICER), hazard, "ordered", number="", due=in_days(-1))
    assert "没有填“文书编号”。" in page
    assert "早于这一步的日期" in page
    assert f'value="{in_days(-1)}"' in page
    page = take(as_(OFFICER), hazard, "referred", department="housing", note="")
    assert "没有填“抄告事由”。" in page
    assert '<option value="housing" selected>' in page
    page = take(as_(OFFICER), hazard, "ordered", number="一号", due=in_days(5), occurred_on=in_days(-30))
    assert "到今天之间的日期" in page
    assert Hazard.objects.get(id=hazard.id).state == "open"


def test_a_re_inspection_is_shown_by_photos_and_ends_it(as_: As, people: dict[str, str], shop: str) -> None:
    hazard = find(people, shop)
    take(as_(OFFICER), hazard, "ordered", number="一号", due=in_days(5))
    take(as_(HEAD), hazard, "rectified", note="货物已经搬走")
    assert "没有复查照片。" in take(as_(OFFICER), hazard, "reinspected")
    page = take(as_(OFFICER), hazard, "reinspected", photos=[picture()])
    hazard.refresh_from_db()
    assert (hazard.state, hazard.ended) == ("corrected", True)
    assert "已经办结，没有下一步。" in page
    assert "<img" in page.split("<h3>整改后</h3>")[1].split("</div>")[0]


def test_whoever_was_slower_gets_the_page_again_with_what_he_typed(as_: As, people: dict[str, str], shop: str) -> None:
    hazard = find(people, shop)
    before = hazard.entry
    take(as_(OFFICER), hazard, "taken")
    page = take(as_(CHIEF), hazard, "ordered", seen=before, number="鄂消限〔2026〕9号", due=in_days(6))
    assert "别人已经办理了一步" in page
    assert 'value="鄂消限〔2026〕9号"' in page
    hazard.refresh_from_db()
    assert hazard.state == "taken"
    assert f'name="ordered-seen" value="{hazard.entry}"' in page
    take(as_(CHIEF), hazard, "ordered", number="鄂消限〔2026〕9号", due=in_days(6))
    assert Hazard.objects.get(id=hazard.id).state == "ordered"


def test_what_can_not_be_done_any_more_is_kept_to_be_copied(as_: As, people: dict[str, str], shop: str) -> None:
    hazard = find(people, shop)
    before = hazard.entry
    take(as_(OFFICER), hazard, "taken")
    page = take(as_(WORKER), hazard, "urged", seen=before, note="已经当面督促店主")
    assert "别人已经办理了一步" in page
    assert "您刚才填的内容" in page
    assert "已经当面督促店主" in page
    assert HazardEvent.objects.filter(hazard=hazard.id, event="urged").count() == 0


def test_who_may_not_is_refused_in_words(as_: As, people: dict[str, str], shop: str) -> None:
    hazard = find(people, shop)
    assert "没有这项权限" in take(as_(WORKER), hazard, "taken")
    assert "没有这项权限" in take(as_(HEAD), hazard, "ordered", number="一号", due=in_days(3))
    far = Hazard.objects.get(area=FAR)
    assert as_(HEAD).post(reverse("desk:hazard_step", args=[far.id, "urged"]), {}).status_code == 404
    assert as_(CHIEF).post(reverse("desk:hazard_step", args=[hazard.id, "no_such_step"]), {}).status_code == 404


def test_the_same_again_is_proposed_to_be_linked_and_linked_by_a_person(as_: As, people: dict[str, str], shop: str) -> None:
    first = find(people, shop, days_ago=60, item="aisles", text="货物堆到门口")
    other = find(people, shop, "没有灭火器", days_ago=50)
    again = find(people, shop, "又堆到门口", days_ago=3, item="aisles")
    page = text(as_(HEAD), "hazard", again.id)
    assert "这里以前发现过同样的问题" in page
    proposed = page.split('id="alike"')[1].split("</section>")[0]
    assert f"/hazards/{first.id}/" in proposed
    assert "这里以前发现过同样的问题" not in text(as_(HEAD), "hazard", other.id)
    page = take(as_(HEAD), again, "linked", earlier=first.id)
    assert "这里以前发现过同样的问题" not in page
    assert "同一处的前后" in page
    assert f"/hazards/{again.id}/" in text(as_(HEAD), "hazard", first.id)


def test_a_possible_element_leads_those_who_may_to_a_determination(as_: As, people: dict[str, str], shop: str) -> None:
    hazard = find(people, shop, element="2017:7.3.6")
    page = text(as_(OFFICER), "hazard", hazard.id)
    assert f"/cases/listing/new/?place=premises%3A{shop}&amp;hazards={hazard.id}" in page
    assert "提出判定" not in text(as_(HEAD), "hazard", hazard.id)
    county.case("listing", "proposed", GRID, shop, county.actor(people, OFFICER), note="x", hazards=[str(hazard.id)])
    page = text(as_(OFFICER), "hazard", hazard.id)
    assert "提出判定</a>" not in page
    assert "所属事项" in page


def test_the_board_asks_for_what_waits_for_me(as_: As, people: dict[str, str], shop: str) -> None:
    find(people, shop, "待整改的")
    hazard = find(people, shop, "上报的", days_ago=5)
    append(draft("hazard.reported", GRID, {"hazard": str(hazard.id), "note": "x"}), county.actor(people, WORKER))
    mine = {by: text(as_(by), "hazards", query="?mine=on") for by in (WORKER, OFFICER, f"county_leader@{COUNTY}")}
    assert ["待整改的" in mine[WORKER], "上报的" in mine[WORKER]] == [True, False]
    assert ["待整改的" in mine[OFFICER], "上报的" in mine[OFFICER]] == [False, True]
    assert "没有这样的隐患。" in mine[f"county_leader@{COUNTY}"]
    assert "我可办的隐患" in text(as_(OFFICER), "home")
    assert "我可办的疑似隐患" in text(as_(WORKER), "home")
    assert "我可办的" not in text(as_(f"county_leader@{COUNTY}"), "home")


def test_a_long_name_and_a_long_text_stay_whole(as_: As, people: dict[str, str]) -> None:
    name = "鄂托克旗乌兰镇敖伦其日嘎嘎查ᠠᠭᠤᠯᠠ民族特色餐饮住宿娱乐综合服务中心（敖伦其日嘎分店二号楼三层至五层）"
    shop = county.place(GRID, name)
    named = finding("疏散走道、楼梯间、安全出口长期堆放货物、家具、电动自行车和酒瓶，" * 6, due=in_days(7))
    county.inspection(county.actor(people, WORKER), GRID, shop, FOUND, named, name=name)
    page = text(as_(CHIEF), "hazard", named["id"])
    assert name in page
    assert str(named["text"]) in page
    assert name in text(as_(CHIEF), "hazards")


def test_photos_before_and_after_are_shown_once_each(as_: As, people: dict[str, str], shop: str) -> None:
    hazard = find(people, shop, photos=[photo("b" * 64)])
    page = text(as_(HEAD), "hazard", hazard.id)
    assert page.split("<h3>整改前</h3>")[1].split("</div>")[0].count("照片还没有送达") == 1
    assert "还没有整改后的照片。" in page
