"""What must hold of an inspection before it is kept. Each check raises ``Problem`` in words that whoever stood there can act on."""

from datetime import date

from sanzhang.households.models import Household
from sanzhang.inspections.payloads import Finding, InspectionMade, PlaceSeen
from sanzhang.journal.rows import select
from sanzhang.packs import checklist, every_checklist
from sanzhang.people.queries import names_of
from sanzhang.premises.models import Premises
from sanzhang.rules.checklists import Checklist
from sanzhang.rules.pack.model import EvidenceKind, Pack
from sanzhang.rules.problems import NotYet, Problem, gettext_noop as _

HOUSEHOLD_SHOWS = {"number", "vulnerable"}
LONGEST_SNAPSHOT = 60


def check_checklist(payload: InspectionMade) -> Checklist:
    """The checklist in just the version that was used, with no answer beyond it."""
    used = checklist(payload.checklist, payload.checklist_version)
    if used is None:
        raise Problem(
            "checklist_unknown", _("服务器没有检查表“{id}”第 {version} 版。"), _("联网更新应用后重发；内容仍在手机里。"),
            id=payload.checklist, version=payload.checklist_version,
        )  # fmt: skip
    items = {item.id for item in used.items}
    for name in (*payload.answers, *(finding.item for finding in payload.findings if finding.item)):
        if name not in items:
            raise Problem(
                "item_unknown", _("检查表“{title}”没有“{name}”这一项。"), _("联网更新应用后重发。"), title=used.title.zh, name=name
            )
    return used


def check_evidence(pack: Pack, payload: InspectionMade, used: Checklist) -> EvidenceKind:
    """It counts as a kind of evidence that the county's notice knows, in a way the checklist is made for."""
    kind = next((kind for kind in pack.evidence if kind.id == payload.evidence), None)
    modes = {f"inspection.{mode}" for mode in used.modes}
    if kind is None or modes.isdisjoint(kind.comes_from):
        raise Problem(
            "evidence_unknown", _("检查表“{title}”不能记作“{kind}”。"), _("联网更新应用后重新选择检查方式。"),
            title=used.title.zh, kind=kind.title.zh if kind else payload.evidence,
        )  # fmt: skip
    return kind


def check_place(county: str, place: PlaceSeen) -> None:
    """The place is registered. One that another phone, or this one, registered and has not sent yet may still come."""
    if len(place.snapshot) > LONGEST_SNAPSHOT:
        raise Problem("snapshot", _("场所快照的项目太多。"), _("联网更新应用后重发。"))
    if place.type == "area":
        return
    known: type[Premises] | type[Household] = Premises if place.type == "premises" else Household
    if (county,) not in select(known, ("county",), "key", [place.key]):
        raise NotYet("place_unknown", _("还没有收到这个场所的登记。"), _("登记送达后会自动重发，不用重填。"))
    if place.type == "household" and not set(place.snapshot) <= HOUSEHOLD_SHOWS:
        raise Problem("snapshot_personal", _("住户的检查记录里不能带个人信息。"), _("联网更新应用后重发。"))


def check_finding(finding: Finding, day: date) -> None:
    """By a date: a date that is not past. Corrected on the spot: shown by a photo. No photo, and why, only where there is none."""
    if finding.no_photo and finding.photos:
        raise Problem("finding_no_photo", _("“{text}”有照片，又写了没有照片的原因。"), _("改正后重发。"), text=finding.text[:20])
    if finding.action == "by_date" and (finding.due is None or finding.due < day):
        raise Problem("finding_due", _("“{text}”的整改期限没有填，或早于检查当天。"), _("改正期限后重发。"), text=finding.text[:20])
    if finding.action != "by_date" and finding.due is not None:
        raise Problem("finding_due", _("“{text}”不是限期整改，不应有期限。"), _("改正后重发。"), text=finding.text[:20])
    if finding.action == "on_the_spot" and not finding.after:
        raise Problem(
            "finding_after", _("“{text}”记为当场改好，但没有整改后的照片。"), _("补拍照片，或改为限期整改。"), text=finding.text[:20]
        )


def check_item(name: str, item: str) -> None:
    """An item that a version of the checklist has. An item without a checklist says nothing, and is kept as it is sent."""
    versions = [found for found in every_checklist().versions if found.id == name]
    if name and not any(known.id == item for found in versions for known in found.items):
        raise Problem("item_unknown", _("检查表“{title}”没有“{name}”这一项。"), _("联网更新应用后重发。"), title=name, name=item)


def check_taking_part(pack: Pack, payload: InspectionMade, kind: EvidenceKind, recorder: str) -> None:
    """Parties and departments that the notice knows. A joint inspection says which came, and names somebody beside ``recorder``."""
    parties = set(pack.parties) | {post.id for post in pack.posts}
    for name in payload.parties:
        if name not in parties:
            raise Problem("party_unknown", _("策略包里没有“{name}”这个参加方。"), _("从列出的参加方里选。"), name=name)
    sectors = {sector.id for sector in pack.sectors}
    for name in payload.departments:
        if name not in sectors:
            raise Problem("sector_unknown", _("策略包里没有“{name}”这个行业。"), _("从列出的部门里选。"), name=name)
    if not kind.is_joint:
        return
    if not payload.parties and not payload.departments:
        raise Problem(
            "joint_alone",
            _("记为{kind}，但没有选谁一起参加。"),
            _("选上参加的部门或参加方；一个人查的，改记别的检查方式。"),
            kind=kind.title.zh,
        )
    own = names_of([recorder]).get(recorder, "")
    if not any(person.name.strip() and person.name.strip() != own for person in payload.present):
        raise Problem(
            "joint_unnamed", _("记为{kind}，但没有写到场人员的姓名。"), _("除记录人以外，至少写一名到场人员的姓名。"), kind=kind.title.zh
        )
