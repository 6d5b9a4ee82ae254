"""The plain form of one kind of evidence, made from what the pack says it asks for."""

from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from sanzhang.areas.queries import visible_to
from sanzhang.desk.access import DeskRequest
from sanzhang.desk.forms.day import DayInput
from sanzhang.desk.forms.files import SeveralFiles
from sanzhang.desk.seen import board_for, seen
from sanzhang.desk.words import noted, period_words, say
from sanzhang.journal.media import LARGEST
from sanzhang.records.queries import visible_to as records_visible_to
from sanzhang.rules.areas import level_of
from sanzhang.rules.pack.model import Ask, EvidenceKind, Pack
from sanzhang.rules.standing import State

ASKED, MOST_FILES = "ask_", 20


class RecordForm(forms.Form):
    """What was done, where, when, with whom; and the answers that the kind asks for."""

    areas = forms.MultipleChoiceField(label=gettext_lazy("区域"), help_text=gettext_lazy("可选多个：一次记录，各处都算。"))
    occurred_on = forms.DateField(label=gettext_lazy("日期"), widget=DayInput())
    note = forms.CharField(label=gettext_lazy("情况说明"), required=False, widget=forms.Textarea(attrs={"rows": 4}))
    attachments = SeveralFiles(
        most=MOST_FILES, largest=LARGEST, label=gettext_lazy("附件"), required=False,
        help_text=gettext_lazy("照片、PDF、Word、Excel，每个不超过 20 MB，最多 20 个。"),
    )  # fmt: skip

    def __init__(self, request: DeskRequest, pack: Pack, kind: EvidenceKind, today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.today = today
        areas = [area for area in visible_to(request.scope).filter(valid_to__isnull=True) if level_of(area.key) in kind.levels]
        names = {area.key: area.name for area in areas}
        choices = [(area.key, noted(area.name, names.get(area.key[:-3]))) for area in areas]
        cast(forms.MultipleChoiceField, self.fields["areas"]).choices = choices
        self.fields["areas"].widget.attrs["size"] = min(max(len(choices), 2), 8)
        if len(choices) == 1:
            self.fields["areas"].initial = [choices[0][0]]
        self.fields["occurred_on"].initial = today
        self.fields["occurred_on"].widget.attrs["max"] = today.isoformat()
        for ask in kind.asks:
            self.fields[ASKED + ask.id] = _field(ask)
        if kind.asks_parties:
            parties = _parties(pack)
            self.fields["parties"] = forms.MultipleChoiceField(
                label=_("参加方"), required=False, choices=parties, widget=forms.CheckboxSelectMultiple
            )
        if kind.refers_to:
            self.fields["refers_to"] = forms.ChoiceField(label=_("针对哪一条记录"), choices=_referable(request, pack, kind))
        missed = _missed_periods(request, kind)
        if missed:
            choices = [("", _("本期"))] + [(key, _("补 %(period)s") % {"period": period_words(key)}) for key in missed]
            self.fields["for_period"] = forms.ChoiceField(label=_("算作"), required=False, choices=choices)
        self.order_fields(
            ["areas", "occurred_on", "for_period", "refers_to", "parties", *(ASKED + ask.id for ask in kind.asks), "note", "attachments"]
        )

    def clean_occurred_on(self) -> date:
        """Not in the future."""
        day: date = self.cleaned_data["occurred_on"]
        if day > self.today:
            raise forms.ValidationError(_("日期在今天之后。记录做过的事，不记打算做的事。"))
        return day

    def answers(self) -> dict[str, Any]:
        """The answers to what the kind asks, as the entry holds them."""
        found = {ask.id: self.cleaned_data[ASKED + ask.id] for ask in self.kind.asks}
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in found.items() if value not in (None, "")}


def _parties(pack: Pack) -> list[tuple[str, str]]:
    """Bodies and posts that can take part, each once: a body named like a post stands for its holder."""
    found = {name: say(title) for name, title in pack.parties.items()}
    return [*found.items(), *((post.id, say(post.title)) for post in pack.posts if post.required and post.id not in found)]


def _field(ask: Ask) -> forms.Field:
    common: dict[str, Any] = {"label": say(ask.title), "required": ask.required and ask.type != "yes_no"}
    match ask.type:
        case "integer":
            return forms.IntegerField(min_value=0, **common)
        case "date":
            return forms.DateField(widget=DayInput(), **common)
        case "choice":
            return forms.ChoiceField(choices=[("", "—")] + [(key, say(title)) for key, title in ask.choices.items()], **common)
        case "yes_no":
            return forms.BooleanField(**common)
        case "long_text":
            return forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), **common)
        case _:
            return forms.CharField(max_length=300, **common)


def _referable(request: DeskRequest, pack: Pack, kind: EvidenceKind) -> list[tuple[str, str]]:
    """Records that this one may answer and nobody has answered yet come first; the newest 200."""
    titles = {evidence.id: say(evidence.title) for evidence in pack.evidence}
    rows = records_visible_to(request.scope).filter(kind__in=kind.refers_to, withdrawn_at__isnull=True)[:200]
    return [("", "—")] + [(str(row.id), f"{row.occurred_on} {titles[row.kind]} {row.note[:30]}") for row in rows]


def _missed_periods(request: DeskRequest, kind: EvidenceKind) -> list[str]:
    """Periods of the user's area that are overdue and that this kind can still make up for."""
    board = board_for(request)
    keys = {
        standing.obligation.window.key
        for standing in seen(board, request.scope)
        if standing.state is State.OVERDUE and kind.id in standing.obligation.duty.evidence and not standing.obligation.trigger
    }
    return sorted(key for key in keys if key != "once")
