"""Forms about a hazard: it was corrected, it is reported up, it was looked at and stands so."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from sanzhang.desk.forms.day import DayInput
from sanzhang.desk.forms.files import PhotosField
from sanzhang.desk.tables.hazards import state_titles
from sanzhang.hazards.states import State


class CorrectForm(forms.Form):
    """A hazard was corrected; photos show it."""

    prefix = "correct"
    occurred_on = forms.DateField(label=gettext_lazy("整改日期"), widget=DayInput())
    photos = PhotosField(label=gettext_lazy("整改后的照片"), error_messages={"required": gettext_lazy("选择至少一张整改后的照片。")})
    note = forms.CharField(label=gettext_lazy("说明"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, found_on: date, today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.first, self.last = found_on, today
        self.fields["occurred_on"].initial = today
        self.fields["occurred_on"].widget.attrs.update(min=found_on.isoformat(), max=today.isoformat())

    def clean_occurred_on(self) -> date:
        """Between the day it was found and today."""
        day: date = self.cleaned_data["occurred_on"]
        if not self.first <= day <= self.last:
            raise forms.ValidationError(_("填发现那天（%(day)s）到今天之间的日期。") % {"day": self.first.isoformat()})
        return day


class ReportForm(forms.Form):
    """A hazard that cannot be corrected here."""

    prefix = "report"
    note = forms.CharField(label=gettext_lazy("为什么这里改不了"), max_length=2000, min_length=2, widget=forms.Textarea(attrs={"rows": 3}))


class SettleForm(forms.Form):
    """How a hazard stands about which two people told different ends."""

    prefix = "settle"
    state = forms.ChoiceField(label=gettext_lazy("现在的情况"), widget=forms.RadioSelect)
    due = forms.DateField(
        label=gettext_lazy("整改期限"), required=False, widget=DayInput(), help_text=gettext_lazy("还没有改好的，要填今后的期限。")
    )
    note = forms.CharField(
        label=gettext_lazy("怎么核对的"),
        max_length=2000,
        min_length=2,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("写明看了什么、以哪条记录为准。原来的记录都保留。"),
    )

    def __init__(self, county: str, suspected: bool, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        titles = state_titles(county, suspected)
        choices = [(str(state), titles[state]) for state in (State.OPEN, State.REPORTED, State.CORRECTED)]
        self.fields["state"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One that is still there gets a day; any other has none."""
        given = super().clean() or {}
        if given.get("state") != State.OPEN:
            given["due"] = None
        elif not given.get("due") and "due" not in self.errors:
            self.add_error("due", _("还没有改好的，要填整改期限。"))
        return given
