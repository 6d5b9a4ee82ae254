"""The guide for writers of packs: its examples are right, and it shows the messages that the reader gives."""

import re

import pytest
import yaml
from tests.packs.reading import PACKS, REPOSITORY

from sanzhang.rules.pack import PackErrors, model, read_pack

GUIDE = (REPOSITORY / "docs" / "writing-a-pack.md").read_text("utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
STATEMENTS: dict[str, type[model.Statement]] = {
    "clauses": model.Clause, "posts": model.Post, "sectors": model.Sector, "groups": model.EvidenceGroup, "evidence": model.EvidenceKind,
    "parameters": model.OpenParameter, "duties": model.Duty, "measures": model.Measure, "programmes": model.Programme, "stages": model.Stage,
    "source": model.Source,
}  # fmt: skip
SMALL = (PACKS / "notices" / "sonid-right" / "notice.yaml").read_text("utf-8")


@pytest.mark.parametrize("example", EXAMPLES)
def test_examples_are_statements_of_the_pack(example: str) -> None:
    for name, value in yaml.safe_load(example).items():
        assert name in model.Pack.model_fields
        if name in STATEMENTS:
            for statement in value if isinstance(value, list) else [value]:
                STATEMENTS[name].model_validate(statement)


def test_every_statement_is_explained() -> None:
    explained = {name for example in EXAMPLES for name in yaml.safe_load(example)}
    assert explained == set(model.Pack.model_fields)


def test_every_field_of_a_duty_is_named() -> None:
    assert [name for name in model.Duty.model_fields if name not in GUIDE] == []


@pytest.mark.parametrize(
    ("written", "instead", "shown"),
    [
        ("owed_by: group_leader", "owned_by: group_leader", "不认识“owned_by”。 是不是要写“owed_by”？"),
        ("owed_by: group_leader", "owned_by: group_leader", "缺少“owed_by”。 补上这一项；写法见 docs/writing-a-pack.md。"),
        ("evidence: [door_visit]", "evidence: [dor_visit]", "“dor_visit”在 evidence 里没有。 是不是要写“door_visit”？"),
        (", within_days: {parameter: set_up_days}", "", "没有期限。 加上 within_days: 天数，或引用一个待定参数。"),
        (
            "every: {parameter: visit_cadence}",
            "every: {parameter: set_up_days}",
            "不是周期。 把它的 unit 写成 cadence，值写 month、quarter 等。",
        ),
        ("id: group.set_up,", "id: town.set_up,", "在 duties 里写了两次。 改掉其中一个的名称，或删去一个。"),
        (", every: {parameter: visit_cadence}", "", "按期的写 every: month 等；由一件事引起的写 trigger 和 within_days。"),
    ],
)
def test_messages_are_those_the_guide_shows(written: str, instead: str, shown: str) -> None:
    assert shown in GUIDE
    assert written in SMALL
    with pytest.raises(PackErrors) as caught:
        read_pack({"notice.yaml": SMALL.replace(written, instead)})
    assert shown in str(caught.value)
    assert re.match(r"notice\.yaml:\d+: ", str(caught.value))
