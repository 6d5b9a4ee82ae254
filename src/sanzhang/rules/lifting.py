"""Triggered duties of which nothing is owed any more, because what began them ended otherwise: the government decided not to list, the place closed."""

from collections import defaultdict
from datetime import date

from sanzhang.rules.facts import Facts, Record
from sanzhang.rules.pack.model import Pack

Lifted = dict[tuple[str, str], Record]


def lifted(pack: Pack, facts: Facts, as_of: date) -> Lifted:
    """The record since which nothing is owed, by duty and the id of the record that began it: the first up to ``as_of`` of a kind in the
    trigger's ``lifted_by`` that refers to it.
    """
    duties: dict[str, list[str]] = defaultdict(list)
    for duty in pack.duties:
        for kind in duty.trigger.lifted_by if duty.trigger else ():
            duties[kind].append(duty.id)
    found: Lifted = {}
    lifting = [record for record in facts.records if record.kind in duties and record.occurred_on <= as_of]
    for record in sorted(lifting, key=lambda record: (record.occurred_on, record.id)):
        for duty_id in duties[record.kind]:
            found.setdefault((duty_id, record.refers_to), record)
    return found
