"""What is personal about a household: read, checked, masked and encrypted here and nowhere else."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from sanzhang.households.models import Household
from sanzhang.journal.kinds import Line, Long, Name, Payload, Short
from sanzhang.journal.personal import Sealed, hide, is_sealed, reveal, reveal_many
from sanzhang.packs import household_categories
from sanzhang.rules.position import Position, check_position
from sanzhang.rules.problems import Problem, gettext_noop as _

MOST_PEOPLE = 50


class Personal(Payload):
    """Who lives there. ``categories``: why they are looked after; ``contact``: a relative or neighbour to call."""

    name: Short
    phone: Short = ""
    address: Name = ""
    people: int | None = None
    categories: tuple[Short, ...] = ()
    contact: Line = ""
    notes: Long = ""
    position: Position | None = None


def subject_of(key: str) -> str:
    """Under which name the data of the household ``key`` are encrypted."""
    return f"household:{key}"


def protect(payload: dict[str, Any], entry: UUID) -> dict[str, Any]:
    """``payload`` with ``sealed`` in the place of ``personal``."""
    if "personal" not in payload:
        return payload
    kept = {name: value for name, value in payload.items() if name != "personal"}
    return kept | {"sealed": hide(subject_of(str(payload.get("key"))), {"personal": payload["personal"]})}


def check_personal(key: str, sealed: Sealed) -> None:
    """What is encrypted must be this household's own, and complete. No message repeats any of it."""
    own = sealed.get("subject") == subject_of(key) and is_sealed(sealed)
    found = _read(reveal(sealed) if own else None)
    if found is None or not found.name.strip():
        raise Problem("household_personal", _("没有写户主姓名，或有一项个人信息不能用。"), _("填写姓名，改短过长的内容，改正位置。"))
    if found.people is not None and not 1 <= found.people <= MOST_PEOPLE:
        raise Problem("household_people", _("人口数不在 1 到 {most} 之间。"), _("改正数字；不清楚就留空。"), most=MOST_PEOPLE)
    if set(found.categories) - {category.id for category in household_categories().categories}:
        raise Problem("household_categories", _("有不认识的重点人群类别。"), _("从类别里选。"))
    check_position(found.position)


def personal_of(household: Household) -> Personal | None:
    """The personal data of one household; None once they are erased."""
    return _read(reveal(household.sealed))


def personal_of_each(households: Iterable[Household]) -> list[Personal | None]:
    """The same for several, with one look at the keys."""
    return [_read(opened) for opened in reveal_many([household.sealed for household in households])]


def masked(name: str) -> str:
    """A name of which only the first character is seen: 王*."""
    return f"{name[:1]}*" if name else ""


def _read(opened: dict[str, Any] | None) -> Personal | None:
    if opened is None:
        return None
    try:
        return Personal.model_validate(opened.get("personal"))
    except ValidationError:
        return None
