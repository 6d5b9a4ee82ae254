"""Forms of departments, fire teams and fire-safety committees."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sanzhang.desk.forms.areas import area_choices
from sanzhang.desk.forms.day import DayInput
from sanzhang.desk.forms.people import PeopleField, PersonField
from sanzhang.journal.actors import Scope
from sanzhang.people.models import Person
from sanzhang.rules.areas import Level
from sanzhang.teams.choices import TITLES


class DepartmentForm(forms.Form):
    """The department of a sector."""

    name = forms.CharField(label=_("部门名称"), max_length=100)
    contact = forms.CharField(label=_("值班电话或联系方式"), max_length=60, required=False, help_text=_("填单位的，不填个人手机号。"))


class TeamForm(forms.Form):
    """A fire team, a service centre, a micro fire station."""

    area = forms.ChoiceField(label=_("区划"))
    kind = forms.ChoiceField(label=_("种类"), choices=[("", "—"), *TITLES.items()])
    name = forms.CharField(label=_("名称"), max_length=100)
    members = forms.IntegerField(label=_("人数"), min_value=0, max_value=9999, initial=0)
    founded = forms.DateField(label=_("成立日期"), required=False, widget=DayInput())

    def __init__(self, scope: Scope, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [("", "—"), *area_choices(scope, Level.COUNTY, Level.TOWN, Level.VILLAGE)]  # type: ignore[attr-defined]


class CommitteeForm(forms.Form):
    """The fire-safety committee of an area."""

    name = forms.CharField(label=_("名称"), max_length=100)
    chair = PersonField(label=_("主任"), required=False, help_text=_("写姓名或编号。"))
    members = PeopleField(label=_("成员"), required=False, help_text=_("一行一位，写姓名或编号。"))
    founded = forms.DateField(label=_("成立日期"), required=False, widget=DayInput())

    def __init__(self, people: QuerySet[Person], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chair"].offer(people)  # type: ignore[attr-defined]
        self.fields["members"].offer(people)  # type: ignore[attr-defined]
