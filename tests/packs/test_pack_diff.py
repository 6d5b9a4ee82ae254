"""What changes for whom between two packs, or between two days."""

from datetime import date

from tests.packs.reading import shipped_pack

from sanzhang.rules.facts import ParameterDecision
from sanzhang.rules.pack import Pack
from sanzhang.rules.pack.diff import FieldChange, What, diff
from sanzhang.rules.pack.model import Duty
from sanzhang.rules.periods import Cadence

DAY = date(2024, 6, 1)


def otog() -> Pack:
    return shipped_pack("otog-2022")


def with_duty(pack: Pack, name: str, **update: object) -> Pack:
    duties = tuple(duty.model_copy(update=update) if duty.id == name else duty for duty in pack.duties)
    return pack.model_copy(update={"duties": duties})


def duty_of(pack: Pack, name: str) -> Duty:
    return next(duty for duty in pack.duties if duty.id == name)


def test_the_same_pack_on_the_same_day_has_no_changes() -> None:
    assert diff(otog(), otog(), DAY, DAY) == []


def test_a_changed_cadence_is_shown_old_to_new() -> None:
    changed = with_duty(otog(), "town.joint_inspection", every=Cadence.WEEK, at_least=2)
    (found,) = diff(otog(), changed, DAY, DAY)
    assert (found.what, found.table, found.id, found.posts) == (What.CHANGED, "duties", "town.joint_inspection", ("town_head",))
    assert found.fields == (FieldChange("at_least", "1", "2"), FieldChange("every", "month", "week"))


def test_a_rule_that_becomes_open_with_the_same_value_is_no_change() -> None:
    reference = duty_of(otog(), "county.study").every
    changed = with_duty(otog(), "brigade.joint_inspection", every=reference)
    assert [change for change in diff(otog(), changed, DAY, DAY) if change.table == "duties"] == []


def test_added_and_removed_duties_name_their_post() -> None:
    pack = otog()
    fewer = pack.model_copy(update={"duties": tuple(duty for duty in pack.duties if duty.id != "slice.tips")})
    removed, parameter = diff(pack, fewer, DAY, DAY)[0], diff(pack, fewer, DAY, DAY)[1:]
    assert (removed.what, removed.id, removed.posts) == (What.REMOVED, "slice.tips", ("slice_officer",))
    assert parameter == []
    assert diff(fewer, pack, DAY, DAY)[0].what is What.ADDED


def test_a_duty_that_passes_to_another_post_is_removed_and_added() -> None:
    changed = with_duty(otog(), "county.listing", owed_by="committee_office")
    found = {(change.what, change.posts) for change in diff(otog(), changed, DAY, DAY)}
    assert found == {(What.ADDED, ("committee_office",)), (What.REMOVED, ("county_leader",))}


def test_a_decision_shows_as_changed_parameter_and_changed_duties() -> None:
    decision = ParameterDecision("d1", "tip_cadence", Cadence.WEEK, date(2024, 7, 1), "旗防火委")
    duty, parameter = diff(otog(), otog(), date(2024, 6, 30), date(2024, 7, 1), (decision,))
    assert (duty.id, duty.fields) == ("slice.tips", (FieldChange("every", "month", "week"),))
    assert (parameter.table, parameter.id, parameter.posts) == ("parameters", "tip_cadence", ("slice_officer",))
    assert parameter.fields == (FieldChange("value", "month", "week"),)


def test_a_changed_threshold_shows_in_its_measure() -> None:
    decision = ParameterDecision("d1", "growth_percent", 50, date(2024, 7, 1), "旗防火委")
    parameter, measure = diff(otog(), otog(), date(2024, 6, 30), date(2024, 7, 1), (decision,))
    assert (parameter.id, measure.id) == ("growth_percent", "talk")
    assert "percent 20" in measure.fields[0].old
    assert "percent 50" in measure.fields[0].new
    assert measure.posts == parameter.posts == ("county_leader", "committee_office", "brigade_chief")


def test_a_duty_counts_from_its_first_to_its_last_day() -> None:
    dated = with_duty(otog(), "police.inspection", valid_from=date(2024, 7, 1), valid_to=date(2024, 12, 31))
    assert [change.what for change in diff(dated, dated, date(2024, 6, 30), date(2024, 7, 1))] == [What.ADDED]
    assert [change.what for change in diff(dated, dated, date(2024, 12, 31), date(2025, 1, 1))] == [What.REMOVED]


def test_two_notices_share_nothing_but_names() -> None:
    found = diff(otog(), shipped_pack("sonid-right"), DAY, DAY)
    assert {change.what for change in found if change.table == "duties"} == {What.ADDED, What.REMOVED}
    assert {change.table for change in found} == {"duties", "parameters", "measures"}
