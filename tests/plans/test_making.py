"""Plans are made, ended and withdrawn by those who may; everything that is wrong with one is said at once."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests import county
from tests.county import COUNTY, OTHER_TOWN, TOWN, VILLAGE
from tests.plans.conftest import CHIEF, HOUSING, OFFICER, TOWN_HEAD, WORKER, at, make, said, states, today

from sanzhang.journal.append import append, draft
from sanzhang.journal.models import Entry
from sanzhang.journal.rebuild import rebuild
from sanzhang.plans.models import Plan
from sanzhang.plans.terms import MOST_PLACES
from sanzhang.rules.problems import Problem, Problems
from sanzhang.rules.workdays import add_workdays


def problems(people: dict[str, str], payload: dict[str, Any], by: str = CHIEF, area: str = TOWN) -> list[str]:
    with pytest.raises(Problems) as refused:
        append(draft("plan.made", area, payload), county.actor(people, by))
    return [problem.code for problem in refused.value.problems]


def test_a_plan_is_kept_with_its_places_in_order(people: dict[str, str], shops: list[str]) -> None:
    plan = make(county.actor(people, TOWN_HEAD), shops[1:4], kinds=["small_shop", "school"], checklist="nine_small_shop", note="逐户")
    assert (plan.area, plan.sector, plan.plan_kind, plan.title, plan.note) == (TOWN, "", "campaign", "小商店专项检查", "逐户")
    assert (plan.kinds, plan.checklist, plan.person) == (["school", "small_shop"], "nine_small_shop", people[TOWN_HEAD])
    rows = plan.places.order_by("number").values_list("number", "place", "since", "due")
    assert list(rows) == [(n, key, plan.first, plan.last) for n, key in enumerate(shops[1:4], start=1)]


def test_everything_that_is_wrong_is_said_at_once(people: dict[str, str], shops: list[str]) -> None:
    payload = said(
        title=" ", first=str(today(-2)), last=str(today(-3)), sector="nobody", kinds=["castle"], marks=["red"], checklist="none",
        departments=["nobody"], places=[{"key": key} for key in (shops[0], shops[0], shops[4], str(uuid4()))], workdays=3,
    )  # fmt: skip
    assert sorted(problems(people, payload)) == sorted([
        "plan_title", "sector_unknown", "sector_unknown", "premises_kind", "premises_marks", "checklist_unknown", "plan_period", "plan_past",
        "plan_days", "plan_places_twice", "premises_unknown", "plan_elsewhere", "plan_sector",
    ])  # fmt: skip


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"places": []}, ["plan_places"]),
        ({"last": str(today(366))}, ["plan_period"]),
        ({"first": str(today(3)), "last": str(today(2))}, ["plan_period"]),
        ({"first": str(today(-9)), "last": str(today(-1))}, ["plan_past"]),
    ],
)
def test_one_thing_that_is_wrong(people: dict[str, str], shops: list[str], more: dict[str, Any], expected: list[str]) -> None:
    assert problems(people, said(places=[{"key": shops[0]}]) | more) == expected


def test_more_places_than_a_plan_may_have(people: dict[str, str]) -> None:
    many = [{"key": str(number)} for number in range(MOST_PLACES + 1)]
    with pytest.raises(Problems, match="有 5001 处场所，一个计划最多 5000 处"):
        append(draft("plan.made", TOWN, said(places=many)), county.actor(people, CHIEF))


def test_a_year_is_just_not_too_long(people: dict[str, str], shops: list[str]) -> None:
    assert make(county.actor(people, CHIEF), shops[:1], last=str(today(365))).last == today(365)


def test_only_posts_with_the_power_plan_and_only_in_their_area(people: dict[str, str], shops: list[str]) -> None:
    payload = said(places=[{"key": shops[0]}])
    for number, area in ((WORKER, VILLAGE + "001"), (f"village_head@{VILLAGE}", VILLAGE), (f"slice_officer@{VILLAGE}", VILLAGE)):
        with pytest.raises(Problem, match="没有这项权限"):
            append(draft("plan.made", area, payload), county.actor(people, number))
    with pytest.raises(Problem, match="不在您任职的区域内"):
        append(draft("plan.made", OTHER_TOWN, payload), county.actor(people, TOWN_HEAD))
    for post in ("brigade_chief", "brigade_officer", "committee_office", "emergency_bureau"):
        make(county.actor(people, f"{post}@{COUNTY}"), shops[:1])
    for number in (TOWN_HEAD, OFFICER):
        make(county.actor(people, number), shops[:1])


def test_a_department_plans_for_its_own_sector_alone(people: dict[str, str], shops: list[str]) -> None:
    site = county.place(VILLAGE, "某工地", kind="construction_site", sector="housing")
    by = county.actor(people, HOUSING)
    assert make(by, [site], area=COUNTY, sector="housing").sector == "housing"
    assert problems(people, said(places=[{"key": shops[0]}]), HOUSING, COUNTY) == ["outside_sector"]
    assert problems(people, said(places=[{"key": shops[0]}], sector="housing"), HOUSING, COUNTY) == ["plan_sector"]
    assert problems(people, said(places=[{"key": site}], sector="education"), HOUSING, COUNTY) == ["outside_sector", "plan_sector"]


def test_a_revisit_has_a_day_for_each_place_and_it_is_reckoned_again(people: dict[str, str], shops: list[str]) -> None:
    after, by = today(-1), county.actor(people, CHIEF)
    due = add_workdays(after, 3)
    places = [{"key": shops[0], "after": str(after), "due": str(due)}]
    plan = make(by, [], "revisit", places=places, workdays=3)
    assert list(plan.places.values_list("since", "due")) == [(today(), due)]
    wrong = [places[0] | {"due": str(due + timedelta(days=1))}]
    assert problems(people, said("revisit", places=wrong, workdays=3)) == ["plan_due"]
    assert problems(people, said("revisit", places=[{"key": shops[0]}], workdays=3)) == ["plan_due"]
    assert problems(people, said("revisit", places=places)) == ["plan_workdays"]
    assert problems(people, said("revisit", places=places, workdays=3, last=str(today()))) == ["plan_due_beyond"]


def test_the_terms_of_a_draw_are_known_before_its_places(people: dict[str, str], shops: list[str]) -> None:
    assert problems(people, said("draw", count=0, per_place=1, recent_days=-1, places=[{"key": shops[0]}])) == [
        "draw_count", "draw_alone", "plan_recent", "plan_hand_picked",
    ]  # fmt: skip
    plan = make(county.actor(people, CHIEF), [], "draw", count=2)
    assert (plan.count, plan.per_place, plan.recent_days, plan.places.count()) == (2, 2, 0, 0)


def test_ending_leaves_what_was_not_done_and_keeps_what_was(people: dict[str, str], shops: list[str]) -> None:
    plan = make(county.actor(people, CHIEF), shops[:2])
    county.inspection(county.actor(people, WORKER), VILLAGE + "001", shops[0], at())
    chief = county.actor(people, CHIEF)
    with pytest.raises(Problem, match="没有写理由"):
        append(draft("plan.ended", TOWN, {"plan": str(plan.id), "reason": " "}), chief)
    append(draft("plan.ended", TOWN, {"plan": str(plan.id), "reason": "转入下一阶段"}), county.actor(people, TOWN_HEAD))
    assert states(plan, today(60)) == {shops[0]: "done", shops[1]: "left"}
    for kind in ("plan.ended", "plan.withdrawn"):
        with pytest.raises(Problem, match="已经结束或撤回"):
            append(draft(kind, TOWN, {"plan": str(plan.id), "reason": "再来"}), chief)


def test_withdrawing_is_for_whoever_made_it_or_somebody_above(people: dict[str, str], shops: list[str]) -> None:
    for by, who, allowed in (
        (TOWN_HEAD, OFFICER, False),
        (TOWN_HEAD, TOWN_HEAD, True),
        (TOWN_HEAD, CHIEF, True),
        (CHIEF, TOWN_HEAD, False),
    ):
        plan = make(county.actor(people, by), shops[:1])
        entry = draft("plan.withdrawn", TOWN, {"plan": str(plan.id), "reason": "作错了"})
        if allowed:
            append(entry, county.actor(people, who))
        else:
            with pytest.raises(Problem, match="别人作的"):
                append(entry, county.actor(people, who))
        assert (Plan.objects.get(id=plan.id).withdrawn_at is not None) is allowed


def test_a_plan_elsewhere_is_not_there(people: dict[str, str], shops: list[str]) -> None:
    plan = make(county.actor(people, CHIEF), shops[4:], area=OTHER_TOWN)
    with pytest.raises(Problem, match="没有这个计划"):
        append(draft("plan.ended", TOWN, {"plan": str(plan.id), "reason": "试"}), county.actor(people, TOWN_HEAD))
    site = make(county.actor(people, CHIEF), [county.place(VILLAGE, "工地", sector="education")], area=COUNTY, sector="education")
    with pytest.raises(Problem, match="只能为本行业"):
        append(draft("plan.ended", COUNTY, {"plan": str(site.id), "reason": "试"}), county.actor(people, HOUSING))


def test_the_tables_can_be_made_again(people: dict[str, str], shops: list[str]) -> None:
    plan = make(county.actor(people, CHIEF), shops[:3])
    append(draft("plan.ended", TOWN, {"plan": str(plan.id), "reason": "完成"}), county.actor(people, CHIEF))
    append(
        draft("plan.withdrawn", TOWN, {"plan": str(make(county.actor(people, CHIEF), shops[:1]).id), "reason": "重复"}),
        county.actor(people, CHIEF),
    )
    assert rebuild(check=True).differing == []
    assert Entry.objects.filter(kind__startswith="plan.").count() == 4
