"""What must hold before something happens to a household that is registered."""

from sanzhang.households.models import Household
from sanzhang.journal.actors import Actor
from sanzhang.journal.versions import check_inside, present
from sanzhang.rules.problems import Problem, gettext_noop as _


def check_known(key: str, reason: str, actor: Actor) -> None:
    """Raises ``Problem`` unless the household is registered in the actor's own area, and a reason is given."""
    check_inside(Household, key, actor)
    if present(Household, key) is None:
        raise Problem("household_unknown", _("没有登记这一户，或它已删除。"), _("刷新后重选。"))
    if not reason.strip():
        raise Problem("reason_missing", _("没有写理由。"), _("写明为什么。"))
