"""The form of a household."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sanzhang.desk.access import DeskRequest
from sanzhang.desk.forms.areas import area_choices
from sanzhang.desk.forms.day import DayInput
from sanzhang.desk.places import category_titles
from sanzhang.households.models import Household
from sanzhang.households.personal import MOST_PEOPLE, Personal
from sanzhang.rules.areas import Level

PERSONAL = ("name", "phone", "address", "people", "categories", "contact", "notes")


class HouseholdForm(forms.Form):
    """The whole state of a household. Without ``personal``, whoever may not see what is personal changes the rest."""

    number = forms.CharField(label=_("户编号"), max_length=30, help_text=_("本村内不重复的顺序号。不要用身份证号、电话或姓名。"))
    area = forms.ChoiceField(label=_("区域"), help_text=_("所在的嘎查村、社区；分了网格的选网格。"))
    vulnerable = forms.BooleanField(label=_("重点人群户"), required=False)
    purpose = forms.CharField(label=_("登记目的"), max_length=200, help_text=_("为什么要登记这一户的个人信息。只写目的，不写姓名和病情。"))
    keep_until = forms.DateField(label=_("保存到"), widget=DayInput(), help_text=_("到这一天之后应当删除；仍有需要的，届时延长。"))
    name = forms.CharField(label=_("户主姓名"), max_length=60)
    phone = forms.CharField(label=_("电话"), max_length=40, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"}))
    address = forms.CharField(label=_("住址"), max_length=200, required=False)
    people = forms.IntegerField(label=_("常住人数"), min_value=1, max_value=MOST_PEOPLE, required=False)
    categories = forms.MultipleChoiceField(label=_("重点人群类别"), required=False, widget=forms.CheckboxSelectMultiple)
    contact = forms.CharField(label=_("紧急联系人"), max_length=100, required=False, help_text=_("子女、邻居或结对的人，及其电话。"))
    notes = forms.CharField(label=_("要注意的"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    base = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, request: DeskRequest, *args: Any, personal: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [("", "—"), *area_choices(request.scope, Level.VILLAGE, Level.GRID)]  # type: ignore[attr-defined]
        self.fields["categories"].choices = list(category_titles().items())  # type: ignore[attr-defined]
        for name in PERSONAL:
            self.fields[name].widget.attrs["autocomplete"] = "off"
            if not personal:
                del self.fields[name]

    def state(self, key: str, found: Household | None, before: Personal | None) -> dict[str, Any]:
        """The state that the form describes, as it is sent. The position on record stays."""
        data = self.cleaned_data
        same = ("number", "vulnerable", "purpose", "base")
        state = {name: data[name] for name in same} | {"key": key, "keep_until": data["keep_until"].isoformat()}
        if "name" not in self.fields:
            return state | {"sealed": found.sealed if found else {}}
        point = before.position.model_dump() if before and before.position else None
        return state | {"personal": {name: data[name] for name in PERSONAL} | {"position": point}}


def initial_of(household: Household, personal: Personal | None) -> dict[str, Any]:
    """What the form begins with."""
    same = ("number", "area", "vulnerable", "purpose", "keep_until")
    state = {name: getattr(household, name) for name in same} | {"base": str(household.entry)}
    return state | (personal.model_dump(exclude={"position"}) if personal else {})
