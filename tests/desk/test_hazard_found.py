"""A hazard found outside an inspection is registered at the desk: where, by whom, what each way of dealing with it asks for, and from a citizen's report."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests import county
from tests.county import COUNTY, FAR, VILLAGE
from tests.desk.calls import CHIEF, HEAD, As, post, text
from tests.desk.test_hazard_steps import GRID, OFFICER, WORKER, in_days
from tests.photos.pictures import jpeg

from sanzhang.cases.models import Case, CaseStep
from sanzhang.hazards.models import Hazard, HazardEvent
from sanzhang.journal.actors import system_actor
from sanzhang.journal.append import append, draft
from sanzhang.journal.models import Entry
from sanzhang.journal.rebuild import rebuild
from sanzhang.packs import checklists
from sanzhang.photos.models import PhotoUse

LEADER = f"county_leader@{COUNTY}"


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_STORE = tmp_path / "media"


@pytest.fixture
def shop(people: dict[str, str]) -> str:
    return county.place(GRID, "兴隆便民超市")


def picture(seed: int = 1, name: str = "现场.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, jpeg(seed), "image/jpeg")


def at(type: str, key: str, **more: object) -> str:
    return f"?place={type}:{key}" + "".join(f"&{name}={value}" for name, value in more.items())


def given(**more: object) -> dict[str, object]:
    return {"text": "安全出口上锁", "severity": "serious", "action": "by_date", "due": in_days(7), "occurred_on": in_days(0), **more}


def test_it_is_registered_with_all_that_was_given(as_: As, people: dict[str, str], shop: str) -> None:
    page = post(as_(HEAD), "hazard_new", query=at("premises", shop), **given(photos=[picture()], item="nine_small_shop/aisles"))
    assert "隐患已登记。" in page
    hazard = Hazard.objects.get(text="安全出口上锁")
    assert (hazard.area, hazard.place_key, hazard.place_name, hazard.inspection) == (GRID, shop, "兴隆便民超市", None)
    assert (hazard.severity, hazard.state, hazard.due.isoformat()) == ("serious", "open", in_days(7))
    assert (hazard.checklist, hazard.item) == ("nine_small_shop", "aisles")
    assert "检查之外发现" in page
    assert "小商店" in page.split("检查项")[1].split("</dd>")[0]
    assert "<img" in page.split("<h3>整改前</h3>")[1].split("</div>")[0]
    assert rebuild(check=True).differing == []


def test_the_element_is_the_items_unless_another_is_chosen(as_: As, people: dict[str, str], shop: str) -> None:
    page = text(as_(OFFICER), "hazard_new", query=at("premises", shop))
    assert "2017:7.3.6" in page
    known = next(item for item in checklists()["nine_small_shop"].items if item.element)
    item = f"nine_small_shop/{known.id}"
    post(as_(OFFICER), "hazard_new", query=at("premises", shop), **given(text="一", item=item))
    post(as_(OFFICER), "hazard_new", query=at("premises", shop), **given(text="二", item=item, element="2017:7.3.6"))
    assert Hazard.objects.get(text="二").element == "2017:7.3.6"
    assert Hazard.objects.get(text="一").element == known.element != "2017:7.3.6"


def test_what_was_corrected_on_the_spot_is_shown_by_a_second_photo(as_: As, people: dict[str, str], shop: str) -> None:
    client = as_(HEAD)
    page = post(client, "hazard_new", query=at("premises", shop), **given(action="on_the_spot", due="", photos=[picture(1)]))
    assert "当场改好的，要有一张整改后的照片。" in page
    assert Hazard.objects.filter(text="安全出口上锁").count() == 0
    kept = page.split('name="photos-kept" value="')[1].split('"')[0]
    again = given(action="on_the_spot", due="", after=[picture(2)]) | {"photos-kept": [kept]}
    post(client, "hazard_new", query=at("premises", shop), **again)
    hazard = Hazard.objects.get(text="安全出口上锁")
    assert (hazard.state, hazard.ended) == ("corrected", True)
    assert list(PhotoUse.objects.filter(entry=hazard.entry).order_by("role").values_list("role", flat=True)) == ["after", "before"]
    assert PhotoUse.objects.get(entry=hazard.entry, role="before").sha256 == kept


def test_what_cannot_be_corrected_here_is_reported_up_at_once(as_: As, people: dict[str, str], shop: str) -> None:
    post(as_(WORKER), "hazard_new", query=at("premises", shop), **given(action="cannot", due=""))
    hazard = Hazard.objects.get(text="安全出口上锁")
    assert hazard.state == "reported"
    assert sorted(HazardEvent.objects.filter(hazard=hazard.id).values_list("event", flat=True)) == ["found", "reported"]


def test_everything_that_is_wrong_is_said_at_its_field(as_: As, people: dict[str, str], shop: str) -> None:
    def refused(**more: object) -> str:
        page = post(as_(HEAD), "hazard_new", query=at("premises", shop), **given(**more))
        assert not Hazard.objects.filter(text="安全出口上锁").exists()
        return page

    assert "限期整改要写明期限。" in refused(due="")
    assert "期限早于发现的日期。" in refused(due=in_days(-1))
    assert "只有限期整改才有期限。" in refused(action="cannot")
    assert "没有当场改好，就没有整改后的照片。" in refused(after=[picture()])
    assert "日期在今天之后。" in refused(occurred_on=in_days(1))
    assert "安全出口上锁" in refused(action="")
    page = post(as_(HEAD), "hazard_new", query=at("premises", shop), **given(text=""))
    assert 'id="id_text_error"' in page


def test_at_a_home_no_position_is_kept_and_the_page_says_what_not_to_write(as_: As, people: dict[str, str]) -> None:
    home = county.household(GRID, "H-7")
    page = text(as_(WORKER), "hazard_new", query=at("household", home))
    assert "这里是住户：不要写姓名、电话和住址" in page
    assert 'name="element"' not in page
    post(as_(WORKER), "hazard_new", query=at("household", home), **given(photos=[picture()]))
    hazard = Hazard.objects.get(text="安全出口上锁")
    use = PhotoUse.objects.get(entry=hazard.entry)
    assert (use.lat, use.lon) == (None, None)
    assert '"lat"' not in Entry.objects.get(id=hazard.entry).body
    assert hazard.place_name == "H-7"
    assert f'href="/hazards/new/?place=household%3A{home}"' in text(as_(WORKER), "household", home)


def test_it_is_reached_from_the_list_and_from_the_place(as_: As, people: dict[str, str], shop: str) -> None:
    assert 'href="/hazards/new/"' in text(as_(HEAD), "hazards")
    assert "登记疑似隐患" in text(as_(WORKER), "hazards")
    address = f'href="/hazards/new/?place=premises%3A{shop}"'
    assert address in text(as_(HEAD), "premises_one", shop)
    page = text(as_(HEAD), "hazard_new", query="?q=兴隆")
    assert f"?place=premises%3A{shop}" in page
    assert f'value="area:{GRID}"' in page
    assert f'value="area:{county.TOWN}"' not in text(as_(CHIEF), "hazard_new")


def test_only_posts_with_the_power_are_offered_it_and_only_at_their_places(as_: As, people: dict[str, str], shop: str) -> None:
    assert "/hazards/new/" not in text(as_(LEADER), "hazards")
    assert "/hazards/new/" not in text(as_(LEADER), "premises_one", shop)
    text(as_(LEADER), "hazard_new", status=403)
    text(as_(LEADER), "hazard_new", query=at("premises", shop), status=403)
    far = county.place(FAR, "远处的店")
    for query in (at("premises", far), at("area", FAR), at("premises", "no-such-place"), "?place=nonsense"):
        text(as_(HEAD), "hazard_new", query=query, status=404)
        assert as_(HEAD).post(reverse("desk:hazard_new") + query, given()).status_code == 404
    text(as_(CHIEF), "hazard_new", query=at("area", county.TOWN), status=403)  # a hazard lies where somebody near answers for it


def report(shop: str, note: str = "楼道堆放杂物，安全出口上锁") -> Case:
    id = county.case("report", "received", GRID, shop, name="兴隆便民超市", note=note, result="12345")
    return Case.objects.get(id=id)


def confirm(case: Case) -> None:
    payload = {"case": str(case.id), "event": "confirmed", "note": "属实", "photos": [county.photo("c" * 64, "scene")]}
    append(draft("case.moved", case.area, payload), system_actor())


def test_from_a_report_found_true_it_is_registered_and_linked_at_once(as_: As, people: dict[str, str], shop: str) -> None:
    case = report(shop)
    assert "/hazards/new/" not in text(as_(HEAD), "case", case.id)
    confirm(case)
    page = text(as_(HEAD), "case", case.id)
    assert f'href="/hazards/new/?place=premises%3A{shop}&amp;case={case.id}"' in page
    query = at("premises", shop, case=case.id)
    form = text(as_(HEAD), "hazard_new", query=query)
    assert "楼道堆放杂物，安全出口上锁</textarea>" in form
    assert "登记后自动关联到这件举报。" in form
    page = post(as_(HEAD), "hazard_new", query=query, **given(text="楼道堆放杂物"))
    hazard = Hazard.objects.get(text="楼道堆放杂物")
    case.refresh_from_db()
    assert (case.hazards, case.state) == ([str(hazard.id)], "confirmed")
    assert CaseStep.objects.get(case=case.id, event="linked").data == {"hazards": [str(hazard.id)]}
    assert "关联隐患" in page.split('class="timeline"')[1]
    assert f"/hazards/{hazard.id}/" in page
    assert "所属事项" in text(as_(HEAD), "hazard", hazard.id)
    assert rebuild(check=True).differing == []


def test_a_hazard_that_is_known_already_is_linked_without_a_second_one(as_: As, people: dict[str, str], shop: str) -> None:
    case = report(shop)
    confirm(case)
    assert 'id="step-linked"' not in text(as_(HEAD), "case", case.id)
    post(as_(HEAD), "hazard_new", query=at("premises", shop), **given())
    hazard = Hazard.objects.get(text="安全出口上锁")
    assert 'id="step-linked"' in text(as_(HEAD), "case", case.id)
    case.refresh_from_db()
    fields = {"linked-seen": case.entry, "linked-occurred_on": in_days(0)}
    assert 'id="id_linked-hazards_error"' in post(as_(HEAD), "case_step", case.id, "linked", **fields)
    post(as_(HEAD), "case_step", case.id, "linked", **fields, **{"linked-hazards": [hazard.id]})
    case.refresh_from_db()
    assert case.hazards == [str(hazard.id)]


def test_a_case_of_another_place_or_at_another_step_takes_no_hazard(as_: As, people: dict[str, str], shop: str) -> None:
    case = report(shop)
    text(as_(HEAD), "hazard_new", query=at("premises", shop, case=case.id), status=404)
    confirm(case)
    other = county.place(GRID, "另一家店")
    page = post(as_(HEAD), "hazard_new", query=at("premises", other, case=case.id), **given())
    assert "不在这个地点" in page
    assert not Hazard.objects.filter(text="安全出口上锁").exists()
    text(as_(HEAD), "hazard_new", query=at("premises", shop, case="nonsense"), status=404)
    text(as_(HEAD), "hazard_new", query=at("area", VILLAGE), status=200)
