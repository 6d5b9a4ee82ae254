"""Triggered duties of which nothing is owed any more, because what began them ended otherwise: the government decided not to list, the place closed."""

from collections import defaultdict
from datetime import date

from sanzhang.rules.facts import Facts
from sanzhang.rules.pack.model import Pack

Lifted = dict[tuple[str, str], date]


def lifted(pack: Pack, facts: Facts, as_of: date) -> Lifted:
    """The day since which nothing is owed, by duty and the id of the record that began it: of the first record up to ``as_of`` of a kind in
    the trigger's ``lifted_by`` that refers to it.
    """
    duties: dict[str, list[str]] = defaultdict(list)
    for duty in pack.duties:
        for kind in duty.trigger.lifted_by if duty.trigger else ():
            duties[kind].append(duty.id)
    found: Lifted = {}
    for record in facts.records:
        if record.occurred_on <= as_of:
            for duty_id in duties.get(record.kind, ()):
                key = duty_id, record.refers_to
                found[key] = min(found.get(key, record.occurred_on), record.occurred_on)
    return found
