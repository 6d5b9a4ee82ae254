"""What is wrong with the shape of a payload, in words for whoever filled it in: pydantic says it in English, and for programmers."""

from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from sanzhang.journal.kinds import Kind, Payload
from sanzhang.rules.problems import Problem, Word, gettext_noop as _

# How the forms call the fields; a field that no form shows keeps its own name.
FIELDS = {
    "accuracy": _("位置精度"), "action": _("怎么处理"), "address": _("地址"), "after": _("整改后照片"), "agreed": _("约定的事"), "answers": _("检查结果"),
    "area": _("区域"), "areas": _("区域"), "attachments": _("附件"), "categories": _("关爱类别"), "checklist": _("检查表"), "code": _("统一社会信用代码"),
    "contact": _("联系人"), "department": _("部门"), "departments": _("参加部门"), "due": _("整改期限"), "evidence": _("检查方式"),
    "finding": _("发现的问题"), "findings": _("发现的问题"), "floor_area": _("建筑面积"), "for_period": _("所属时段"), "hazard": _("隐患"), "item": _("检查项"),
    "keep_until": _("保存到"), "kind": _("种类"), "lat": _("纬度"), "lon": _("经度"), "marks": _("标识"), "name": _("名称"), "note": _("说明"), "notes": _("备注"),
    "number": _("编号"), "occupancy": _("人数"), "occurred_at": _("发生时间"), "organisation": _("单位"), "parties": _("参加方"), "people": _("人员"),
    "phone": _("电话"), "photos": _("照片"), "place": _("场所"), "position": _("位置"), "present": _("在场人员"), "purpose": _("用途"), "reason": _("理由"),
    "responsible": _("负责人"), "result": _("结果"), "sector": _("行业"), "severity": _("严重程度"), "signature": _("签字"), "started_at": _("开始时间"),
    "state": _("状态"), "storeys": _("层数"), "taken_at": _("拍摄时间"), "text": _("什么问题"), "until": _("到哪天"),
}  # fmt: skip


def read_payload(kind: Kind[Any], data: dict[str, Any]) -> Payload:
    """``data`` as a payload of ``kind``. Raises ``Problem`` where it is none."""
    try:
        payload: Payload = kind.payload.model_validate(data)
    except ValidationError as error:
        raise problem_of(error) from None
    return payload


def problem_of(error: ValidationError) -> Problem:
    """The first thing that is wrong."""
    detail = error.errors(include_url=False, include_input=False)[0]
    message, hint, numbers = _words(detail)
    return Problem("payload", message, hint, field=field_named(detail["loc"]), **numbers)


def field_named(loc: tuple[int | str, ...]) -> Word:
    """The field in the forms' words, and which of several it is: the text of the second finding is “什么问题 2”."""
    names = [part for part in loc if isinstance(part, str)]
    known = next((FIELDS[name] for name in reversed(names) if name in FIELDS), None)
    number = next((part + 1 for part in loc if isinstance(part, int)), 0)
    return Word(known, number) if known else Word(".".join(str(part) for part in loc))


def _words(detail: ErrorDetails) -> tuple[str, str, dict[str, Any]]:
    """What happened, what to do, and the numbers in it."""
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "string_too_long":
        return _("“{field}”太长，最多 {most} 字。"), _("缩短后再发。"), {"most": context["max_length"]}
    if kind == "too_long":
        return _("“{field}”太多，最多 {most} 项。"), _("减少几项，多出的另记一条。"), {"most": context["max_length"]}
    if kind == "missing" or (kind.endswith("too_short") and context["min_length"] == 1):
        return _("“{field}”没有填。"), _("补上后再发。"), {}
    if kind.startswith("greater_than"):
        return _("“{field}”不能小于 {limit}。"), _("改正后再发。"), {"limit": next(iter(context.values()))}
    if kind.startswith("less_than"):
        return _("“{field}”不能大于 {limit}。"), _("改正后再发。"), {"limit": next(iter(context.values()))}
    message, hint = next((words for starts, words in OTHERS if kind.startswith(starts)), WRONG)
    return message, hint, {}


OTHERS = (
    (("date_", "datetime_", "timezone_"), (_("“{field}”不是能用的日期。"), _("重新选一个日期再发。"))),
    (("int_", "float_", "finite_"), (_("“{field}”不是能用的数字。"), _("重新填一个数字再发。"))),
    (("literal_error", "enum"), (_("“{field}”不是可选的内容。"), _("从列出的里面选一项再发；没有就先更新应用。"))),
    (("extra_forbidden",), (_("“{field}”不该出现在这条记录里。"), _("把应用更新到当前版本后再提交。"))),
)
WRONG = (_("“{field}”填得不对。"), _("改正这一项后重新提交。"))
