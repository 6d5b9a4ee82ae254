"""The form of one step along a life cycle, made from what its row in the table asks for."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from sanzhang.cycles.payloads import StepTaken
from sanzhang.desk.forms.day import DayInput
from sanzhang.desk.forms.files import PhotosField
from sanzhang.desk.words import say, tell
from sanzhang.photos.uses import PhotoRef
from sanzhang.rules.lifecycle import Given, Step
from sanzhang.rules.lifecycle.model import Need
from sanzhang.rules.lifecycle.needs import wrong

LONGEST_NOTE, LONGEST_NAME, MOST_PEOPLE = 10_000, 200, 50
DAY = "occurred_on"
Choices = Sequence[tuple[str, str]]


class StepForm(forms.Form):
    """What ``step`` asks for. ``seen``: the entry that was the last one when the page was shown.

    Nothing is required field by field: the rules say everything that is missing at once, in their own words.
    """

    seen = forms.UUIDField(required=False, widget=forms.HiddenInput)
    occurred_on = forms.DateField(label=gettext_lazy("办理日期"), widget=DayInput())

    def __init__(
        self, step: Step, since: date, today: date, seen: UUID | None, data: Any = None, files: Any = None, *, departments: Choices = (),
        earlier: Choices = (),
    ) -> None:  # fmt: skip
        super().__init__(data, files, prefix=step.event, initial={"seen": seen, DAY: today})
        self.step, self.since, self.today = step, min(since, today), today
        self._choices = {"department": departments, "earlier": earlier}
        for need in step.needs:
            self.fields[need.field] = self._field(need)
        self.order_fields([*(need.field for need in step.needs), DAY])
        self.fields[DAY].widget.attrs.update(min=self.since.isoformat(), max=today.isoformat())

    def _field(self, need: Need) -> forms.Field:
        common: dict[str, Any] = {"label": say(need.title), "required": False}
        match need.field:
            case "note":
                return forms.CharField(max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 3}), **common)
            case "photos":
                return PhotosField(**common)
            case "due" | "until":
                return forms.DateField(widget=DayInput(min=self.today.isoformat()), help_text=_most(need), **common)
            case "people":
                common["help_text"] = _("每行写一个人，至少 %(n)s 人。") % {"n": need.at_least}
                return forms.CharField(widget=forms.Textarea(attrs={"rows": max(need.at_least, 3)}), **common)
            case "agreed":
                return forms.IntegerField(min_value=0, help_text=_share(need), **common)
            case "department" | "earlier":
                return forms.ChoiceField(choices=[("", "—"), *self._choices[need.field]], **common)
            case _ if need.choices:
                choices = [(value, say(title)) for value, title in need.choices.items()]
                return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)
            case _:
                return forms.CharField(max_length=LONGEST_NAME if need.field == "number" else 60, **common)

    def clean_occurred_on(self) -> date:
        """Not before what was done already, and not in the future."""
        day: date = self.cleaned_data[DAY]
        if not self.since <= day <= self.today:
            raise forms.ValidationError(_("填 %(day)s（上一步的日期）到今天之间的日期。") % {"day": self.since.isoformat()})
        return day

    def clean_people(self) -> tuple[str, ...]:
        """The names, one a line."""
        names = tuple(line.strip() for line in self.cleaned_data["people"].splitlines() if line.strip())
        if len(names) > MOST_PEOPLE or any(len(name) > LONGEST_NAME for name in names):
            raise forms.ValidationError(_("最多 %(n)s 人，每行一个姓名。") % {"n": MOST_PEOPLE})
        return names

    def clean(self) -> dict[str, Any]:
        """Everything that the step needs, said at once."""
        data = super().clean() or {}
        for problem in wrong(self.step, Given(**self._given(), photos=len(data.get("photos") or ())), data.get(DAY) or self.today):
            if problem.where not in self.errors:
                told = tell(problem)
                self.add_error(problem.where, f"{told['message']}{told['hint']}")
        return data

    def _given(self) -> dict[str, Any]:
        """What was filled in, but for the photos."""
        asked = [need.field for need in self.step.needs if need.field != "photos"]
        return {name: self.cleaned_data[name] for name in asked if self.cleaned_data.get(name) not in (None, "")}

    def taken(self, photos: Sequence[PhotoRef] = ()) -> dict[str, Any]:
        """The step as an entry says it, once the form is valid."""
        return StepTaken(event=self.step.event, seen=self.cleaned_data["seen"], photos=tuple(photos), **self._given()).model_dump()

    def look_again(self, entry: UUID) -> None:
        """Show what was typed once more, on top of what is known now: ``entry`` is the last one."""
        data: Any = self.data
        self.data = data.copy()
        self.data[self.add_prefix("seen")] = str(entry)  # type: ignore[index]


def _most(need: Need) -> str:
    return _("最长 %(n)s 天。") % {"n": need.at_most_days} if need.at_most_days else ""


def _share(need: Need) -> str:
    if need.share_of_people is None:
        return ""
    part, whole = need.share_of_people
    return _("要有 %(part)s/%(whole)s 以上同意。") % {"part": part, "whole": whole}
