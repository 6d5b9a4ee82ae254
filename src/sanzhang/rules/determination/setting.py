"""What an edition makes of premises, whichever elements are found there: computed once for each answer to its facts."""

from functools import lru_cache
from typing import NamedTuple

from sanzhang.rules.determination.compiled import Count, Part, Ready
from sanzhang.rules.determination.thresholds import applies


class Setting(NamedTuple):
    """``excluded``: the clause by which nothing is determined here; ``optional``: the one by which it may be left to people. ``plain``: elements that count as soon as they are stated; ``elsewhere``: that never do.

    ``counts``: the rules of combination, each with whether it is for these premises (None: a fact is missing). ``doubtful``: an exclusion may apply.
    """

    excluded: str
    optional: str
    plain: int
    elsewhere: int
    counts: tuple[tuple[Count, bool | None], ...]
    doubtful: bool


@lru_cache(maxsize=4096)
def setting(ready: Ready, yes: int, no: int) -> Setting:
    """The setting for premises of which ``yes`` is known to be so and ``no`` not to be so."""
    plain = elsewhere = 0
    for part in ready.parts.values():
        here = _stated(part, yes, no)
        plain |= part.bit if here else 0
        elsewhere |= part.bit if here is False else 0
    counts = [(count, applies(count.where, count.unless, yes, no)) for count in ready.counts]
    return Setting(
        excluded=next((clause for bit, clause in ready.exclusions if bit & yes), ""),
        optional=next((clause for bit, clause in ready.optional if bit & yes), ""),
        plain=plain,
        elsewhere=elsewhere,
        counts=tuple((count, here) for count, here in counts if here is not False),
        doubtful=bool(yes & ready.unread) or any(not bit & (yes | no) for bit, _clause in ready.exclusions),
    )


def _stated(part: Part, yes: int, no: int) -> bool | None:
    """Whether the element counts when it is stated without more: it is for these premises, and so is one of its forms."""
    here = applies(part.where, part.unless, yes, no)
    if here is False or not part.shapes:
        return here
    forms = {applies(shape.where, shape.unless, yes, no) for shape in part.shapes}
    form = True if True in forms else None if None in forms else False
    return form if here else (False if form is False else None)
