"""What the payloads of entries hold, kind by kind, as phones send them: that is, before what is personal is encrypted."""

from typing import Annotated, Any

from pydantic import StringConstraints, create_model

from sanzhang.api.v1.drafts import FROM_PHONES
from sanzhang.households.entries.set_household import HouseholdSet
from sanzhang.households.personal import Personal
from sanzhang.journal.kinds import Payload, kind_named
from sanzhang.premises.entries.set_premises import PremisesSet
from sanzhang.premises.telephone import LONGEST

Phone = Annotated[str, StringConstraints(max_length=LONGEST)]


def sent_payloads() -> dict[str, type[Payload]]:
    """The shape of the payload of each kind that phones may send, in the order of their names."""
    return {name: SENT.get(name) or kind_named(name).payload for name in sorted(FROM_PHONES)}


def _sent(kept: type[Payload], about: str, **plain: Any) -> type[Payload]:
    """``kept`` with ``plain`` in the place of what is ``sealed``."""
    same: dict[str, Any] = {name: (field.annotation, field) for name, field in kept.model_fields.items() if name != "sealed"}
    return create_model(kept.__name__, __base__=Payload, __doc__=about, **same, **plain)


# Kinds of which something is kept sealed. A test holds the two together.
SENT = {
    "premises.set": _sent(
        PremisesSet,
        "The whole state of a place; its area is the entry's. ``base``: the entry of the state that was changed, empty for a new place.",
        phone=(Phone, ""),
    ),
    "household.set": _sent(
        HouseholdSet,
        "The whole state of a household; its area is the entry's. ``base``: the entry of the state that was changed, empty for a new one.",
        personal=(Personal, ...),
    ),
}
