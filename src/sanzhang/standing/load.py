"""Facts of one county out of the tables, as the rules take them."""

from datetime import date, datetime
from itertools import chain

from sanzhang.areas.queries import area_facts
from sanzhang.cases.queries import case_facts
from sanzhang.committee.queries import decision_facts as parameter_facts
from sanzhang.hazards.queries import hazard_facts
from sanzhang.inspections.queries import inspection_facts
from sanzhang.measures.queries import decision_facts as measure_facts
from sanzhang.people.queries import appointment_facts
from sanzhang.records.queries import exemption_facts, record_facts
from sanzhang.rules.facts import Facts
from sanzhang.rules.pack.model import Pack
from sanzhang.rules.periods import Cadence


def load_facts(county: str, as_of: date, known_at: datetime | None = None, pack: Pack | None = None) -> Facts:
    """Everything that the standing of ``county`` on ``as_of`` depends on, as known now or at ``known_at``. Nine queries, whatever the size.

    With ``pack``, records from before last year are left out, except those of kinds that never grow old: of duties done once, and of what is
    begun by a record and answered by another. So the work does not grow with the years.
    """
    since = date(as_of.year - 1, 1, 1) if pack else None
    lasting = lasting_kinds(pack) if pack else frozenset()
    sources = (record_facts, inspection_facts, hazard_facts, case_facts)
    done = (facts_of(county, known_at, as_of, since, lasting) for facts_of in sources)
    return Facts(
        county,
        area_facts(county, known_at),
        appointment_facts(county, known_at),
        tuple(chain.from_iterable(done)) + measure_facts(county, known_at, as_of),
        exemption_facts(county, known_at),
        parameter_facts(county, known_at),
    )


def lasting_kinds(pack: Pack) -> frozenset[str]:
    """Kinds of evidence that may matter however old a record is."""
    kinds: set[str] = set()
    for duty in pack.duties:
        if duty.trigger:
            kinds |= {*duty.evidence, *duty.trigger.evidence, *duty.trigger.lifted_by}
        elif duty.every is Cadence.ONCE:
            kinds |= set(duty.evidence)
    return frozenset(kinds)
