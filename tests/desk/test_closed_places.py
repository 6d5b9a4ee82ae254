"""Premises out of business while a major hazard there is going on: both pages say so, and which step stops the clock."""

import pytest
from tests import county
from tests.county import COUNTY, VILLAGE
from tests.desk.calls import HEAD, As, post, text

from sanzhang.cases.models import Case
from sanzhang.journal.actors import system_actor
from sanzhang.journal.append import append, draft
from sanzhang.premises.models import Premises

GRID, OFFICER = VILLAGE + "001", f"brigade_officer@{COUNTY}"
CLOSED = "这里登记为停业，但重大火灾隐患还在办理"


@pytest.fixture
def shop(people: dict[str, str]) -> str:
    return county.place(GRID, "金色年华歌舞厅", kind="entertainment")


def listing(people: dict[str, str], shop: str, *events: str) -> Case:
    id = county.case("listing", "proposed", GRID, shop, county.actor(people, OFFICER), name="金色年华歌舞厅", note="只有一个安全出口")
    for event in events:
        people_there = {"people": ["甲", "乙", "丙"]} if event == "discussed" else {}
        payload = {"case": id, "event": event, "note": "按程序办理", **people_there}
        append(draft("case.moved", GRID, payload), system_actor())
    return Case.objects.get(id=id)


def close(client: object, shop: str, closed: str = "1") -> str:
    entry = Premises.objects.get(key=shop, superseded_at__isnull=True).entry
    return post(client, "premises_close", shop, closed=closed, base=entry)  # type: ignore[arg-type]


def test_whoever_closes_a_place_is_told_before_and_after(as_: As, people: dict[str, str], shop: str) -> None:
    case = listing(people, shop, "discussed", "determined")
    before = text(as_(HEAD), "premises_one", shop)
    assert "名册里停业不会停止期限，还要由大队办理“停业，暂停督办”。标为停业？" in before
    assert CLOSED not in before
    page = close(as_(HEAD), shop)
    assert page.count(CLOSED) == 1
    assert f'href="/case/{case.id}/#step-paused"' in page
    assert "名册里停业不会停止期限" in text(as_(HEAD), "premises_remove", shop)


def test_the_page_of_the_listing_says_so_too_and_offers_the_step(as_: As, people: dict[str, str], shop: str) -> None:
    case = listing(people, shop, "discussed", "determined")
    assert CLOSED not in text(as_(OFFICER), "case", case.id)
    close(as_(HEAD), shop)
    page = text(as_(OFFICER), "case", case.id)
    assert CLOSED in page
    assert 'id="step-paused"' in page


def test_once_it_is_paused_or_the_place_open_again_nothing_is_said(as_: As, people: dict[str, str], shop: str) -> None:
    case = listing(people, shop, "discussed", "determined")
    close(as_(HEAD), shop)
    close(as_(HEAD), shop, "0")
    assert CLOSED not in text(as_(OFFICER), "case", case.id)
    close(as_(HEAD), shop)
    payload = {"case": str(case.id), "event": "paused", "note": "已停业", "photos": [county.photo("e" * 64, "scene")]}
    append(draft("case.moved", GRID, payload), system_actor())
    assert CLOSED not in text(as_(OFFICER), "case", case.id)
    assert CLOSED not in text(as_(HEAD), "premises_one", shop)


def test_where_the_step_is_not_allowed_yet_it_goes_on(as_: As, people: dict[str, str], shop: str) -> None:
    case = listing(people, shop)
    page = close(as_(HEAD), shop)
    assert "这一步不能暂停，照常办理。" in page
    assert f'href="/case/{case.id}/"' in page


def test_other_cases_and_other_places_say_nothing(as_: As, people: dict[str, str], shop: str) -> None:
    county.case("report", "received", GRID, shop, note="楼道堆放杂物", result="visit")
    assert "重大火灾隐患还在办理" not in close(as_(HEAD), shop)
    assert "停业的场所仍在名册里" in text(as_(HEAD), "premises_one", county.place(GRID, "另一家"))
