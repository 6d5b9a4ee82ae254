"""What is wrong with a payload's shape is told in Chinese, with the field as the forms call it, and in English where that is asked for."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.utils import translation
from pydantic import ValidationError

from sanzhang.inspections.payloads import Finding, InspectionMade
from sanzhang.journal.shapes import problem_of
from sanzhang.packs.words import sentences
from sanzhang.photos.uses import PhotoRef
from sanzhang.premises.entries.set_premises import PremisesSet
from sanzhang.rules.position import Position

FINDING = {"id": str(uuid4()), "text": "堆放杂物", "action": "by_date", "due": "2026-12-01"}
CHECK = {
    "checklist": "nine_small_shop", "checklist_version": 1, "evidence": "daily_patrol", "place": {"type": "premises", "key": "k"},
    "started_at": "2026-11-24T08:00:00+08:00",
}  # fmt: skip
PHOTO = {
    "sha256": "a" * 64, "size": 1, "width": 1, "height": 1, "role": "before", "source": "camera", "taken_at": "2026-11-24T08:00:00+08:00",
    "no_position": "denied",
}  # fmt: skip


def told(model: Any, payload: dict[str, Any]) -> str:
    with pytest.raises(ValidationError) as caught:
        model.model_validate(payload)
    words = sentences(problem_of(caught.value))
    assert words["hint"]
    return words["message"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"text": "长" * 501}, "“什么问题”太长，最多 500 字。"),
        ({"text": ""}, "“什么问题”没有填。"),
        ({"due": "2026-02-31"}, "“整改期限”不是能用的日期。"),
        ({"due": 7.5}, "“整改期限”不是能用的日期。"),
        ({"action": "burn"}, "“怎么处理”不是可选的内容。"),
        ({"colour": "red"}, "“colour”不该出现在这条记录里。"),
        ({"text": 5}, "“什么问题”填得不对。"),
    ],
)
def test_a_finding(change: dict[str, Any], message: str) -> None:
    assert told(Finding, FINDING | change) == message


def test_several_findings_are_told_apart() -> None:
    findings = [FINDING, {**FINDING, "text": "长" * 501}]
    assert told(InspectionMade, CHECK | {"findings": findings}) == "“什么问题 2”太长，最多 500 字。"
    assert told(InspectionMade, CHECK | {"findings": [FINDING] * 61}) == "“发现的问题”太多，最多 60 项。"
    assert told(InspectionMade, {name: value for name, value in CHECK.items() if name != "evidence"}) == "“检查方式”没有填。"
    assert told(InspectionMade, CHECK | {"started_at": "gestern"}) == "“开始时间”不是能用的日期。"


def test_numbers() -> None:
    place = {"key": str(uuid4()), "kind": "small_shop", "name": "小卖部"}
    assert told(PremisesSet, place | {"storeys": "many"}) == "“层数”不是能用的数字。"
    assert told(Position, {"lat": "north", "lon": 107.0}) == "“纬度”不是能用的数字。"
    assert told(PhotoRef, PHOTO | {"size": 0}) == "“size”不能小于 1。"
    assert told(PhotoRef, PHOTO | {"taken_at": "2300-01-01T00:00:00Z"}).startswith("“拍摄时间”不能大于")


def test_no_shape_of_a_date_escapes() -> None:
    for due in ("x", 10**20, [], {}, True, date.max.isoformat() + "x"):
        assert "整改期限" in told(Finding, FINDING | {"due": due})


def test_in_english() -> None:
    with translation.override("en"):
        several = CHECK | {"findings": [FINDING, {**FINDING, "text": "长" * 501}]}
        assert told(InspectionMade, several) == "“Problem 2” is too long: at most 500 characters."
