"""One inspection in words: who, where, with whom; the place as it was; every item of the checklist."""

from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from sanzhang.desk.checked import clock_words, place_urls, position_words
from sanzhang.desk.places import kind_titles, mark_titles
from sanzhang.desk.registers import moment
from sanzhang.desk.words import labelled, listed, say
from sanzhang.hazards.models import Hazard
from sanzhang.inspections.models import Inspection
from sanzhang.journal.actors import Scope
from sanzhang.packs import checklist
from sanzhang.standing.board import Board

SIGNATURES = {
    "signed": gettext_lazy("现场负责人已签字"),
    "refused": gettext_lazy("现场负责人拒绝签字"),
    "absent": gettext_lazy("现场负责人不在场"),
}
ANSWERS = {"fine": gettext_lazy("正常"), "problem": gettext_lazy("有问题"), "none": gettext_lazy("不涉及")}


def facts_of(board: Board, found: Inspection) -> list[dict[str, Any]]:
    """Who, when, with whom, and how sure that is."""
    posts = {id: say(post.title) for id, post in board.posts.items()}
    parties = {name: say(title) for name, title in board.pack.parties.items()} | posts
    departments = {sector.id: say(sector.department) for sector in board.pack.sectors}
    signature = str(SIGNATURES.get(found.signature.get("state", "absent"), ""))
    facts = [
        {"label": _("区域"), "value": board.area_name(found.area)},
        {
            "label": _("检查人"),
            "value": _("%(name)s（%(post)s）")
            % {
                "name": board.people.get(found.person, "—"),
                "post": f"{board.area_name(found.post_area)} {posts.get(found.post, found.post)}",
            },
        },
        {
            "label": _("检查时间"),
            "value": _("%(start)s 开始，%(end)s 完成") % {"start": moment(found.started_at), "end": moment(found.occurred_at)},
            "note": clock_words(found.clock_offset),
        },
        {"label": _("送达时间"), "value": moment(found.recorded_at)},
        {"label": _("参加方"), "value": listed(parties.get(party, party) for party in found.parties)},
        {"label": _("参加部门"), "value": listed(departments.get(sector, sector) for sector in found.departments)},
        {"label": _("在场人员"), "value": listed(map(_present, found.present))},
        {"label": _("签字"), "value": labelled(signature, found.signature["name"]) if found.signature.get("name") else signature},
        {"label": _("位置"), "value": position_words(found)},
        {"label": _("情况说明"), "value": found.note},
        {"label": _("记录编号"), "value": str(found.id)},
    ]
    return [fact for fact in facts if fact["value"]]


def _present(person: dict[str, str]) -> str:
    name, organisation = person.get("name", ""), person.get("organisation", "")
    return _("%(name)s（%(organisation)s）") % {"name": name, "organisation": organisation} if organisation else name


def place_facts(scope: Scope, board: Board, found: Inspection) -> dict[str, Any]:
    """The place as it stood in the register then, and where it is read now."""
    then, kinds, marks = found.place, kind_titles(), mark_titles()
    sectors = {sector.id: say(sector.title) for sector in board.pack.sectors}
    words = {
        _("名称"): then.get("name"),
        _("户编号"): then.get("number"),
        _("类型"): kinds.get(str(then.get("kind")), then.get("kind")),
        _("标记"): listed(marks.get(str(mark), str(mark)) for mark in _listed(then.get("marks"))),
        _("重点人群户"): _("是") if then.get("vulnerable") else None,
        _("地址"): then.get("address"),
        _("统一社会信用代码"): then.get("code"),
        _("负责人"): then.get("responsible"),
        _("层数"): then.get("storeys"),
        _("建筑面积（平方米）"): then.get("floor_area"),
        _("人数"): then.get("occupancy"),
        _("主管部门（行业）"): sectors.get(str(then.get("sector")), then.get("sector")),
        _("状态"): _("停业") if then.get("closed") else None,
    }
    facts = [{"label": label, "value": str(value)} for label, value in words.items() if value not in (None, "", [])]
    where = (found.place_type, found.place_key)
    return {"facts": facts, "url": place_urls(scope, [where]).get(where, "")}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def sections_of(found: Inspection, hazards: list[Hazard]) -> dict[str, Any]:
    """The checklist in just the version that was used, by section. What nobody touched was in order: that is how it is gone through.

    None of it where the program no longer has that version.
    """
    used = checklist(found.checklist, found.checklist_version)
    if used is None:
        return {}
    by_item = {hazard.item: [one for one in hazards if one.item == hazard.item] for hazard in hazards}
    rows: dict[str, list[dict[str, Any]]] = {section.id: [] for section in used.sections}
    count = dict.fromkeys(ANSWERS, 0)
    for item in used.items:
        answer = found.answers.get(item.id) or ("problem" if item.id in by_item else "fine")
        count[answer] = count.get(answer, 0) + 1
        rows[item.section].append(
            {
                "text": say(item.text),
                "answer": answer,
                "word": ANSWERS.get(answer, answer),
                "basis": item.basis.text,
                "source": item.basis.source,
                "grade": item.basis.grade.value,
                "hazards": by_item.get(item.id, []),
            }
        )
    return {
        "parts": [{"title": say(section.title), "rows": rows[section.id]} for section in used.sections if rows[section.id]],
        "counts": _("，").join(f"{ANSWERS[answer]} {n}" for answer, n in count.items() if n),
        "total": len(used.items),
    }
