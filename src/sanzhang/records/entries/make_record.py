"""Something was done and is recorded, once, for every duty it fulfils."""

from typing import Any
from uuid import UUID, uuid5

from django.conf import settings

from sanzhang.areas.models import Area
from sanzhang.journal.actors import Actor
from sanzhang.journal.kinds import Kind, Line, Long, Name, Payload, Short, Written
from sanzhang.journal.media import path_of
from sanzhang.packs import pack_for
from sanzhang.records.answers import check_answers
from sanzhang.records.models import Record, RecordArea
from sanzhang.rules.areas import LEVELS, is_code, smallest_around
from sanzhang.rules.days import day_of
from sanzhang.rules.pack.model import EvidenceKind
from sanzhang.rules.periods import parse
from sanzhang.rules.problems import Problem, gettext_noop as _


class Attachment(Payload):
    """A file by its content."""

    sha256: Line
    name: Name
    type: Line
    size: int


class RecordMade(Payload):
    """What was done. ``areas``: where, or for which; the entry's area covers them all. ``data`` answers what the kind asks for."""

    evidence: Short
    areas: tuple[str, ...]
    parties: tuple[str, ...] = ()
    for_period: Short = ""
    refers_to: Short = ""
    note: Long = ""
    data: dict[str, Any] = {}
    attachments: tuple[Attachment, ...] = ()


def check(written: Written[RecordMade], actor: Actor) -> None:
    """A kind of the pack, at a level where it is recorded, in known areas, with all that it asks for."""
    payload = written.payload
    kind = _kind(written.county, payload.evidence)
    if not payload.areas or smallest_around(payload.areas) != written.area:
        raise Problem("record_areas", _("没有选对区域。"), _("至少选一个区域。"))
    known = set(Area.objects.filter(key__in=payload.areas, superseded_at__isnull=True).values_list("key", flat=True))
    for code in payload.areas:
        if code not in known:
            raise Problem("area_unknown", _("区划 {code} 没有登记。"), _("检查代码。"), code=code)
        if not is_code(code) or LEVELS[len(code)] not in kind.levels:
            raise Problem("record_level", _("“{kind}”不在 {code} 这一级记录。"), _("改选区域。"), kind=kind.title.zh, code=code)
    check_answers(pack_for(written.county, settings.DEFAULT_PACK), kind, payload.data, payload.parties)
    _check_period(payload.for_period)
    _check_reference(written, kind)
    for attachment in payload.attachments:
        if not path_of(attachment.sha256).exists():
            raise Problem("attachment_missing", _("附件“{name}”还没有上传完。"), _("重新选择附件。"), name=attachment.name)


def apply(written: Written[RecordMade]) -> None:
    """The record, and the areas that decide who sees it."""
    payload = written.payload
    day = day_of(written.occurred_at)
    Record.objects.create(
        id=written.id, county=written.county, kind=payload.evidence, area=written.area, areas=list(payload.areas), occurred_on=day,
        person=written.person, post=written.post, post_area=written.post_area, sector=written.sector, parties=sorted(payload.parties),
        for_period=payload.for_period, refers_to=payload.refers_to, note=payload.note, data=payload.data,
        attachments=[attachment.model_dump() for attachment in payload.attachments], recorded_at=written.recorded_at,
    )  # fmt: skip
    RecordArea.objects.bulk_create(
        RecordArea(id=uuid5(written.id, code), record_id=written.id, area=code, sector=written.sector, occurred_on=day)
        for code in payload.areas
    )


def _kind(county: str, name: str) -> EvidenceKind:
    found = next((kind for kind in pack_for(county, settings.DEFAULT_PACK).evidence if kind.id == name), None)
    if found is None:
        raise Problem("evidence_unknown", _("策略包里没有“{name}”这种记录。"), _("从记录种类里选。"), name=name)
    return found


def _check_period(key: str) -> None:
    if key:
        try:
            parse(key)
        except ValueError:
            raise Problem("period", _("“{key}”不是周期。"), _("写成 2026-03、2026Q1、2026H1 或 2026。"), key=key) from None


def _check_reference(written: Written[RecordMade], kind: EvidenceKind) -> None:
    """What an answer answers must exist, be of a kind that may be answered so, and lie in the actor's county."""
    reference = written.payload.refers_to
    if kind.refers_to and not reference:
        raise Problem("reference_missing", _("没有说明“{kind}”针对哪一条记录。"), _("从列出的记录里选。"), kind=kind.title.zh)
    if reference:
        id = _uuid(reference)
        if id is None or not Record.objects.filter(id=id, county=written.county, kind__in=kind.refers_to).exists():
            raise Problem("reference_unknown", _("所针对的记录 {id} 不存在或种类不对。"), _("从列出的记录里选。"), id=reference)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


KIND = Kind("record.made", RecordMade, lambda written: f"record.{written.payload.evidence}", apply, check, serial=False)
