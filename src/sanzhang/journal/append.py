"""Append: the one door for writing.

An entry is accepted once. The same bytes under the same id give the first answer again; other bytes under that id are a
conflict, named. Checks and changes run in the transaction of the entry itself: both stand, or neither.
"""

import json
import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import DataError, IntegrityError, connection, transaction
from django.utils import timezone
from uuid_utils.compat import uuid7

from sanzhang.journal import projecting
from sanzhang.journal.actors import Actor
from sanzhang.journal.canonical import digest, instant
from sanzhang.journal.kept_bytes import body_of, sent_hash_of, text_of
from sanzhang.journal.kinds import Draft, Kind, Payload, Written, apply, kind_named
from sanzhang.journal.models import Entry
from sanzhang.journal.rows import insert, select
from sanzhang.journal.sealing import seal_soon
from sanzhang.journal.shapes import read_payload
from sanzhang.rules.areas import county_of, is_code
from sanzhang.rules.problems import NotYet, Problem, Problems, gettext_noop as _

logger = logging.getLogger(__name__)
CLOCK_SLACK = timedelta(minutes=10)


class Outcome(StrEnum):
    """What became of a draft. ``WAITING``: what it depends on is not there yet, or the program failed over it; nothing is kept, and it may be
    sent again as it is.
    """

    ACCEPTED = "accepted"
    REPEATED = "repeated"
    REFUSED = "refused"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Receipt:
    """The answer for one draft. ``problem`` says why it was refused."""

    id: UUID
    outcome: Outcome
    problem: Problem | None = None
    sent_hash: str = ""


def new_id() -> UUID:
    """A fresh UUIDv7: its order is that of making."""
    return uuid7()


def draft(
    kind: str, area: str, payload: Payload | dict[str, Any], *, occurred_at: datetime | None = None, batch: str = "", id: UUID | None = None
) -> Draft:
    """A draft with a fresh id, now unless said otherwise."""
    data = payload.model_dump(mode="json") if isinstance(payload, Payload) else payload
    return Draft(id or new_id(), kind, area, occurred_at or timezone.now(), data, batch)


def append(item: Draft, actor: Actor, *, simulated_at: datetime | None = None) -> Receipt:
    """Append one draft. Raises ``Problem`` when it is refused; nothing is changed then.

    ``simulated_at`` is for demonstrations alone: the moment at which an invented entry pretends to have been recorded.
    """
    receipt = _append_alone(item, actor, simulated_at)
    seal_soon(county_of(item.area))
    return receipt


def append_each(items: Sequence[tuple[Draft, Actor]], *, clock_offset: int = 0) -> list[Receipt]:
    """Append every draft that can be, each as its own actor; each is accepted or refused on its own, with its reason.

    ``clock_offset``: seconds by which the clock of the device that sent them is behind ours.
    """
    known = _known([item.id for item, _actor in items])
    try:
        if all(item.id in known for item, _actor in items):  # all of it sent again: nothing will be written
            return _append_in_turn(items, _append, clock_offset, known)
        with transaction.atomic():
            receipts = _append_in_turn(items, _append, clock_offset, known)
    except Exception:
        # Over some draft of the batch the database said no, or the program failed. Once more, with a way back before each; most batches never
        # need that.
        with transaction.atomic():
            receipts = _append_in_turn(items, _append_whatever_happens, clock_offset, _known([item.id for item, _actor in items]))
            if transaction.get_rollback():  # the way back itself is lost, and with it what was answered before
                raise
    kept = {receipt.id for receipt in receipts if receipt.outcome is Outcome.ACCEPTED}
    for county in {county_of(item.area) for item, _actor in items if item.id in kept}:
        seal_soon(county)
    return receipts


def _append_in_turn(
    items: Sequence[tuple[Draft, Actor]], append_one: Callable[..., Receipt], clock_offset: int, known: dict[UUID, str]
) -> list[Receipt]:
    receipts = []
    for item, actor in items:
        try:
            receipt = append_one(item, actor, clock_offset=clock_offset, known=known)
            known[item.id] = receipt.sent_hash
        except Problem as problem:
            outcome = Outcome.WAITING if isinstance(problem, NotYet) else Outcome.REFUSED
            receipt = Receipt(item.id, outcome, problem)
        receipts.append(receipt)
    return receipts


def _append_whatever_happens(item: Draft, actor: Actor, **more: Any) -> Receipt:
    """Like ``_append_alone``; a mistake of the program costs this draft alone, and that only until it is mended."""
    try:
        return _append_alone(item, actor, **more)
    except Problem:
        raise
    except Exception as error:
        raise server_fault(item.kind, item.id) from error


def server_fault(kind: str, id: UUID | str) -> NotYet:
    """What is told of an entry over which the program failed just now. The trace goes to the log."""
    logger.exception("failed over the entry %s of kind %s", id, kind)
    return NotYet("server_fault", _("服务器处理这条记录时出了差错，还没有收下。"), _("记录仍在手机里，会自动再发；一直不行请告诉管理员。"))


def append_all(items: Sequence[Draft], actor: Actor) -> list[Receipt]:
    """Append all drafts or none. Raises ``Problems`` with every refusal, each marked with its place in ``items``."""
    problems: list[Problem] = []
    receipts = []
    with transaction.atomic():
        for number, item in enumerate(items, start=1):
            try:
                receipts.append(_append(item, actor))
            except Problem as problem:
                problem.where = problem.where or f"#{number}"
                problems.append(problem)
            except (IntegrityError, DataError) as error:  # the transaction is lost, so the rest cannot be looked at
                lost = _not_kept(error)
                lost.where = f"#{number}"
                raise Problems([*problems, lost]) from error
        if problems:
            raise Problems(problems)
    for county in {county_of(item.area) for item in items}:
        seal_soon(county)
    return receipts


def _append_alone(
    item: Draft, actor: Actor, recorded_at: datetime | None = None, *, clock_offset: int = 0, known: dict[UUID, str] | None = None
) -> Receipt:
    """Append in a transaction of its own, or a part of the running one, so that its failure is nobody else's."""
    for attempt in ("first", "last"):
        try:
            with transaction.atomic():
                return _append(item, actor, recorded_at, clock_offset=clock_offset, known=known if attempt == "first" else None)
        except IntegrityError as error:  # most likely the same id arrived by another way at the same moment: a second look tells
            if attempt == "last":
                raise _not_kept(error) from error
        except DataError as error:
            raise _not_kept(error) from error
    raise AssertionError  # the last attempt returns or raises


def _known(ids: Sequence[UUID]) -> dict[UUID, str]:
    """Which of ``ids`` the journal has, and the hash of what was sent then."""
    return dict(select(Entry, ("id", "sent_hash"), "id", ids))


def _not_kept(error: Exception) -> Problem:
    reason = str(error).split("\n")[0]
    return Problem("not_kept", _("数据库不能保存这条记录：{reason}"), _("缩短过长的内容，或刷新后重新提交。"), reason=reason)


def _append(
    item: Draft, actor: Actor, recorded_at: datetime | None = None, *, clock_offset: int = 0, known: dict[UUID, str] | None = None
) -> Receipt:
    if not is_code(item.area) or len(item.area) < 6:
        raise Problem("area_code", _("“{area}”不是区划代码。"), _("填 6、9、12 或 15 位数字代码。"), area=item.area)
    if item.occurred_at.tzinfo is None:
        raise Problem("moment_zone", _("发生时间没有时区。"), _("把应用更新到当前版本后再提交。"))
    kind = kind_named(item.kind)
    payload = text_of(item.payload)
    sent_hash = sent_hash_of(item, actor, payload)
    repeated = (_known([item.id]) if known is None else known).get(item.id)
    if repeated is not None:
        if repeated != sent_hash:
            raise Problem(
                "conflict", _("编号 {id} 下已有一条内容不同的记录。"), _("已收到的那条没有改动；要更正请另记一条。"), id=str(item.id)
            )
        return Receipt(item.id, Outcome.REPEATED, sent_hash=sent_hash)
    kept = kind.protect(item.payload, item.id) if kind.protect else item.payload
    if kept is not item.payload:
        payload = text_of(kept)
    clock_offset += item.clock_set
    body = body_of(item, actor, payload, clock_offset)
    if kind.serial:
        wait_for_county(county_of(item.area))
    # Read back from the canonical text, so that what is applied now and what a rebuild applies are the same to the byte.
    written = _written(item, actor, read_payload(kind, json.loads(payload)), recorded_at or _tick(), clock_offset)
    _check(kind, written, actor)
    row = {
        "id": item.id, "county": written.county, "kind": item.kind, "area": item.area, "person": actor.person, "post": actor.post,
        "occurred_at": item.occurred_at, "recorded_at": written.recorded_at, "batch": item.batch, "body": body,
        "content_hash": digest(body), "sent_hash": sent_hash, "device": item.device, "clock_offset": clock_offset,
    }  # fmt: skip
    insert(Entry, [row])
    try:
        with projecting.allowed():
            apply(written)
    except Problem as error:  # what may be refused is refused by the check, before anything is written
        raise IntegrityError(str(error)) from error
    return Receipt(item.id, Outcome.ACCEPTED, sent_hash=sent_hash)


def _written(item: Draft, actor: Actor, payload: Payload, recorded_at: datetime, clock_offset: int) -> Written[Any]:
    return Written(
        item.id,
        item.kind,
        county_of(item.area),
        item.area,
        actor.person,
        actor.post,
        actor.area,
        actor.sector,
        item.occurred_at + timedelta(seconds=clock_offset),
        recorded_at,
        item.batch,
        payload,
        item.device,
        clock_offset,
    )


def _check(kind: Kind[Any], written: Written[Any], actor: Actor) -> None:
    if written.occurred_at > written.recorded_at + CLOCK_SLACK:
        raise Problem("future", _("发生时间 {when} 晚于现在。"), _("检查设备的日期和时间。"), when=instant(written.occurred_at))
    power = kind.power_for(written)
    if not actor.may(power, written.area):
        if actor.may(power, actor.area):
            raise Problem(
                "outside_area", _("{area} 不在您任职的区域内。"), _("请由该区域的责任人记录，或改选您辖区内的区域。"), area=written.area
            )
        raise Problem("no_power", _("您的岗位没有这项权限（{power}）。"), _("请由有权限的岗位办理。"), power=power)
    kind.check(written, actor)


def wait_for_county(county: str) -> None:
    """Let one writer at a time check and change a county's registers; held until the transaction ends.

    SQLite has one writer at a time anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [1, int(county)])


_last_tick = [datetime.min.replace(tzinfo=timezone.get_default_timezone())]
_tick_lock = threading.Lock()


def _tick() -> datetime:
    """Now, and always later than the tick before: sealing keeps the order in which changes were made."""
    with _tick_lock:
        _last_tick[0] = max(timezone.now(), _last_tick[0] + timedelta(microseconds=1))
        return _last_tick[0]
