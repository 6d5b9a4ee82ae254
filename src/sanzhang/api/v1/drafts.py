"""Entries as phones send them, read one by one."""

import json
from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from sanzhang.api.caller import Caller
from sanzhang.hazards.queries import in_hand_of
from sanzhang.journal.actors import Actor, narrowest
from sanzhang.journal.kinds import Draft, Written, kind_named
from sanzhang.journal.shapes import field_named
from sanzhang.rules.areas import county_of
from sanzhang.rules.days import day_of
from sanzhang.rules.problems import Problem, gettext_noop as _

LARGEST_ENTRY = 256 * 1024
LONG = 300 * 366 * 86_400  # seconds; no clock is further off
# What phones may send. Appointments, parameters, decisions and the like are made at the desk.
FROM_PHONES = frozenset({
    "inspection.made", "inspection.withdrawn", "hazard.found", "hazard.corrected", "hazard.reported", "hazard.moved", "hazard.settled",
    "premises.set", "premises.revealed", "household.set", "household.revealed", "record.made", "record.withdrawn",
})  # fmt: skip


class SentEntry(BaseModel):
    """One entry. ``post``: the appointment in which the person acted; ``person``: himself, or nothing.

    ``clock_set``: seconds by which the phone noticed that its clock has been set forward (negative: back) since ``occurred_at`` was read from it.
    """

    model_config = ConfigDict(extra="forbid", strict=False)

    id: UUID
    kind: str
    area: str
    occurred_at: AwareDatetime
    payload: dict[str, Any]
    post: str = ""
    person: str = ""
    clock_set: Annotated[int, Field(ge=-LONG, le=LONG)] = 0


def read_draft(caller: Caller, entry: Any) -> Draft:
    """What was sent, as a draft. Raises ``Problem``, in words for whoever recorded it."""
    if len(json.dumps(entry)) > LARGEST_ENTRY:
        raise Problem(
            "entry_size", _("这条记录太大（超过 {limit} kB）。"), _("照片不应写在记录里；请更新应用。"), limit=LARGEST_ENTRY // 1024
        )
    try:
        sent = SentEntry.model_validate(entry)
    except ValidationError as error:
        field = field_named(error.errors(include_url=False, include_input=False)[0]["loc"])
        raise Problem("entry", _("这条记录缺少或写错了“{field}”。"), _("请更新应用后重发。"), field=field) from None
    if sent.person and sent.person != caller.person:
        raise Problem("actor", _("这条记录写的是另一个人的名义。"), _("请由本人在自己的手机上记录。"))
    if "sealed" in sent.payload:  # what is encrypted is encrypted here, with keys that no phone has
        raise Problem("entry", _("这条记录缺少或写错了“{field}”。"), _("请更新应用后重发。"), field="sealed")
    if sent.kind not in FROM_PHONES:
        kind_named(sent.kind)
        raise Problem("kind_desk", _("“{kind}”不能从手机记录。"), _("请在电脑上办理。"), kind=sent.kind)
    return Draft(
        sent.id, sent.kind, sent.area, sent.occurred_at, sent.payload, device=str(caller.device.id), clock_set=sent.clock_set
    )  # fmt: skip


def actor_for(caller: Caller, item: Draft, entry: dict[str, Any], clock_offset: int) -> Actor:
    """The post in which it was recorded: the stated one, or the narrowest that carries the power, of those held then.

    Raises ``Problem`` where none was held. Where none is fit, the journal refuses, and says why.
    """
    actors = caller.actors_on(day_of(item.occurred_at + timedelta(seconds=clock_offset + item.clock_set)))
    if not actors:
        raise Problem("no_post", _("记录那天您没有任职。"), _("请联系管理任职的人核对任职日期。"))
    stated = [actor for actor in actors if actor.appointment == entry.get("post")]
    near, power = narrowest(stated or actors, item.area), _power_of(item, actors[0])
    able = [actor for actor in near if power is None or actor.may(power, item.area)]
    if len(able) > 1 and item.kind == "hazard.moved" and (department := in_hand_of(item.payload["hazard"])):
        able.sort(key=lambda actor: actor.sector != department)
    return next(iter(able), near[0] if near else actors[0])


def _power_of(item: Draft, actor: Actor) -> str | None:
    """The power that the entry takes, whoever makes it; None where its payload or what it is about cannot be read: the journal says so."""
    kind = kind_named(item.kind)
    if isinstance(kind.power, str):
        return kind.power
    try:
        payload = kind.payload.model_validate(item.payload)
    except ValidationError:
        return None
    poster = (actor.person, actor.post, actor.area, actor.sector)
    moments = (item.occurred_at, item.occurred_at)
    try:
        return kind.power_for(Written(item.id, item.kind, county_of(item.area), item.area, *poster, *moments, "", payload))
    except Problem:
        return None
