"""Facts of one county out of the tables, as the rules take them."""

from datetime import date, datetime

from sanzhang.areas.queries import area_facts
from sanzhang.committee.queries import decision_facts as parameter_facts
from sanzhang.measures.queries import decision_facts as measure_facts
from sanzhang.people.queries import appointment_facts
from sanzhang.records.queries import exemption_facts, record_facts
from sanzhang.rules.facts import Facts


def load_facts(county: str, as_of: date, known_at: datetime | None = None) -> Facts:
    """Everything that the standing of ``county`` on ``as_of`` depends on, as known now or at ``known_at``. Six queries, whatever the size."""
    return Facts(
        county,
        area_facts(county, known_at),
        appointment_facts(county, known_at),
        record_facts(county, known_at, as_of) + measure_facts(county, known_at, as_of),
        exemption_facts(county, known_at),
        parameter_facts(county, known_at),
    )
