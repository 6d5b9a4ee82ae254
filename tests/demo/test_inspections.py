"""Invented inspections and hazards: plausible, by people who may, in place of what was recorded anyway; pictures are marked and stored."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO
from itertools import combinations
from typing import Any

import pytest
from PIL import Image
from tests.demo.small import COUNTY, UNTIL
from tests.photos.pictures import bits_between

from sanzhang.demo import simulate as simulating
from sanzhang.demo.camera import Camera
from sanzhang.demo.divisions import shipped_divisions, synthetic_divisions
from sanzhang.demo.ids import stream
from sanzhang.demo.load import load
from sanzhang.demo.looking import words
from sanzhang.demo.pictures import SCENES, WIDTH, drawing
from sanzhang.demo.simulate import simulate
from sanzhang.demo.steps import Simulated, Step
from sanzhang.hazards.models import Hazard, HazardEvent
from sanzhang.inspections.models import Inspection
from sanzhang.journal.media import path_of
from sanzhang.journal.rebuild import rebuild
from sanzhang.packs import pack_for, shipped
from sanzhang.people.queries import actors_of
from sanzhang.photos.models import Photo, PhotoUse
from sanzhang.photos.queries import missing
from sanzhang.questions.queries import LOOKED_BACK, open_questions
from sanzhang.rules.areas import covers
from sanzhang.rules.checklists import Mode
from sanzhang.rules.plausibility import SAME_PICTURE
from sanzhang.rules.standing import evaluate

PACK = shipped("otog-2022")
ON_THE_SPOT, BY_DATE, CANNOT = "on_the_spot", "by_date", "cannot"


@pytest.fixture(scope="module")
def banner() -> Simulated:
    """The banner, four months."""
    return simulate(PACK, shipped_divisions("150624"), months=4, seed=1, until=UNTIL)


def of(simulated: Simulated, *kinds: str) -> list[Step]:
    return [step for step in simulated.steps if step.kind in kinds]


def findings(simulated: Simulated) -> list[tuple[Step, dict[str, Any]]]:
    found = [(step, finding) for step in of(simulated, "inspection.made") for finding in step.payload["findings"]]
    return found + [(step, step.payload["finding"]) for step in of(simulated, "hazard.found")]


def photos(simulated: Simulated) -> list[dict[str, Any]]:
    """Every photo that a step names, signatures too."""
    said = [photo for step in of(simulated, "inspection.made", "hazard.corrected") for photo in step.payload["photos"]]
    return said + [photo for _step, finding in findings(simulated) for photo in (*finding["photos"], *finding["after"])]


def test_there_are_about_six_hundred_and_most_find_nothing(banner: Simulated) -> None:
    made = of(banner, "inspection.made")
    assert 500 < len(made) < 700
    assert min(step.occurred_at.date() for step in made) >= UNTIL - timedelta(days=90)
    many = Counter(len(step.payload["findings"]) for step in made)
    assert 0.55 < many[0] / len(made) < 0.7
    assert max(many) == 3
    assert {step.by.post for step in made} >= {
        "grid_worker",
        "grid_chief",
        "village_head",
        "police_station",
        "brigade_officer",
        "town_head",
    }
    evidence = {"daily_patrol", "joint_inspection", "residential_check", "home_visit", "vulnerable_visit"}
    assert {step.payload["evidence"] for step in made} == evidence
    assert {step.payload["no_position"] for step in made} >= {"", "unavailable"}
    assert any(step.occurred_at.hour > 20 for step in made)


def test_whoever_inspects_has_the_power_there_that_day(banner: Simulated) -> None:
    powers = {post.id: post.powers for post in PACK.posts}
    held = {appointment.id: appointment for appointment in banner.as_facts().appointments}
    takes = {"hazard.found": "hazard_found", "hazard.corrected": "hazard_rechecked", "hazard.reported": "hazard_reported_up"}
    for step in of(banner, "inspection.made", *takes):
        assert f"record.{takes.get(step.kind) or step.payload['evidence']}" in powers[step.by.post]
        assert covers(step.by.area, step.area)
        assert held[step.by.appointment].holds_on(step.occurred_at.date())


def test_brigade_officers_inspect_with_departments_and_people_are_named(banner: Simulated) -> None:
    joint = [step for step in of(banner, "inspection.made") if step.payload["evidence"] == "joint_inspection"]
    joined = [step for step in joint if step.by.post == "brigade_officer" and "department" in step.payload["parties"]]
    assert len(joined) > 5
    assert all(step.payload["departments"] and len(step.payload["present"]) > 1 for step in joined)
    assert any(person["organisation"] for step in joint for person in step.payload["present"])


def test_homes_are_visited_and_nothing_personal_is_told(banner: Simulated) -> None:
    homes = [step for step in of(banner, "inspection.made") if step.payload["place"]["type"] == "household"]
    assert all(set(step.payload["place"]["snapshot"]) == {"number", "vulnerable"} for step in homes)
    assert all(not step.payload["present"] and not step.payload["signature"]["name"] for step in homes)
    visits = [step for step in homes if step.payload["evidence"] == "vulnerable_visit"]
    assert visits
    assert all(step.payload["place"]["snapshot"]["vulnerable"] for step in visits)


def test_hazards_are_dealt_with_in_every_way_and_mostly_in_time(banner: Simulated) -> None:
    found = findings(banner)
    ways = Counter(finding["action"] for _step, finding in found)
    assert ways[BY_DATE] > len(found) / 3
    assert ways[ON_THE_SPOT] > len(found) / 3
    assert 0 < ways[CANNOT] < len(found) / 8
    corrected = {step.payload["hazard"]: step.occurred_at.date() for step in of(banner, "hazard.corrected")}
    dated = [(finding["id"], date.fromisoformat(finding["due"])) for _step, finding in found if finding["action"] == BY_DATE]
    in_time = [id for id, due in dated if id in corrected and corrected[id] <= due]
    late = [id for id, due in dated if id in corrected and corrected[id] > due]
    overdue = [id for id, due in dated if id not in corrected and due < UNTIL]
    assert len(in_time) > len(dated) * 0.6
    assert late
    assert overdue
    assert of(banner, "hazard.reported")
    assert all(finding["after"] for _step, finding in found if finding["action"] == ON_THE_SPOT)


def test_what_was_done_stays_done_and_what_was_neglected_stays_neglected(banner: Simulated, monkeypatch: pytest.MonkeyPatch) -> None:
    for written in ("write_inspections", "write_plans", "write_cases"):
        monkeypatch.setattr(simulating, written, lambda *given: None)
    plain = simulate(PACK, shipped_divisions("150624"), months=4, seed=1, until=UNTIL)
    before, after = (
        {standing.obligation.key: standing for standing in evaluate(PACK, simulated.as_facts().known_at(None), UNTIL)}
        for simulated in (plain, banner)
    )
    changed = {key for key in before if after[key].state is not before[key].state}
    assert {before[key].obligation.duty.id for key in changed} <= {"brigade.joint_inspection"}
    new = {after[key].obligation.duty.id for key in after.keys() - before.keys()}
    assert new <= {
        "village.hazards_cleared", "village.hazard_report", "grid.hazard_report", "county.referral_answered", "county.major_hazard_report",
        "county.listing",
    }  # fmt: skip
    instead = len(of(plain, "record.made")) - len(of(banner, "record.made"))
    assert instead > len(of(banner, "inspection.made")) * 0.95


def test_a_notice_with_its_own_kinds_of_evidence_gets_inspections_too() -> None:
    pack = pack_for("152524", "otog-2022")
    made = of(simulate(pack, shipped_divisions("152524"), months=3, seed=1, until=UNTIL), "inspection.made")
    assert {step.payload["evidence"] for step in made} == {"inspection", "door_visit"}


@pytest.mark.django_db
def test_loaded_every_state_is_there_and_the_tables_can_be_made_again(small: Simulated) -> None:
    load(small)
    assert Inspection.objects.count() == len(of(small, "inspection.made"))
    assert Inspection.objects.filter(withdrawn_at__isnull=False).count() == len(of(small, "inspection.withdrawn")) == 1
    assert Hazard.objects.count() == len(findings(small))
    assert set(Hazard.objects.values_list("state", flat=True)) >= {"open", "corrected", "reported", "withdrawn"}
    assert Hazard.objects.filter(conflict=True).count() in (2, 3)
    assert HazardEvent.objects.filter(event="settled").exists()
    assert rebuild(check=True).differing == []


@pytest.mark.django_db
def test_pictures_are_stored_like_photos_from_a_phone_and_are_small(small: Simulated) -> None:
    load(small)
    used = set(PhotoUse.objects.values_list("sha256", flat=True))
    assert len(used) > 20
    assert missing(used) == []
    assert set(Photo.objects.filter(sha256__in=used).values_list("sha256", flat=True)) == used
    assert all(Photo.objects.filter(sha256__in=used, size__lt=8000).values_list("dhash", flat=True))
    assert sum(path_of(sha256).stat().st_size for sha256 in used) < 3_000_000 / 5
    for made in Inspection.objects.filter(signature__state="signed"):
        assert PhotoUse.objects.filter(entry=made.id, role="signature", sha256=made.signature["sha256"]).exists()


@pytest.mark.django_db
def test_an_interrupted_load_goes_on_and_draws_nothing_twice(small: Simulated) -> None:
    last = max(number for number, step in enumerate(small.steps) if step.kind == "inspection.made")
    load(replace(small, steps=small.steps[:last]))
    used = set(PhotoUse.objects.values_list("sha256", flat=True))
    before = {sha256: path_of(sha256).stat().st_mtime_ns for sha256 in used}
    load(small)
    assert {sha256: path_of(sha256).stat().st_mtime_ns for sha256 in used} == before
    assert Inspection.objects.count() == len(of(small, "inspection.made"))


@pytest.mark.django_db
def test_the_head_of_the_village_shown_and_the_brigade_have_one_question_each(small: Simulated) -> None:
    load(small)
    since = UNTIL - LOOKED_BACK
    held = [held for held in small.as_facts().known_at(None).appointments if held.holds_on(UNTIL)]
    people = sorted({one.person for one in held if "ask.questions" in {p.id: p.powers for p in PACK.posts}[one.post]})
    asked = {person: open_questions(actors_of(person, UNTIL), since) for person in people}
    found = Counter((one.question.key, one.question.asks.value) for each in asked.values() for one in each)
    assert sorted(asks for _key, asks in found) == ["far", "same_photo"]


def test_the_banner_gives_rise_to_two_questions_at_the_right_desks(banner: Simulated) -> None:
    twice = Counter(str(photo["draw"]) for photo in photos(banner))
    assert [count for count in twice.values() if count > 1] == [2]
    [drawn] = [said for said, count in twice.items() if count > 1]
    users = [step for step in of(banner, "inspection.made") if drawn in str(step.payload["photos"])]
    assert {step.by.person for step in users} == {users[0].by.person}
    assert len({step.payload["place"]["key"] for step in users}) == 2
    assert all(step.area.startswith(banner.showcase) for step in users)


def test_pictures_are_marked_and_no_two_places_look_alike(banner: Simulated) -> None:
    drawn = {str(photo["draw"]): photo["draw"] for photo in photos(banner) if photo["draw"]["scene"] != "signature"}
    pictures = {said: drawing(what) for said, what in list(drawn.items())[:120]}
    assert all(drawing(drawn[said]) == content for said, content in pictures.items())
    looks: dict[int, str] = {}
    for said, content in pictures.items():
        with Image.open(BytesIO(content)) as image:
            red, green, blue = image.convert("RGB").crop((9, 44, 10, 45)).tobytes()
            assert (red > 150, green < 80, blue < 80) == (True, True, True)
            looks[drawn[said]["seed"]] = _dhash(image)
        assert 2500 < len(content) < 8000
    assert min(bits_between(one, other) for one, other in combinations(looks.values(), 2)) > SAME_PICTURE
    assert {drawn[said]["scene"] for said in pictures} == set(SCENES)


def test_before_and_after_show_one_place() -> None:
    camera, moment = Camera(stream(1, COUNTY, "test")), datetime.fromisoformat("2026-07-01T10:00:00+08:00")
    seed = camera.seed()
    for scene in SCENES:
        before, after = (drawing({"scene": scene, "seed": seed, "fixed": fixed, "words": f"{moment:%H:%M}"}) for fixed in (False, True))
        with Image.open(BytesIO(before)) as one, Image.open(BytesIO(after)) as other:
            assert before != after
            corner = (WIDTH - 30, 5, WIDTH, 30)
            assert _mean(one.crop(corner)) == pytest.approx(_mean(other.crop(corner)), abs=12)


def _mean(image: Image.Image) -> float:
    pixels = image.convert("L").tobytes()
    return sum(pixels) / len(pixels)


def _dhash(image: Image.Image) -> str:
    cells = image.convert("L").resize((9, 8), Image.Resampling.LANCZOS).tobytes()
    bits = [cells[row * 9 + column] > cells[row * 9 + column + 1] for row in range(8) for column in range(8)]
    return f"{int(''.join('1' if bit else '0' for bit in bits), 2):016x}"


def test_same_arguments_same_inspections_in_a_county_of_any_size() -> None:
    for size in ((1, 1), (2, 5)):
        once, again = (simulate(PACK, synthetic_divisions("990003", *size), months=2, seed=4, until=UNTIL) for _time in (1, 2))
        assert repr(of(once, "inspection.made", "hazard.corrected")) == repr(of(again, "inspection.made", "hazard.corrected"))
        assert of(once, "inspection.made")


@pytest.mark.parametrize("mode", Mode)
def test_every_way_of_inspecting_has_its_notes(mode: Mode) -> None:
    assert words()["notes"][mode]


@pytest.mark.parametrize("until", [date(2026, 11, 30), date(2027, 2, 28), date(2028, 2, 29)])
def test_on_whatever_day_it_is_opened_it_can_be_invented(until: date) -> None:
    assert simulate(PACK, shipped_divisions("150624"), months=12, seed=1, until=until).steps
