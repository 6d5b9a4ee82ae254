"""What of a county's board a user sees."""

from datetime import date, datetime, time

from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_date

from sanzhang.desk.access import DeskRequest
from sanzhang.journal.actors import Scope
from sanzhang.rules.proposals import Proposal
from sanzhang.rules.standing import Standing
from sanzhang.standing.board import Board, board


def board_for(request: DeskRequest) -> Board:
    """The board of the user's county, on the day that the page's address names (``as_of``), with what was known at the end of ``known_at``."""
    as_of = _day(request, "as_of")
    known = _day(request, "known_at")
    known_at = timezone.make_aware(datetime.combine(known, time.max)) if known and known < timezone.localdate() else None
    return board(request.county, as_of if as_of and as_of < timezone.localdate() else None, known_at)


def board_holding(request: DeskRequest, key: str) -> Board:
    """That board; for an obligation that was over before this year, and so is left out there, the board of the year's end before."""
    whole = board_for(request)
    if key in whole.by_key or "as_of" in request.GET:
        return whole
    return board(request.county, date(whole.as_of.year - 1, 12, 31))


def seen(whole: Board, scope: Scope) -> list[Standing]:
    """The obligations inside the scope."""
    return [standing for standing in whole.standings if scope.covers(standing.obligation.area, standing.obligation.sector)]


def helps_with(request: DeskRequest, whole: Board, standing: Standing) -> bool:
    """Whether the user answers for nothing here, but is the deputy of whoever does: a grid worker helps with what the grid chief owes."""
    obligation = standing.obligation
    return any(
        post.deputy_of == obligation.duty.owed_by and obligation.area.startswith(actor.area) and actor.sector in ("", obligation.sector)
        for actor in request.actors
        if (post := whole.posts.get(actor.post))
    ) and not (standing.owner and standing.owner.person == request.user.person)


def seen_proposals(whole: Board, scope: Scope) -> list[Proposal]:
    """The proposals that concern areas inside the scope."""
    return [proposal for proposal in whole.proposals if scope.covers(proposal.area)]


def _day(request: HttpRequest, name: str) -> date | None:
    try:
        return parse_date(request.GET.get(name, ""))
    except ValueError:
        return None
