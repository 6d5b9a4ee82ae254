"""The file of a life cycle says where it is wrong and what to write instead, with every mistake at once; and whether it fits the county's notice."""

from datetime import date

import pytest
from tests.rules.build import pack_named
from tests.rules.lifecycle.expected import FOLDER

from sanzhang.packs import shipped
from sanzhang.rules.lifecycle import fitting_tables, power_of, read_life_cycle, unverified_deadlines
from sanzhang.rules.problems import Problems

PERMIT = """id: permit
version: 1
title: {zh: 许可, en: Permit}
states:
  - {id: asked, title: {zh: 已申请, en: Asked}, owner: {zh: 窗口, en: Desk}, next: given}
  - {id: given, title: {zh: 已发, en: Given}, ended: true}
steps:
  - {event: asked, title: {zh: 申请, en: Ask}, opens: true, to: asked, by: view.area, deadline: {days: 20, basis: {text: {zh: 试, en: Try}, grade: X}}}
  - {event: given, title: {zh: 发证, en: Give}, of: [asked], to: given, by: view.area}
"""


def errors(text: str) -> list[str]:
    with pytest.raises(Problems) as caught:
        read_life_cycle("permit.yaml", text)
    assert all(problem.hint for problem in caught.value.problems)
    return str(caught.value).splitlines()


def changed(old: str, new: str) -> str:
    assert old in PERMIT
    return PERMIT.replace(old, new)


def more(row: str) -> str:
    return PERMIT + f"  - {row}\n"


BY = "title: {zh: 又, en: Again}, by: view.area"


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (changed("to: given", "to: gievn"), 9, "“gievn”在 states 里没有。 是不是要写“given”？"),
        (changed("of: [asked]", "of: [aksed]"), 9, "“aksed”在 states 里没有。 是不是要写“asked”？"),
        (changed("next: given", "next: granted"), 5, "“granted”在 steps 里没有。"),
        (changed(", next: given", ""), 5, "状态“asked”没有写由谁负责（owner）、下一步是什么（next）。"),
        (changed("of: [asked], ", ""), 9, "“given”没有写在哪些状态下可以做（of）。"),
        (changed("opens: true, to: asked", "opens: true, to: same"), 8, "“asked”是开头的一步，不能写 to: same。"),
        (changed("days: 20", "days: 20, workdays: 3"), 8, "“asked”的期限要写一种，而且只写一种。"),
        (changed(", basis: {text: {zh: 试, en: Try}, grade: X}", ""), 8, "“asked”的期限要写一种，而且只写一种。"),
        (changed("days: 20, basis: {text: {zh: 试, en: Try}, grade: X}", "asked: due"), 8, "“asked”的期限要写一种，而且只写一种。"),
        (changed("days: 20", "hours: 24, days: 20"), 8, "“asked”的期限要写一种，而且只写一种。"),
        (
            changed(
                "next: given",
                "next: given, at_end: {next: lost, owner: {zh: 窗, en: Desk}, days: 3, basis: {text: {zh: 试, en: Try}, grade: X}}",
            ),
            5,
            "“lost”在 steps 里没有。",
        ),
        (
            changed("next: given", "next: given, at_end: {next: given, owner: {zh: 窗, en: Desk}, days: 3}"),
            5,
            "“asked”期满后的期限要写 days 或 workdays",
        ),
        (
            changed("opens: true,", "opens: true, beside: [{event: lost, days: 3, basis: {text: {zh: 试, en: Try}, grade: X}}],"),
            8,
            "“lost”在 steps 里没有。",
        ),
        (changed("opens: true,", "opens: true, beside: [{event: given, days: 3}],"), 8, "“asked”的期限要写一种，而且只写一种。"),
        (changed("grade: X", "grade: C"), 8, "“grade”的值 'C' 不能用。"),
        (changed("to: given,", "into: given,"), 9, "不认识“into”。"),
        (changed("id: given,", "id: asked,"), 6, "“asked”在 states 里写了两次。"),
        (more("{event: given, of: [asked], to: given, " + BY + "}"), 10, "“given”在状态“asked”里写了两行。"),
        (more("{event: asked, opens: true, to: given, " + BY + "}"), 10, "“asked”在状态“opens”里写了两行。"),
        (
            more("{event: more, of: [asked], to: given, needs: [{field: notes, title: {zh: 说明, en: Note}}], " + BY + "}"),
            10,
            "“field”的值 'notes'",
        ),
        (changed("by: view.area}", "by: {counts_as: hazard.fuond}}"), 9, "“counts_as”的值 'hazard.fuond' 不能用"),
        (changed("version: 1", "version: 0"), 2, "“version”的值 0 不能用"),
        (changed("states:", "states: ["), 5, "不是正确的 YAML"),
    ],
)
def test_a_mistake_is_named_with_its_line(text: str, line: int, said: str) -> None:
    found = errors(text)
    assert any(one.startswith(f"permit.yaml:{line}: ") and said in one for one in found), found


def test_a_state_to_which_no_way_leads_is_named_even_if_it_leads_to_itself() -> None:
    lost = (
        changed("steps:\n", "  - {id: lost, title: {zh: 丢, en: Lost}, ended: true}\nsteps:\n")
        + "  - {event: lose, of: [lost], to: lost, "
        + BY
        + "}\n"
    )
    assert errors(lost) == ["permit.yaml:7: 没有哪一步会到状态“lost”。 加上到这里的一步，或删去它。"]
    assert [line.split(":")[1] for line in errors(changed("opens: true", "of: [asked]"))] == ["5", "6"], (
        "where nothing begins, nothing is reached"
    )


def test_every_mistake_is_named_at_once() -> None:
    found = errors(changed("next: given", "next: granted").replace("to: given", "to: gievn").replace("days: 20", "days: 20, none: true"))
    assert [line.split(": ")[0] for line in found] == ["permit.yaml:5", "permit.yaml:8", "permit.yaml:9", "permit.yaml:6"]


# ---- the county's notice ----


def shared() -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in sorted(FOLDER.glob("*.yaml"))}


def misfits(own: dict[str, str], pack: str = "otog-2022") -> list[str]:
    with pytest.raises(Problems) as caught:
        fitting_tables(shipped(pack), shared(), own)
    return str(caught.value).splitlines()


def test_every_shipped_notice_fits_the_shared_tables() -> None:
    for name in ("otog-2022", "sonid-right"):
        tables = fitting_tables(shipped(name), shared(), {})
        assert [table.id for table in tables] == ["hazard", "listing", "penalty", "report", "sealing"]


def test_a_notice_whose_posts_carry_none_of_the_powers_is_told_each_power_and_each_number_that_is_missing() -> None:
    with pytest.raises(Problems) as caught:
        fitting_tables(pack_named("monthly"), {"hazard.yaml": shared()["hazard.yaml"]}, {})
    said = {problem.params.get("power") or problem.params["name"]: problem for problem in caught.value.problems}
    assert set(said) == {
        "settle.hazards", "issue.orders", "rule.hazards", "refer.hazards", "answer.referrals", "referral_workdays",
    }  # fmt: skip
    assert said["answer.referrals"].params["event"] == "sent_back", "and nobody of a sector may answer"
    assert all(problem.where.startswith("hazard.yaml:") for problem in caught.value.problems)


def test_what_does_not_fit_is_named_with_its_line() -> None:
    own = {
        "lifecycles/permit.yaml": PERMIT.replace("by: view.area", "by: give.permits"),
        "lifecycles/lease.yaml": PERMIT.replace("id: permit", "id: lease").replace(
            "days: 20, basis: {text: {zh: 试, en: Try}, grade: X}", "parameter: {parameter: leese_days}"
        ),
        "lifecycles/visit.yaml": PERMIT.replace("id: permit", "id: visit").replace(
            "days: 20, basis: {text: {zh: 试, en: Try}, grade: X}", "parameter: {parameter: tip_cadence}"
        ),
        "lifecycles/broken.yaml": PERMIT.replace("to: given", "to: gievn"),
    }
    found = misfits(own)
    assert [line.split(": ")[0] for line in found] == [
        "lifecycles/broken.yaml:9", "lifecycles/broken.yaml:6", "lifecycles/permit.yaml:8", "lifecycles/lease.yaml:8", "lifecycles/visit.yaml:8",
    ]  # fmt: skip
    assert "otog-2022 没有一个岗位有权限“give.permits”，谁也办不了：asked、given。" in found[2]
    assert "“leese_days”在 otog-2022 parameters 里没有" in found[3]
    assert "参数“tip_cadence”的单位是 cadence，不能作期限。" in found[4]


def test_a_new_table_keeps_the_states_of_the_one_it_follows() -> None:
    report = shared()["report.yaml"]
    shorter = report.replace("version: 1", "version: 2\nvalid_from: 2026-01-01").replace("unfounded", "baseless")
    found = misfits({"lifecycles/report.v2.yaml": shorter})
    assert found == [
        "lifecycles/report.v2.yaml:6: “report”的新表去掉了状态：unfounded。 留着这些状态和离开它们的一步：换表那天可能有事项正处在这里。"
    ]


def test_a_version_is_written_once() -> None:
    report = shared()["report.yaml"]
    found = misfits({"lifecycles/report.yaml": report, "lifecycles/reports.yaml": report})
    assert found == ["lifecycles/reports.yaml:3: “report”第 1 版已在另一个文件里写过。 改 version 和 valid_from，或删去一个文件。"]
    both = {
        "lifecycles/report.yaml": report,
        "lifecycles/report.v2.yaml": report.replace("version: 1", "version: 2\nvalid_from: 2026-01-01"),
    }
    held = [table for table in fitting_tables(shipped("otog-2022"), shared(), both) if table.id == "report"]
    assert [(table.version, table.valid_from) for table in held] == [(1, date.min), (1, date.min), (2, date(2026, 1, 1))]


def test_deadlines_that_rest_on_nothing_read_are_counted() -> None:
    pack = shipped("otog-2022")
    tables = fitting_tables(pack, shared(), {})
    assert unverified_deadlines(pack, tables) == [
        ("hazard", "corrected"), ("hazard", "rectified"), ("hazard", "reported"), ("hazard", "referred"), ("hazard", "answered"),
        ("hazard", "sent_back"), ("hazard", "recalled"), ("hazard", "remains"), ("hazard", "reinspected"), ("listing", "proposed"),
        ("listing", "sent_to_experts"), ("listing", "determined"), ("listing", "review_asked"), ("listing", "passed"), ("listing", "case_closed"),
        ("listing", "removal_agreed"), ("listing", "reopened"), ("report", "received_urgent"), ("report", "received"), ("report", "confirmed"),
        ("report", "unfounded"),
    ]  # fmt: skip


def test_a_step_takes_the_power_of_what_it_counts_as_or_of_settling_where_the_notice_counts_none() -> None:
    (hazard,) = (table for table in fitting_tables(shipped("otog-2022"), shared(), {}) if table.id == "hazard")
    corrected, ordered = hazard.step("corrected", "open"), hazard.step("ordered", "open")
    assert corrected
    assert ordered
    assert [power_of(corrected, shipped(name)) for name in ("otog-2022", "sonid-right")] == ["record.hazard_rechecked", "settle.hazards"]
    assert power_of(ordered, shipped("sonid-right")) == "issue.orders"
