"""The telephone of whoever is responsible for a place: encrypted in the journal, masked on pages."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sanzhang.journal.personal import Sealed, hide, is_sealed, reveal_many
from sanzhang.premises.models import Premises
from sanzhang.rules.problems import Problem, gettext_noop as _

LONGEST = 40


def subject_of(key: str) -> str:
    """Under which name the telephone of the place ``key`` is encrypted."""
    return f"premises:{key}"


def protect(payload: dict[str, Any], entry: UUID) -> dict[str, Any]:
    """``payload`` with ``sealed`` in the place of ``phone``."""
    if "phone" not in payload:
        return payload
    phone = payload["phone"]
    if not isinstance(phone, str) or len(phone) > LONGEST:
        raise Problem("premises_phone", _("电话不能用。"), _("重新填写，最多 {longest} 个字。"), longest=LONGEST)
    kept = {name: value for name, value in payload.items() if name != "phone"}
    return kept | {"sealed": hide(subject_of(str(payload.get("key"))), {"phone": phone}) if phone else {}}


def check_phone(key: str, sealed: Sealed) -> None:
    """What is encrypted must be this place's own, and of the shape that we give it. It is not opened for that: imports bring thousands."""
    if sealed and not (sealed.get("subject") == subject_of(key) and is_sealed(sealed)):
        raise Problem("premises_phone", _("电话不能用。"), _("重新填写，最多 {longest} 个字。"), longest=LONGEST)


def phones_of(places: Iterable[Premises]) -> list[str]:
    """The telephone of each of ``places``; empty where there is none. All in one look at the keys."""
    return [str((opened or {}).get("phone", "")) for opened in reveal_many([place.sealed for place in places])]


def masked(phone: str) -> str:
    """A telephone of which only the ends are seen: 138****1234."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) > 7 else "****" if phone else ""
