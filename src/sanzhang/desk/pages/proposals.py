"""Measures: what the rules propose, and what people decided. The system never acts by itself."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from sanzhang.desk.access import DeskRequest, needs
from sanzhang.desk.evidence import evidence_lines
from sanzhang.desk.seen import board_for, seen_proposals
from sanzhang.desk.tables.standing import ledger_rows
from sanzhang.desk.words import listed, say, tell_all
from sanzhang.journal.actors import Actor
from sanzhang.journal.append import append, draft
from sanzhang.measures.entries.decide_measure import MeasureDecided
from sanzhang.measures.queries import visible_to
from sanzhang.rules.problems import Problem
from sanzhang.rules.proposals import Proposal
from sanzhang.standing.board import Board

SHOWN = 200


class DecisionForm(forms.Form):
    """Adopt or decline, with the reason."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("决定"),
        choices=[("adopted", gettext_lazy("采纳")), ("declined", gettext_lazy("不采纳"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=gettext_lazy("理由"), widget=forms.Textarea(attrs={"rows": 3}))


@needs("view.area")
def proposals(request: DeskRequest) -> HttpResponse:
    """Proposals inside the user's scope, by measure, and the decisions taken."""
    board = board_for(request)
    wanted = request.GET.get("measure", "")
    mine_only = bool(request.GET.get("mine"))
    found = [
        proposal
        for proposal in seen_proposals(board, request.scope)
        if wanted in ("", proposal.measure) and (not mine_only or request.user.person in board.deciders(proposal))
    ]
    measures = [
        {
            "title": say(measure.title),
            "clause": measure.clause,
            "decided_by": listed(say(board.posts[post].title) for post in measure.decided_by),
            "not_checkable": say(measure.not_checkable),
            "proposals": [_row(board, proposal) for proposal in found if proposal.measure == measure.id][:SHOWN],
            "count": sum(proposal.measure == measure.id for proposal in found),
        }
        for measure in board.pack.measures
        if wanted in ("", measure.id)
    ]
    titles = {measure.id: say(measure.title) for measure in board.pack.measures}
    decided = [
        {
            "when": decision.decided_on.isoformat(),
            "who": board.people.get(decision.person, "—"),
            "what": f"{titles.get(decision.measure, decision.measure)} · {board.area_name(decision.area)} {board.people.get(decision.aimed_at, '')} · "
            + (_("采纳") if decision.outcome == "adopted" else _("不采纳")),
            "detail": decision.reason,
        }
        for decision in visible_to(request.scope)[:50]
    ]
    return render(request, "desk/proposals.html", {"measures": measures, "decided": decided, "mine_only": mine_only, "board": board})


def _row(board: Board, proposal: Proposal) -> dict[str, Any]:
    return {
        "area": board.area_name(proposal.area),
        "post": say(board.posts[proposal.post].title) if proposal.post in board.posts else "",
        "name": board.people.get(proposal.person, "") if proposal.person else "",
        "count": len(proposal.because) + len(proposal.records),
        "verified": proposal.grade_verified,
        "url": reverse("desk:proposal", args=[proposal.key]),
    }


@needs("view.area")
def proposal(request: DeskRequest, key: str) -> HttpResponse:
    """One proposal with what it rests on; whoever has the power decides here."""
    board = board_for(request)
    found = next((proposal for proposal in seen_proposals(board, request.scope) if proposal.key == key), None)
    if found is None:
        raise Http404
    measure = next(measure for measure in board.pack.measures if measure.id == found.measure)
    actor = _decider(request, found, measure.decided_by)
    form = DecisionForm(request.POST or None)
    problems: list[dict[str, str]] = []
    if request.method == "POST" and actor and form.is_valid():
        payload = MeasureDecided(
            proposal=found.key, measure=found.measure, outcome=form.cleaned_data["outcome"], aimed_at=found.person, aimed_post=found.post,
            reason=form.cleaned_data["reason"], because=found.because + found.records,
        )  # fmt: skip
        try:
            append(draft("measure.decided", found.area, payload), actor)
        except Problem as problem:
            problems = tell_all(problem)
        else:
            messages.success(request, _("决定已记录。"))
            return redirect("desk:proposals")
    standings = [board.by_key[name] for name in found.because if name in board.by_key]
    records = evidence_lines(request.scope, board, found.records)
    context = {
        "proposal": found,
        "row": _row(board, found),
        "measure": say(measure.title),
        "clause": next(clause for clause in board.pack.clauses if clause.number == measure.clause),
        "obligations": ledger_rows(board, standings),
        "records": records,
        "hidden": len(found.records) - len(records),
        "form": form if actor else None,
        "problems": problems,
    }
    return render(request, "desk/proposal.html", context)


def _decider(request: DeskRequest, proposal: Proposal, decided_by: tuple[str, ...]) -> Actor | None:
    """The post in which the user may decide this one; nobody decides on himself."""
    if proposal.person == request.user.person:
        return None
    return next((actor for actor in request.actors if actor.post in decided_by and actor.may("decide.measures", proposal.area)), None)
