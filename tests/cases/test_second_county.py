"""A second county changes a life cycle by a file in its own notice's folder: the plate is up within three workdays there, and not a line of code differs."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from tests import county
from tests.cases.walking import PICTURE, THREE, go, proposed, refused, stands
from tests.inspections.conftest import GRID

from sanzhang.journal.actors import Actor, system_actor
from sanzhang.journal.append import append, draft
from sanzhang.journal.rebuild import rebuild
from sanzhang.packs import life_cycle, load, pack_for, shipped
from sanzhang.packs.load import life_cycles_of

SONID, HOME = "152524", "152524100001001"
OWN = (
    ("version: 1", "version: 2\nvalid_from: 2025-06-01"),
    ("deadline: {parameter: {parameter: plate_workdays}}",
     "deadline: {workdays: 3, basis: {text: {zh: 本旗自定, en: Decided here}, grade: X}}"),
    ("by: supervise.listing\n    needs:\n      - {field: photos", "by: record.inspection\n    needs:\n      - {field: photos"),
)  # fmt: skip


def forget() -> None:
    for kept in (load._life_cycles, load.life_cycle, load.pack_for, load.shipped):
        kept.cache_clear()


@pytest.fixture
def notices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The shipped notices, of which one has a table of its own."""
    folder = Path(shutil.copytree(load.NOTICES, tmp_path / "notices"))
    text = (load.STANDARDS / "lifecycles" / "listing.yaml").read_text("utf-8")
    for old, new in OWN:
        assert text.count(old) == 1
        text = text.replace(old, new)
    (folder / "sonid-right" / "lifecycles").mkdir()
    (folder / "sonid-right" / "lifecycles" / "listing.yaml").write_text(text, "utf-8")
    monkeypatch.setattr(load, "NOTICES", folder)
    forget()
    yield folder
    monkeypatch.undo()
    forget()


def holder(post: str) -> Actor:
    """Somebody in that post of the second county, with the powers that its notice gives him."""
    held = next(one for one in pack_for(SONID, "otog-2022").posts if one.id == post)
    return Actor(f"a {post}", post, SONID, "", held.powers)


def version(pack: str, day: date) -> int:
    table = life_cycle(pack, "listing", day)
    assert table
    return table.version


def test_its_table_holds_there_from_its_day_on_and_nowhere_else(notices: Path) -> None:
    assert [version("sonid-right", day) for day in (date(2025, 5, 31), date(2025, 6, 1))] == [1, 2]
    assert version("otog-2022", date(2025, 6, 1)) == 1
    tables = life_cycles_of(shipped("sonid-right"), notices / "sonid-right")
    assert [(table.id, table.version) for table in tables if table.id == "listing"] == [("listing", 1), ("listing", 2)]
    assert len(life_cycles_of(shipped("otog-2022"), notices / "otog-2022")) == 5


def carried_to_agreed(place: str, area: str, brigade: Actor, bureau: Actor, leader: Actor, day: str) -> str:
    case = proposed(place, brigade, day, area=area)
    go(case, "discussed", brigade, day, area=area, people=THREE, note="一致同意")
    go(case, "determined", brigade, day, area=area, note="直接判定")
    go(case, "notified", brigade, day, area=area, number="0")
    go(case, "reported", bureau, day, area=area, number="1")
    go(case, "agreed", leader, day, area=area, number="2")
    return case


def test_the_plate_is_due_within_three_workdays_there_and_within_five_here(notices: Path, people: dict[str, str], shop: str) -> None:
    for length in (6, 9, 12, 15):
        append(draft("area.set", HOME[:length], {"name": f"某处{length}"}), system_actor())
    place = county.place(HOME, "兴隆便民超市")
    brigade, bureau, leader = (holder(post) for post in ("fire_brigade", "emergency_bureau", "banner_leader"))
    before = carried_to_agreed(place, HOME, brigade, bureau, leader, "2025-05-26")
    assert stands(before) == ("agreed", "2025-06-03"), "by the table of that day: five workdays, without 31 May to 2 June"
    go(before, "listed", brigade, "2025-06-03", area=HOME, photos=PICTURE, due="2025-12-31", department="housing")
    after = carried_to_agreed(county.place(HOME, "另一家"), HOME, brigade, bureau, leader, "2025-09-26")
    assert stands(after) == ("agreed", "2025-09-30")
    assert refused(after, "listed", bureau, "2025-09-28", area=HOME, photos=PICTURE, due="2025-12-31", department="housing") == "no_power"
    go(after, "listed", brigade, "2025-09-28", area=HOME, photos=PICTURE, due="2025-12-31", department="housing")
    here = [county.actor(people, f"{post}@{county.COUNTY}") for post in ("brigade_officer", "emergency_bureau", "county_leader")]
    assert stands(carried_to_agreed(shop, GRID, *here, "2025-09-26")) == ("agreed", "2025-10-10")
    assert rebuild(check=True).differing == []
