"""Records: what was done. One is made once and serves every duty that it fulfils."""

from collections.abc import Sequence
from datetime import datetime, time
from functools import partial
from typing import Any
from uuid import UUID

import django_filters
import django_tables2 as tables
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_POST

from sanzhang.desk.access import DeskRequest, actor_for, needs
from sanzhang.desk.evidence import step_page
from sanzhang.desk.forms.day import DayInput
from sanzhang.desk.forms.record import RecordForm
from sanzhang.desk.listing import show_list
from sanzhang.desk.places import place_names
from sanzhang.desk.rows import Row, Rows
from sanzhang.desk.seen import board_for
from sanzhang.desk.tables.columns import STACK, WIDE, DayColumn, LinkColumn
from sanzhang.desk.tables.standing import ledger_rows
from sanzhang.desk.words import listed, noted, period_words, say, tell_all
from sanzhang.inspections.queries import visible_to as inspections_visible_to
from sanzhang.journal.append import append, draft
from sanzhang.journal.media import path_of, store
from sanzhang.people.queries import names_of
from sanzhang.records.entries.make_record import Attachment, RecordMade
from sanzhang.records.entries.withdraw_record import RecordWithdrawn
from sanzhang.records.models import Record
from sanzhang.records.queries import visible_to
from sanzhang.rules.areas import smallest_around
from sanzhang.rules.pack.model import EvidenceKind, Pack
from sanzhang.rules.problems import Problem


class RecordTable(tables.Table):  # type: ignore[misc]
    """One record a row."""

    occurred_on = DayColumn(verbose_name=gettext_lazy("日期"))
    kind = LinkColumn(verbose_name=gettext_lazy("种类"))
    area = tables.Column(verbose_name=gettext_lazy("区域"), orderable=False)
    who = tables.Column(verbose_name=gettext_lazy("记录人"), orderable=False)
    note = tables.Column(verbose_name=gettext_lazy("情况说明"), orderable=False, attrs=WIDE)

    class Meta:
        attrs = STACK
        order_by = ("-occurred_on",)


class RecordFilter(django_filters.FilterSet):  # type: ignore[misc]
    """What of the records is shown."""

    kind = django_filters.ChoiceFilter(label=gettext_lazy("种类"), empty_label=gettext_lazy("全部"))
    since = django_filters.DateFilter("occurred_on", "gte", label=gettext_lazy("自"), widget=DayInput())
    until = django_filters.DateFilter("occurred_on", "lte", label=gettext_lazy("至"), widget=DayInput())
    note = django_filters.CharFilter("note", "icontains", label=gettext_lazy("说明含"))

    class Meta:
        model = Record
        fields = ("kind", "since", "until", "note")


@needs("view.area")
def records(request: DeskRequest) -> HttpResponseBase:
    """Every record inside the user's scope."""
    pack = board_for(request).pack
    titles = {kind.id: say(kind.title) for kind in pack.evidence}
    chosen = RecordFilter(request.GET, visible_to(request.scope))
    chosen.form.fields["kind"].choices = [("", _("全部")), *titles.items()]
    table = RecordTable(Rows(chosen.qs, partial(_rows, titles), lambda rows, names: rows.order_by(*names, "-id")))
    forms_by_group = _forms(request, pack)
    return show_list(request, "desk/records.html", table, {"title": _("履职记录"), "form": chosen.form, "groups": forms_by_group})


def _rows(titles: dict[str, str], rows: Sequence[Record]) -> list[Row]:
    """One page of records, with the names looked up once for all of them."""
    people, areas = names_of([row.person for row in rows]), place_names([code for row in rows for code in row.areas])
    return [
        {
            "occurred_on": row.occurred_on,
            "kind": titles.get(row.kind, row.kind),
            "area": listed(areas.get(code, code) for code in row.areas[:3]) + ("…" if len(row.areas) > 3 else ""),
            "who": people.get(row.person, "—"),
            "note": (_("（已撤回）") if row.withdrawn_at else "") + row.note,
            "url": reverse("desk:record", args=[row.id]),
        }
        for row in rows
    ]


def _forms(request: DeskRequest, pack: Pack) -> list[dict[str, Any]]:
    """The forms that the user's posts may fill, by group. What is recorded as a step about a hazard or in a case has its form there, and is typed once."""
    powers = {power for actor in request.actors for power in actor.powers}
    groups = []
    for group in pack.groups:
        kinds = [kind for kind in pack.evidence if kind.group == group.id and f"record.{kind.id}" in powers and not kind.is_a_step]
        if kinds:
            links = [{"title": say(kind.title), "url": reverse("desk:record_new", args=[kind.id])} for kind in kinds]
            groups.append({"title": say(group.title), "links": links})
    return groups


@needs("view.area")
def record_choose(request: DeskRequest) -> HttpResponse:
    """Which kind of record to make."""
    return render(request, "desk/record_choose.html", {"groups": _forms(request, board_for(request).pack)})


@needs("view.area")
def record_new(request: DeskRequest, kind_id: str) -> HttpResponse:
    """Make a record."""
    pack = board_for(request).pack
    kind = next((kind for kind in pack.evidence if kind.id == kind_id), None)
    if kind is None or not any(f"record.{kind_id}" in actor.powers for actor in request.actors):
        raise Http404
    initial = {"areas": request.GET.getlist("area"), "refers_to": request.GET.get("refers_to"), "for_period": request.GET.get("for_period")}
    form = RecordForm(
        request,
        pack,
        kind,
        timezone.localdate(),
        request.POST or None,
        request.FILES or None,
        initial={k: v for k, v in initial.items() if v},
    )
    problems: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            made = _append(request, kind, form)
        except Problem as problem:
            problems = tell_all(problem)
        else:
            messages.success(request, _("已记录。"))
            return redirect("desk:record", made)
    return render(
        request,
        "desk/form_page.html",
        {"form": form, "title": say(kind.title), "submit": _("记录"), "problems": problems, "cancel_url": reverse("desk:records")},
    )


def _append(request: DeskRequest, kind: EvidenceKind, form: RecordForm) -> UUID:
    data = form.cleaned_data
    area = smallest_around(data["areas"])
    actor = actor_for(request, f"record.{kind.id}", area)
    noon = timezone.make_aware(datetime.combine(data["occurred_on"], time(12)))
    payload = RecordMade(
        evidence=kind.id, areas=tuple(data["areas"]), parties=tuple(data.get("parties", ())), for_period=data.get("for_period", ""),
        refers_to=data.get("refers_to", ""), note=data["note"], data=form.answers(),
        attachments=tuple(Attachment.model_validate(store(file.chunks(), file.name)) for file in data["attachments"]),
    )  # fmt: skip
    return append(draft("record.made", area, payload, occurred_at=min(noon, timezone.now())), actor).id


@needs("view.area")
def record(request: DeskRequest, record_id: UUID) -> HttpResponse:
    """One record, and the duties it fulfils: for whom, by which clause. Inspections and hazards, which count like records, have pages of their own."""
    row = visible_to(request.scope).filter(id=record_id).first()
    if row is None:
        return redirect(_elsewhere(request, record_id))
    board = board_for(request)
    kind = next((kind for kind in board.pack.evidence if kind.id == row.kind), None)
    title = say(kind.title) if kind else row.kind
    posts = board.posts
    parties = {
        **{name: say(title) for name, title in board.pack.parties.items()},
        **{post.id: say(post.title) for post in board.pack.posts},
    }
    fulfilled = [
        standing
        for standing in board.counted_for.get(str(row.id), [])
        if request.scope.covers(standing.obligation.area, standing.obligation.sector)
    ]
    facts = [
        {"label": _("区域"), "value": listed(board.area_name(code) for code in row.areas)},
        {"label": _("日期"), "value": row.occurred_on.isoformat()},
        {
            "label": _("记录人"),
            "value": noted(board.people.get(row.person, "—"), say(posts[row.post].title) if row.post in posts else row.post),
        },
        {"label": _("参加方"), "value": listed(parties.get(party, party) for party in row.parties)},
        *_answers(kind, row),
        {"label": _("补做周期"), "value": period_words(row.for_period) if row.for_period else ""},
        {"label": _("情况说明"), "value": row.note},
        {"label": _("录入时间"), "value": timezone.localtime(row.recorded_at).strftime("%Y-%m-%d %H:%M")},
    ]
    context = {
        "record": row,
        "kind": title,
        "dropped": kind is None,
        "facts": [fact for fact in facts if fact["value"]],
        "fulfilled": ledger_rows(board, fulfilled),
        "attachments": [
            {"name": item["name"], "size": item["size"], "url": reverse("desk:media", args=[row.id, item["sha256"]])}
            for item in row.attachments
        ],
        "refers_url": reverse("desk:record", args=[row.refers_to]) if row.refers_to else "",
        "may_withdraw": not row.withdrawn_at and any(actor.may(f"record.{row.kind}", row.area) for actor in request.actors),
    }
    return render(request, "desk/record.html", context)


def _elsewhere(request: DeskRequest, id: UUID) -> str:
    """The page of the inspection, of the hazard or of the case that counts under ``id``."""
    if inspections_visible_to(request.scope).filter(id=id).exists():
        return reverse("desk:inspection", args=[id])
    page = step_page(request.scope, str(id))
    if page is None:
        raise Http404
    return page.url


def _answers(kind: EvidenceKind | None, row: Record) -> list[dict[str, Any]]:
    """What was answered, in the words of the notice; what it asks no longer under the name it had."""
    asks = {ask.id: ask for ask in kind.asks} if kind else {}
    asked = [{"label": say(ask.title), "value": _answer(ask, row.data[id])} for id, ask in asks.items() if id in row.data]
    return asked + [{"label": id, "value": value} for id, value in row.data.items() if id not in asks]


def _answer(ask: Any, value: Any) -> Any:
    if ask.type == "choice":
        return say(ask.choices[value]) if value in ask.choices else value
    return (_("是") if value else _("否")) if ask.type == "yes_no" else value


@require_POST
@needs("view.area")
def record_withdraw(request: DeskRequest, record_id: UUID) -> HttpResponse:
    """Withdraw a wrong record."""
    row = visible_to(request.scope).filter(id=record_id).first()
    if row is None:
        raise Http404
    payload = RecordWithdrawn(record=row.id, evidence=row.kind, reason=request.POST.get("reason", ""))
    try:
        append(draft("record.withdrawn", row.area, payload), actor_for(request, f"record.{row.kind}", row.area))
        messages.success(request, _("已撤回。记录仍保留，不再计入。"))
    except Problem as problem:
        messages.error(request, " ".join(tell_all(problem)[0].values()))
    return redirect("desk:record", row.id)


@needs("view.area")
def media(request: DeskRequest, record_id: UUID, sha256: str) -> FileResponse:
    """An attachment, to those who see its record."""
    row = visible_to(request.scope).filter(id=record_id).first()
    item = next((item for item in row.attachments if item["sha256"] == sha256), None) if row else None
    if item is None or not path_of(sha256).exists():
        raise Http404
    # Always a download, never shown in place: what people upload must not run under our address.
    return FileResponse(path_of(sha256).open("rb"), as_attachment=True, filename=item["name"], content_type=item["type"])
