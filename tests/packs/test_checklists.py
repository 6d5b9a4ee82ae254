"""The checklists, kinds of premises and categories of people that ship with the program, and what is said of files that are wrong."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
import yaml
from tests.packs.reading import PACKS, REPOSITORY, shipped_pack, texts
from typer.testing import CliRunner

from sanzhang.cli.main import app
from sanzhang.packs.load import checklist, checklists, every_checklist, household_categories, premises_kinds
from sanzhang.rules.checklists import Checklist, Item, Mode
from sanzhang.rules.pack.model import Statement
from sanzhang.rules.premises import PremisesKinds, read_household_categories, read_premises_kinds
from sanzhang.rules.problems import Problems
from sanzhang.rules.reading_checklists import MOST_PROBLEM, MOST_TEXT, read_checklists

HAN = re.compile(r"[\u4e00-\u9fff]")
SHIPPED = every_checklist().versions
WANTED = {
    "nine_small_school", "nine_small_clinic", "nine_small_shop", "nine_small_restaurant", "nine_small_hotel", "nine_small_ktv",
    "nine_small_netcafe", "nine_small_beauty", "nine_small_workshop", "mixed_use", "residential_building", "ebike_parking", "key_unit",
    "crowded_place", "general_place", "home_visit", "joint_inspection", "petrol_station", "storage_production", "care_home", "hospital", "school",
    "temple_heritage",
}  # fmt: skip
# From this day on there are second versions, and lists of their own for places that shared one.
SECOND = date(2026, 11, 1)
# The numbers of GB 35181-2017 whose wording was read; from 7.3.8 on it was only recalled.
READ_ELEMENTS = {f"2017:6.{n}" for n in range(1, 11)} | {f"2017:7.1.{n}" for n in range(1, 5)} | {f"2017:7.2.{n}" for n in range(1, 4)}
READ_ELEMENTS |= {f"2017:7.3.{n}" for n in range(1, 8)}
SHARED = PACKS / "standards" / "checklists" / "shared"


@pytest.fixture(params=SHIPPED, ids=[f"{one.id}.v{one.version}" for one in SHIPPED])
def one(request: pytest.FixtureRequest) -> Checklist:
    found: Checklist = request.param
    return found


def items() -> Iterator[tuple[str, Item]]:
    """Every item of every checklist, with the name by which to find it."""
    for found in SHIPPED:
        for item in found.items:
            yield f"{found.id}.{item.id}", item


# ---- what ships ----


def test_every_checklist_is_there() -> None:
    assert checklists().keys() >= WANTED


def test_it_is_of_a_length_that_is_gone_through(one: Checklist) -> None:
    most = 15 if one.id.startswith("nine_small") and one.valid_from >= SECOND else 20
    assert 9 <= len(one.items) <= most
    assert {section.id for section in one.sections} == {item.section for item in one.items}


def test_items_are_in_the_order_of_the_sections(one: Checklist) -> None:
    order = [section.id for section in one.sections]
    walked = [order.index(item.section) for item in one.items]
    assert walked == sorted(walked)


def test_every_item_has_basis_and_grade(one: Checklist) -> None:
    assert [item.id for item in one.items if not (item.basis.text.strip() and item.basis.source.strip() and item.basis.grade)] == []


def test_every_item_offers_problems_to_tap(one: Checklist) -> None:
    assert [item.id for item in one.items if not 2 <= len(item.problems) <= 4] == []


def test_texts_are_short() -> None:
    assert [name for name, item in items() if len(item.text.zh) > MOST_TEXT or len(item.text.en) > 90] == []
    assert [name for name, item in items() for text in item.problems if len(text.zh) > MOST_PROBLEM or len(text.en) > 60] == []


def all_texts() -> list[tuple[str, str, str]]:
    statements: dict[str, Statement] = {found.id: found for found in SHIPPED}
    statements |= {"premises": premises_kinds(), "households": household_categories()}
    return [(f"{name}{path}", text.zh, text.en) for name, statement in statements.items() for path, text in texts(statement)]


def test_every_text_is_chinese_and_english() -> None:
    found = all_texts()
    assert len(found) > 500
    assert [path for path, zh, _en in found if not HAN.search(zh)] == []
    assert [path for path, _zh, en in found if not en.strip() or HAN.search(en)] == []


def test_only_elements_whose_wording_was_read_are_cited() -> None:
    cited = {element for _name, item in items() for element in (item.element, *item.elements) if element}
    assert {"2017:6.5", "2017:7.3.3"} <= cited <= READ_ELEMENTS


def test_a_phrase_touches_its_own_element_or_its_item_s() -> None:
    exits = {
        phrase.zh: phrase.element
        for item in checklists(SECOND)["general_place"].items
        if item.id == "exits_clear"
        for phrase in item.problems
    }
    assert (exits["通道堆放杂物"], exits["出口被封堵"]) == ("", "2017:7.3.3")
    first = checklist("general_place", 1)
    assert first is not None
    old = next(item for item in first.items if item.id == "exits_clear")
    assert (old.element, old.elements) == ("2017:7.3.3", ())
    assert [name for name, item in items() if item.element and item.elements] == []


def test_laws_cited_in_full_are_those_that_were_read() -> None:
    read = ("《消防法》", "鄂政办发〔2022〕22号")
    assert [name for name, item in items() if item.basis.grade == "A" and not item.basis.source.startswith(read)] == []
    assert [name for name, item in items() if "未核" in item.basis.source and item.basis.grade.verified] == []


def test_from_the_second_versions_on_no_basis_is_mere_practice_or_an_edition_that_was_replaced() -> None:
    current = [(found.id, item) for found in checklists(SECOND).values() for item in found.items]
    assert {found.valid_from for found in checklists(SECOND).values()} == {SECOND}
    assert [f"{name}.{item.id}" for name, item in current if "通行" in item.basis.source or "GB 35181" in item.basis.source] == []


def test_every_shared_item_is_used() -> None:
    shared = {item["id"]: item for path in SHARED.glob("*.yaml") for item in yaml.safe_load(path.read_text("utf-8"))["items"]}
    used = {item.id for _name, item in items()}
    assert shared.keys() <= used


def test_unverified_items_are_counted() -> None:
    visit = checklists()["home_visit"]
    assert {"ash", "stove"} <= {item.id for item in visit.unverified}
    assert 0 < sum(len(found.unverified) for found in SHIPPED) < sum(len(found.items) for found in SHIPPED) / 4


def test_every_mode_has_a_checklist_and_the_notice_counts_it() -> None:
    assert {mode for found in SHIPPED for mode in found.modes} == set(Mode)
    counted = {origin for kind in shipped_pack("otog-2022").evidence for origin in kind.comes_from}
    assert {f"inspection.{mode}" for mode in Mode} <= counted


def test_home_visits_are_the_three_know_and_three_check() -> None:
    visit = checklists()["home_visit"]
    assert visit.for_ == ("household",)
    assert visit.modes == (Mode.VISIT, Mode.VULNERABLE_VISIT)


def test_home_visits_say_what_the_notice_says_in_its_words() -> None:
    visit = checklists(SECOND)["home_visit"]
    assert [item.text.zh for item in visit.items if item.section == "know"] == [
        "清楚辖区三合一、多合一场所情况", "清楚辖区鳏寡孤独等社会弱势群体家庭情况", "清楚辖区城乡结合部流动人员情况"
    ]  # fmt: skip
    assert [section.title.zh.rpartition("：")[2] for section in visit.sections] == [
        "三清", "查用火用电", "查电动自行车存放", "查逃生疏散状况", "加强社会基层群体的消防安全意识和逃生自救能力的提升"
    ]  # fmt: skip


# ---- versions ----


def test_a_version_is_found_exactly() -> None:
    first = checklist("nine_small_shop", 1)
    assert first is not None
    assert (first.id, first.version) == ("nine_small_shop", 1)
    assert checklist("nine_small_shop", 99) is None
    assert checklist("no_such", 1) is None


def test_before_its_day_a_checklist_is_not_used() -> None:
    assert checklists(date(2020, 1, 1)) == {}


def test_the_newest_valid_version_is_used() -> None:
    second = SHOP.replace("version: 1", "version: 2").replace("2022-03-10", "2026-01-01")
    both = read_checklists({"shop.yaml": SHOP, "shop.v2.yaml": second}, {"common.yaml": COMMON}, kinds())
    assert both.on(date(2025, 12, 31))["shop"].version == 1
    assert both.on(date(2026, 1, 1))["shop"].version == 2
    old = both.exact("shop", 1)
    assert old is not None
    assert old.valid_from == date(2022, 3, 10)


def test_included_items_and_groups_are_laid_in_flat() -> None:
    read = read_checklists({"shop.yaml": SHOP}, {"common.yaml": COMMON}, kinds()).versions[0]
    assert [(item.id, item.section, item.severity) for item in read.items] == [("exits", "out", "serious"), ("aisles", "in", "general")]
    assert read.items[0].text.zh == "出口畅通"
    assert read.for_ == ("shop", "stall", "area")
    sent = read.model_dump(mode="json", by_alias=True)
    assert sent["for"] == ["shop", "stall", "area"]
    assert "includes" not in sent


# ---- kinds of premises and categories of people ----


def test_every_kind_has_a_checklist_that_is_for_it() -> None:
    for day in (date(2022, 3, 10), date(2026, 10, 31), SECOND):
        known = checklists(day)
        for kind in premises_kinds().kinds:
            assert kind.id in known[kind.checklist_on(day)].for_, kind.id
        assert [mark.id for mark in premises_kinds().marks if mark.checklist_on(day) not in {*known, ""}] == []


def test_the_usual_checklist_of_a_kind_changes_on_a_day() -> None:
    care_home = next(kind for kind in premises_kinds().kinds if kind.id == "care_home")
    assert (care_home.checklist_on(date(2026, 10, 31)), care_home.checklist_on(SECOND)) == ("crowded_place", "care_home")
    relic = next(mark for mark in premises_kinds().marks if mark.id == "cultural_relic")
    assert (relic.checklist_on(date(2026, 10, 31)), relic.checklist_on(SECOND)) == ("", "temple_heritage")


def test_the_nine_small_kinds_are_nine_with_a_checklist_each() -> None:
    small = [kind for kind in premises_kinds().kinds if kind.group == "nine_small"]
    assert len(small) == len({kind.checklist for kind in small}) == 9


def test_kinds_name_sectors_that_the_notice_knows() -> None:
    sectors = {sector.id for sector in shipped_pack("otog-2022").sectors}
    assert {kind.sector for kind in premises_kinds().kinds if kind.sector} <= sectors


def test_marks() -> None:
    assert {"key_unit", "high_risk_unit", "cultural_relic"} <= {mark.id for mark in premises_kinds().marks}


def test_people_whom_the_notice_names_have_a_category() -> None:
    found = household_categories()
    assert {"living_alone_elderly", "intellectual_disability", "limited_mobility", "other"} <= {one.id for one in found.categories}
    assert found.purpose.zh


# ---- what is said of files that are wrong ----

KINDS = """groups:
  - {id: small, title: {zh: 小, en: Small}}
kinds:
  - {id: shop, group: small, checklist: shop, title: {zh: 店, en: Shop}}
  - {id: stall, group: small, checklist: shop, title: {zh: 摊, en: Stall}}
"""
COMMON = """items:
  - id: exits
    text: {zh: 出口畅通, en: Exits clear}
    basis: {text: 出口不能堵, source: 消防法, grade: A}
    severity: serious
    problems: [{zh: 堵, en: Blocked}]
"""
SHOP = """id: shop
version: 1
valid_from: 2022-03-10
title: {zh: 店, en: Shop}
for: [small, area]
modes: [everyday]
includes: [common]
sections:
  - {id: out, title: {zh: 外, en: Out}}
  - {id: in, title: {zh: 里, en: In}}
items:
  - {use: exits, section: out}
  - id: aisles
    section: in
    text: {zh: 走得通, en: Passable}
    basis: {text: 通道不能占, source: 消防法, grade: A}
    problems: [{zh: 占了, en: Taken up}]
"""


def kinds() -> PremisesKinds:
    return read_premises_kinds("premises.yaml", KINDS)


def shop(*changes: tuple[str, str], more: str = "") -> str:
    """The sample with some of it changed."""
    text = SHOP
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text + more


def told(text: str, common: str = COMMON) -> list[str]:
    """Everything that is said of a checklist."""
    with pytest.raises(Problems) as caught:
        read_checklists({"shop.yaml": text}, {"common.yaml": common}, kinds())
    return str(caught.value).splitlines()


@pytest.mark.parametrize(
    ("text", "line", "said", "instead"),
    [
        (shop(("section: in\n", "section: inn\n")), 14, "“inn”在 sections 里没有", "“in”"),
        (shop(("section: out}", "section: outside}")), 12, "“outside”在 sections 里没有", "是不是要写“out”"),
        (shop(("id: aisles", "id: exits")), 13, "“exits”在 items 里写了两次", "改掉"),
        (shop(("{id: in,", "{id: out,")), 10, "“out”在 sections 里写了两次", "改掉"),
        (shop(("[everyday]", "[everydays]")), 6, "“modes”的值 'everydays' 不能用", "'everyday'"),
        (shop(("[everyday]", "[]")), 6, "“modes”的值 [] 不能用", "至少写一项"),
        (shop(("[small, area]", "[smal, area]")), 5, "“smal”在 kinds 里没有", ""),
        (shop(("[small, area]", "[houshold]")), 5, "“houshold”在 kinds 里没有", "是不是要写“household”"),
        (shop(("problems: [{zh: 占了, en: Taken up}]", "problems: []")), 17, "“problems”的值 [] 不能用", "至少写一项"),
        (shop(("grade: A", "grade: AA")), 16, "“grade”的值 'AA' 不能用", "'A'"),
        (shop((", grade: A", "")), 16, "缺少“grade”", "补上"),
        (shop(("source: 消防法", "source: ''")), 16, "“source”的值 '' 不能用", "长短合适"),
        (shop(("    basis: {text: 通道不能占, source: 消防法, grade: A}\n", "")), 13, "缺少“basis”", "补上"),
        (shop(("for: [small, area]\n", "")), 1, "缺少“for”", "补上"),
        (shop(more="    severty: serious\n"), 18, "不认识“severty”", "是不是要写“severity”"),
        (shop(more="    severity: bad\n"), 18, "“severity”的值 'bad' 不能用", "'serious'"),
        (shop(more='    element: "6.5"\n'), 18, "“element”的值 '6.5' 不能用", ""),
        (shop(("version: 1", "version: one")), 2, "“version”的值 'one' 不能用", "整数"),
        (shop(("version: 1", "version: 0")), 2, "“version”的值 0 不能用", ""),
        (shop(("2022-03-10", "'2022-13-10'")), 3, "“valid_from”的值 '2022-13-10' 不能用", "2026-01-31"),
        (shop(("use: exits", "use: exit")), 12, "“exit”在 includes 里没有", "是不是要写“exits”"),
        (shop(("[common]", "[comon]")), 7, "“comon”在 includes 里没有", "是不是要写“common”"),
        (shop(("use: exits,", "use: exits, severety: general,")), 12, "不认识“severety”", "severity"),
        (shop(("zh: 走得通", f"zh: {'走' * 33}")), 15, "33 个字", "最多 32 个字"),
        (shop(("zh: 占了", f"zh: {'占' * 19}")), 17, "19 个字", "最多 18 个字"),
        (shop(("id: shop\n", "id: store\n")), 1, "文件名和检查表的名称、版本不一致", "store.v1.yaml"),
        (shop(("version: 1", "version: [1")), 3, "不是正确的 YAML", "缩进"),
        ("- id: shop\n", 1, "文件应是“名称: 内容”的形式", ""),
    ],
)
def test_a_mistake_is_told_with_its_place(text: str, line: int, said: str, instead: str) -> None:
    found = [one for one in told(text) if said in one]
    assert len(found) == 1, told(text)
    assert found[0].startswith(f"shop.yaml:{line}: ")
    assert instead in found[0]


def test_every_mistake_of_every_file_is_told_at_once() -> None:
    first = shop(("section: in\n", "section: inn\n"), ("[small, area]", "[smal]"), ("zh: 占了", f"zh: {'占' * 19}"))
    second = shop(("id: shop", "id: stand"), ("[everyday]", "[daily]"), ("use: exits", "use: exit"), ("grade: A", "grade: Z"))
    with pytest.raises(Problems) as caught:
        read_checklists({"shop.yaml": first, "stand.yaml": second}, {"common.yaml": COMMON}, kinds())
    places = [str(problem).split(": ")[0] for problem in caught.value.problems]
    assert sorted(places) == ["shop.yaml:14", "shop.yaml:17", "shop.yaml:5", "stand.yaml:12", "stand.yaml:16", "stand.yaml:6"]


@pytest.mark.parametrize(
    ("old", "new", "place", "said"),
    [
        ("grade: A", "grade: Z", "common.yaml:4", "“grade”"),
        ("id: exits\n", "id: exits\n    section: out\n", "common.yaml:3", "不认识“section”"),
        ("zh: 出口畅通", f"zh: {'通' * 33}", "common.yaml:3", "33 个字"),
        ("items:", "item:", "common.yaml:1", "缺少“items”"),
    ],
)
def test_a_mistake_in_shared_items_is_told_there_and_only_there(old: str, new: str, place: str, said: str) -> None:
    found = told(SHOP, COMMON.replace(old, new))
    assert any(line.startswith(f"{place}: ") and said in line for line in found)
    assert [line for line in found if line.startswith("shop.yaml")] == []


def test_a_version_stands_once_and_every_kind_has_its_checklist() -> None:
    with pytest.raises(Problems, match=r"“shop\.v1”在 checklists 里写了两次"):
        read_checklists({"shop.yaml": SHOP, "shop.v1.yaml": SHOP}, {"common.yaml": COMMON}, kinds())
    with pytest.raises(Problems, match=r"“shop”在 checklists 里没有") as caught:
        read_checklists({"stand.yaml": shop(("id: shop", "id: stand"))}, {"common.yaml": COMMON}, kinds())
    assert [problem.where for problem in caught.value.problems] == ["premises.yaml shop", "premises.yaml stall"]
    later = read_premises_kinds(
        "premises.yaml", KINDS.replace("{id: stall", "{id: stall, later: [{valid_from: 2026-11-01, checklist: stal}]")
    )
    with pytest.raises(Problems, match=r"“stal”在 checklists 里没有"):
        read_checklists({"shop.yaml": SHOP}, {"common.yaml": COMMON}, later)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "group: small, checklist: shop, title: {zh: 摊",
            "group: smal, checklist: shop, title: {zh: 摊",
            "premises.yaml:5: “smal”在 groups 里没有",
        ),
        ("{id: stall", "{id: shop", "premises.yaml:5: “shop”在 kinds 里写了两次"),
        ("{id: stall", "{id: small", "premises.yaml:5: “small”在 kinds 里写了两次"),
        ("group: small, checklist: shop, title: {zh: 摊", "group: small, title: {zh: 摊", "premises.yaml:5: 缺少“checklist”"),
        ("{id: stall", "{id: stall, sectr: x", "premises.yaml:5: 不认识“sectr”。 是不是要写“sector”"),
        ("{id: stall", "{id: stall, later: [{checklist: shop}]", "premises.yaml:5: 缺少“valid_from”"),
    ],
)
def test_mistakes_in_kinds_of_premises(old: str, new: str, said: str) -> None:
    with pytest.raises(Problems) as caught:
        read_premises_kinds("premises.yaml", KINDS.replace(old, new))
    assert said in str(caught.value)


def test_mistakes_in_categories_of_people() -> None:
    good = "purpose: {zh: 帮, en: Help}\ncategories:\n  - {id: one, source: s, grade: A, title: {zh: 一, en: One}}\n"
    assert len(read_household_categories("households.yaml", good).categories) == 1
    with pytest.raises(Problems, match=r"households\.yaml:4: “one”在 categories 里写了两次"):
        read_household_categories("households.yaml", good + good.splitlines()[2] + "\n")
    with pytest.raises(Problems, match=r"households\.yaml:3: “grade”的值 'Q' 不能用"):
        read_household_categories("households.yaml", good.replace("grade: A", "grade: Q"))


# ---- the command line and the guide ----


def test_pack_check_counts_checklists_and_what_is_unverified() -> None:
    result = CliRunner().invoke(app, ["pack", "check", "--lang", "zh"])
    assert f"检查表：{len(SHIPPED)}" in result.output
    assert f"待核的检查项：{sum(len(found.unverified) for found in SHIPPED)}" in result.output


def test_the_guide_s_example_is_a_checklist() -> None:
    guide = (REPOSITORY / "docs" / "writing-a-pack.md").read_text("utf-8")
    (example,) = re.findall(r"```yaml checklist\n(.*?)```", guide, re.DOTALL)
    shared = {path.name: path.read_text("utf-8") for path in SHARED.glob("*.yaml")}
    known = premises_kinds().model_copy(update={"kinds": premises_kinds().kinds[2:3], "marks": ()})
    read = read_checklists({"nine_small_shop.yaml": example}, shared, known).versions[0]
    assert [item.id for item in read.items] == ["exits_clear", "aisles"]
    written = set(yaml.safe_load(example)) | set(yaml.safe_load(example)["items"][1])
    fields = {field.alias or name for cls in (Checklist, Item) for name, field in cls.model_fields.items()}
    assert fields <= written
