"""Where somebody's home is stands nowhere in clear: a position that a phone sends of a visit is left out before anything is kept."""

from typing import Any

import pytest
from tests import county
from tests.county import finding, photo
from tests.inspections.conftest import GRID, ago

from sanzhang.hazards.models import Hazard
from sanzhang.inspections.homes import without_positions
from sanzhang.inspections.models import Inspection
from sanzhang.journal.actors import Actor
from sanzhang.journal.append import append, append_each, draft
from sanzhang.journal.kinds import Draft, kind_named, kinds
from sanzhang.journal.models import Entry
from sanzhang.journal.rebuild import rebuild
from sanzhang.photos.models import PhotoUse
from sanzhang.rules.problems import NotYet

THERE: dict[str, Any] = {"position": {"lat": 39.12345, "lon": 107.98765, "accuracy": 9}, "no_position": ""}
AFTER = [photo("e" * 64, "after", **THERE)]


@pytest.fixture
def home(people: dict[str, str]) -> dict[str, Any]:
    """A household in the grid, as an entry names it."""
    return {"type": "household", "key": county.household(GRID, "017"), "snapshot": {"number": "017"}}


@pytest.fixture
def at_the_shop(shop: str) -> dict[str, Any]:
    """The shop, as an entry names it."""
    return {"type": "premises", "key": shop, "snapshot": {"name": "兴隆便民超市"}}


def visit(place: dict[str, Any], *findings: dict[str, object]) -> Draft:
    """A visit as a phone sends it that says where it was."""
    used = ("home_visit", "home_visit") if place["type"] == "household" else ("nine_small_shop", "daily_patrol")
    payload = {
        "checklist": used[0], "checklist_version": 1, "evidence": used[1], "place": place, "started_at": ago(hours=1).isoformat(),
        "findings": list(findings), "photos": [photo("c" * 64, "scene", **THERE)], **THERE,
    }  # fmt: skip
    return draft("inspection.made", GRID, payload, occurred_at=ago(hours=1))


def found(place: dict[str, Any], named: dict[str, object]) -> Draft:
    return draft("hazard.found", GRID, {"place": place, "finding": named})


def corrected(named: dict[str, object]) -> Draft:
    return draft("hazard.corrected", GRID, {"hazard": named["id"], "photos": AFTER})


def two_ways() -> list[dict[str, object]]:
    by_date = finding("线路老化", "cannot", photos=[photo("a" * 64, **THERE)])
    return [by_date, finding("堆物", "on_the_spot", photos=[photo("b" * 64, **THERE)], after=[photo("d" * 64, "after", **THERE)])]


def bodies() -> str:
    return "\n".join(Entry.objects.values_list("body", flat=True))


def test_of_a_home_no_position_is_kept_wherever_it_stood(worker: Actor, home: dict[str, Any]) -> None:
    ways, in_passing = two_ways(), finding("烟道堵塞", "cannot", photos=[photo("f" * 64, **THERE)])
    for item in (visit(home, *ways), found(home, in_passing), corrected(ways[0])):
        append(item, worker)
    assert "39.12345" not in bodies()
    assert "107.98765" not in bodies()
    made = Inspection.objects.get()
    assert (made.lat, made.lon, made.accuracy, made.no_position) == (None, None, None, "private")
    uses = PhotoUse.objects.values_list("sha256", "lat", "lon", "accuracy", "place_reason")
    assert sorted(uses) == [(letter * 64, None, None, None, "private") for letter in "abcdef"]
    assert rebuild(check=True).differing == []


def test_of_a_shop_every_position_is_kept(worker: Actor, at_the_shop: dict[str, Any]) -> None:
    ways = two_ways()
    for item in (visit(at_the_shop, *ways), corrected(ways[0])):
        append(item, worker)
    assert Inspection.objects.get().lat == 39.12345
    assert {(use.lat, use.place_reason) for use in PhotoUse.objects.all()} == {(39.12345, "")}


def test_what_was_sent_is_known_again(worker: Actor, home: dict[str, Any]) -> None:
    item = visit(home)
    other = Draft(item.id, item.kind, item.area, item.occurred_at, item.payload | {"note": "另一次"})
    outcomes = [append_each([(one, worker)])[0] for one in (item, item, other)]
    assert [str(receipt.outcome) for receipt in outcomes] == ["accepted", "repeated", "refused"]
    assert outcomes[2].problem is not None
    assert outcomes[2].problem.code == "conflict"


def test_correcting_waits_for_a_visit_that_is_on_its_way_and_keeps_nothing_meanwhile(worker: Actor, home: dict[str, Any]) -> None:
    ways = two_ways()
    late = corrected(ways[0])
    with pytest.raises(NotYet):
        append(late, worker)
    assert "39.12345" not in bodies()
    append(visit(home, *ways), worker)
    append(late, worker)
    assert Hazard.objects.get(id=ways[0]["id"]).state == "corrected"
    assert "39.12345" not in bodies()


@pytest.mark.parametrize("hazard", ["", "no id", None, {"a": 1}])
def test_a_hazard_that_cannot_be_read_is_refused_not_a_crash(worker: Actor, hazard: Any) -> None:
    receipt = append_each([(draft("hazard.corrected", GRID, {"hazard": hazard, "photos": AFTER}), worker)])[0]
    assert receipt.problem is not None
    assert receipt.problem.code == "payload"


def test_every_kind_that_can_hold_a_position_has_a_way_to_leave_it_out() -> None:
    located = [
        kind_named(name)
        for name in kinds()
        if kind_named(name).payload.model_json_schema().get("$defs", {}).keys() & {"Position", "PhotoRef"}
    ]
    assert {kind.name for kind in located} >= {"inspection.made", "hazard.found", "hazard.corrected"}
    assert [kind.name for kind in located if kind.protect is None] == []


def test_a_reason_that_a_phone_gave_stays_and_answers_of_that_name_too() -> None:
    said = {
        "no_position": "denied",
        "position": None,
        "answers": {"position": "fine"},
        "photos": ({"position": None, "no_position": "gallery"},),
    }
    assert without_positions(said) == said | {"photos": [{"position": None, "no_position": "gallery"}]}
