"""POST /sync/push: what was recorded on a phone arrives. Each entry is answered for itself; one bad entry never holds up the others."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from ninja import Router, Schema
from pydantic.json_schema import SkipJsonSchema

from sanzhang.api.caller import ApiRequest, Caller
from sanzhang.api.problems import Refused, told
from sanzhang.api.v1 import shapes
from sanzhang.api.v1.cycles import MOVED
from sanzhang.api.v1.drafts import actor_for, read_draft
from sanzhang.journal.actors import Actor
from sanzhang.journal.append import Outcome, Receipt, append_each, server_fault
from sanzhang.journal.kinds import Draft
from sanzhang.rules.problems import NotYet, Problem, gettext_noop as _

router = Router()
MOST_ENTRIES = 100
# A clock that is off by less is let be; one that is off by more than the second cannot be put right by guessing.
CLOCK_NOTED = timedelta(minutes=2)
CLOCK_BEARABLE = timedelta(days=2)


class Push(Schema):
    """``sent_at``: the phone's own clock as it sends. Entries are looked at one by one, so that one that cannot be read refuses itself alone."""

    device: UUID
    app: str
    sent_at: datetime
    entries: list[Any]


class Result(Schema):
    """The answer for one entry. ``problem`` is left out, never null, where there is none."""

    id: str
    outcome: Outcome
    problem: shapes.Problem | SkipJsonSchema[None] = None


class Pushed(Schema):
    """The answers, in the order of the entries. ``clock_offset``: seconds to add to the phone's clock to get the server's."""

    received_at: datetime
    clock_offset: int
    results: list[Result]


@router.post("/sync/push", response=Pushed, exclude_none=True, operation_id="push")
def push(request: ApiRequest, body: Push) -> dict[str, Any]:
    """Take in what the phone sends."""
    caller, now = request.caller, timezone.now()
    if body.device != caller.device.id:
        raise Refused(403, Problem("device", _("登录凭证不是这部手机的。"), _("请在这部手机上重新登录；没发完的记录都在。")))
    if len(body.entries) > MOST_ENTRIES:
        raise Refused(
            413, Problem("too_many", _("一次最多发 {most} 条。"), _("应用会分批重发；如果仍不行，请更新应用。"), most=MOST_ENTRIES)
        )
    offset = now - (body.sent_at if body.sent_at.tzinfo else timezone.make_aware(body.sent_at))
    noted = int(offset.total_seconds()) if abs(offset) > CLOCK_NOTED else 0
    refusal = _of_app(body.app) or _of_clock(offset, body.sent_at)
    results = [_refused(entry, refusal) for entry in body.entries] if refusal else _take_in(caller, body.entries, noted)
    return {"received_at": now, "clock_offset": int(offset.total_seconds()), "results": results}


def _take_in(caller: Caller, entries: list[Any], clock_offset: int) -> list[dict[str, Any]]:
    """Read every entry, append those that can be read, and answer for each at its place."""
    results: list[dict[str, Any]] = [{}] * len(entries)
    readable: list[tuple[int, Draft, Actor]] = []
    for place, entry in enumerate(entries):
        try:
            item = _with_clock(read_draft(caller, entry), clock_offset)
            if item.kind == MOVED:  # which power it takes depends on what the entries before it change
                _append(readable, results, clock_offset)
            readable.append((place, item, actor_for(caller, item, entry, clock_offset)))
        except Problem as problem:
            results[place] = _refused(entry, problem)
        except Exception:  # a mistake of ours over one entry is no reason to keep the others waiting
            results[place] = _refused(entry, server_fault(*_named(entry)))
    _append(readable, results, clock_offset)
    return results


def _append(readable: list[tuple[int, Draft, Actor]], results: list[dict[str, Any]], clock_offset: int) -> None:
    """Append what was read so far, put the answers at their places, and begin anew."""
    receipts = append_each([(item, actor) for _place, item, actor in readable], clock_offset=clock_offset)
    for (place, _item, _actor), receipt in zip(readable, receipts, strict=True):
        results[place] = _result(receipt)
    readable.clear()


def _result(receipt: Receipt) -> dict[str, Any]:
    return {"id": str(receipt.id), "outcome": receipt.outcome, "problem": told(receipt.problem) if receipt.problem else None}


def _refused(entry: Any, problem: Problem) -> dict[str, Any]:
    outcome = Outcome.WAITING if isinstance(problem, NotYet) else Outcome.REFUSED
    return {"id": _named(entry)[1], "outcome": outcome, "problem": told(problem)}


def _named(entry: Any) -> tuple[str, str]:
    """Kind and id, as far as something that can't be read has them."""
    said = entry if isinstance(entry, dict) else {}
    return str(said.get("kind", ""))[:60], str(said.get("id", ""))[:60]


def _with_clock(item: Draft, clock_offset: int) -> Draft:
    """Raises ``Problem`` where the phone's clock was so wrong when this was recorded that nobody can put it right by guessing."""
    if abs(item.clock_set) <= CLOCK_NOTED.total_seconds():
        return replace(item, clock_set=0)
    off = timedelta(seconds=clock_offset) + timedelta(seconds=item.clock_set)
    if abs(off) > CLOCK_BEARABLE:
        raise Problem(
            "clock", _("记录时手机的时间是 {when}，后来调了 {days} 天。"), _("核对手机现在的日期和时间，再点“重试”，按调准后的时间计。"),
            when=f"{item.occurred_at:%Y-%m-%d %H:%M}", days=abs(off).days,
        )  # fmt: skip
    return item


def _of_app(app: str) -> Problem | None:
    if _numbers(app) >= _numbers(settings.FIELD_APP_AT_LEAST):
        return None
    return Problem(
        "app_old",
        _("应用版本 {app} 太旧，不能再发送。"),
        _("联网时它会自己更新，更新后自动重发；没发完的记录都在。一直不行就关掉再打开。"),
        app=app or "?",
    )


def _numbers(version: str) -> tuple[int, ...]:
    parts = version.split(".")[:3]
    return tuple(int(part) for part in parts) if all(part.isdigit() and len(part) < 6 for part in parts) else (0,)


def _of_clock(offset: timedelta, sent_at: datetime) -> Problem | None:
    if abs(offset) <= CLOCK_BEARABLE:
        return None
    return Problem(
        "clock", _("手机的时间是 {when}，与服务器相差 {days} 天。"), _("把手机的日期和时间调准，再点“重试”；记录都在。"),
        when=f"{sent_at:%Y-%m-%d %H:%M}", days=abs(offset).days,
    )  # fmt: skip
