"""Load a simulated county through the journal, every entry by the person who makes it, so that every check is really made."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from sanzhang.demo.entries import LOADED
from sanzhang.demo.pictures import PICTURED, with_pictures
from sanzhang.demo.steps import Author, Simulated, Step
from sanzhang.journal.actors import Actor, system_actor
from sanzhang.journal.append import append, draft
from sanzhang.journal.kinds import Draft
from sanzhang.journal.models import Entry
from sanzhang.journal.personal import hide
from sanzhang.packs import pack_for
from sanzhang.rules.problems import Problem, gettext_noop as _

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many entries were written, and how many an earlier, interrupted run had written already."""

    written: int
    repeated: int


def load(simulated: Simulated, progress: Callable[[int], None] = lambda done: None) -> Loaded:
    """Write every step of ``simulated``; ``progress`` is told how many are done. An interrupted run can be repeated and goes on where it stopped.

    Raises ``Problem`` when the county already holds other data, and for any entry that is refused.
    """
    check_loadable(simulated)
    _mark(simulated)
    known = set(Entry.objects.filter(county=simulated.county).values_list("id", flat=True))
    actors, done, written = Actors(simulated), 0, 0
    for chunk in _chunks(simulated.steps):
        with transaction.atomic():
            for step in chunk:
                if step.id not in known:
                    append(draft_of(step), actors.of(step.by), simulated_at=step.recorded_at)
                    written += 1
        done += len(chunk)
        progress(done)
    return Loaded(written, done - written)


def check_loadable(simulated: Simulated) -> None:
    """Raises ``Problem`` unless the county is empty, or holds a part of just this demonstration; or when the journal reads another pack."""
    county = simulated.county
    serving = pack_for(county, settings.DEFAULT_PACK)
    if serving.id != simulated.pack.id:
        raise Problem(
            "demo_pack", _("{county} 用的策略包是 {serving}，不是 {pack}。"), _("去掉 --pack，或改用 --out 写成文件。"),
            county=county, serving=serving.id, pack=simulated.pack.id,
        )  # fmt: skip
    first = Entry.objects.filter(county=county).order_by("recorded_at").first()
    if first is None:
        return
    if first.kind != LOADED:
        raise Problem(
            "demo_not_empty",
            _("{county} 已有数据，不能载入演示数据。"),
            _("换一个空数据库（另设 SANZHANG_HOME），或换一个旗县代码。"),
            county=county,
        )
    if json.loads(first.body)["payload"] != _mark_of(simulated):
        raise Problem(
            "demo_other", _("{county} 已载入另一份演示数据。"), _("用同样的参数，或换一个空数据库（另设 SANZHANG_HOME）。"), county=county
        )


def drafts(simulated: Simulated) -> Iterator[tuple[Draft, Actor]]:
    """Every entry to be, with who makes it, in the order of the journal. Names are encrypted, and pictures made, as they are drawn."""
    actors = Actors(simulated)
    for step in simulated.steps:
        yield draft_of(step), actors.of(step.by)


def draft_of(step: Step) -> Draft:
    """The journal's draft of a step."""
    return Draft(step.id, step.kind, step.area, step.occurred_at, _finished(step))


class Actors:
    """Authors of steps as the journal knows them, with the powers that the pack gives their posts."""

    def __init__(self, simulated: Simulated) -> None:
        self._powers = {post.id: post.powers for post in simulated.pack.posts}

    def of(self, by: Author) -> Actor:
        """The actor; the program itself for set-up."""
        if not by.person:
            return system_actor()
        return Actor(by.person, by.post, by.area, by.sector, self._powers[by.post], by.appointment)


def _finished(step: Step) -> dict[str, Any]:
    """The payload with what only the journal's side has: keys to seal with, a store for pictures."""
    if step.kind == "person.set":
        return _sealed(step.payload)
    return with_pictures(step.payload) if step.kind in PICTURED else step.payload


def _sealed(said: dict[str, Any]) -> dict[str, Any]:
    hidden = hide(said["key"], {"name": said["name"], "phone": said["phone"]})
    return {"key": said["key"], "number": said["number"], "organisation": said["organisation"], "hidden": hidden}


def _mark(simulated: Simulated) -> None:
    """The first entry of the county says that all that follows is invented."""
    if not Entry.objects.filter(county=simulated.county).exists():
        began = simulated.steps[0].recorded_at - timedelta(seconds=1)
        append(draft(LOADED, simulated.county, _mark_of(simulated), occurred_at=began), system_actor(), simulated_at=began)


def _mark_of(simulated: Simulated) -> dict[str, Any]:
    return {"seed": simulated.seed, "months": simulated.months, "until": simulated.until.isoformat()}


def _chunks(steps: tuple[Step, ...]) -> Iterator[tuple[Step, ...]]:
    return (steps[start : start + CHUNK] for start in range(0, len(steps), CHUNK))
