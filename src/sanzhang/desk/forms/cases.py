"""Forms of cases: a step with the hazards that belong to it, and where a new one begins."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from sanzhang.cases.states import LINKED
from sanzhang.desk.forms.steps import DAY, Choices, StepForm
from sanzhang.desk.registers import department_titles
from sanzhang.hazards.models import Hazard
from sanzhang.rules.lifecycle import Step

HAZARDS = "hazards"


class CaseStepForm(StepForm):
    """A step in a case. ``here``: hazards of the place that don't belong to it yet; those that do may be chosen with it."""

    def __init__(
        self, county: str, step: Step, since: date, seen: UUID | None, here: Sequence[Hazard], data: Any = None, files: Any = None,
        chosen: Sequence[str] = (),
    ) -> None:  # fmt: skip
        super().__init__(step, since, timezone.localdate(), seen, data, files, departments=list(department_titles(county).items()))
        self.here = here
        if here:
            choices = [(str(one.id), f"{one.found_on} {one.text}") for one in here]
            self.fields[HAZARDS] = forms.MultipleChoiceField(
                label=gettext_lazy("有关的隐患"), required=step.event == LINKED, choices=choices, widget=forms.CheckboxSelectMultiple,
                initial=list(chosen),
            )  # fmt: skip
            self.order_fields([HAZARDS, *(name for name in self.fields if name not in (HAZARDS, DAY)), DAY])

    @property
    def hazards(self) -> tuple[UUID, ...]:
        """The hazards that were chosen, once the form is valid."""
        return tuple(UUID(id) for id in self.cleaned_data.get(HAZARDS, ()))


class FindPlaceForm(forms.Form):
    """Where the case is: a registered place, found by its name."""

    q = forms.CharField(label=gettext_lazy("场所名称、首字母、地址"), required=False, max_length=100)
    event = forms.CharField(required=False, widget=forms.HiddenInput)


class AreaPlaceForm(forms.Form):
    """A place that is not registered: the village or grid that it lies in."""

    place = forms.ChoiceField(label=gettext_lazy("没有登记的地点，选所在的区域"))

    def __init__(self, areas: Choices) -> None:
        super().__init__()
        areas = [(f"area:{code}", name) for code, name in areas]
        self.fields["place"].choices = [("", "—"), *areas]  # type: ignore[attr-defined]
