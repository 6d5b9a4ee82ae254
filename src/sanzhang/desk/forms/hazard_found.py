"""The form of a hazard that was found outside an inspection."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from sanzhang.desk.case_places import PREMISES, Chosen
from sanzhang.desk.forms.day import DayInput
from sanzhang.desk.forms.files import PhotosField
from sanzhang.desk.tables.hazards import SEVERITIES, action_title
from sanzhang.desk.words import say
from sanzhang.determination.queries import editions_for
from sanzhang.hazards.states import ACTION_TITLES
from sanzhang.inspections.payloads import Finding
from sanzhang.packs import checklists
from sanzhang.photos.uses import PhotoRef
from sanzhang.rules.checklists import Checklist, Item
from sanzhang.rules.determination.editions import Edition

ON_THE_SPOT, BY_DATE = "on_the_spot", "by_date"
LONGEST_TEXT = 500
STROKE = "/"


class HazardFoundForm(forms.Form):
    """What is wrong, how grave it is, and what is done about it. Which item of a checklist or which element it touches may stay open."""

    text = forms.CharField(label=gettext_lazy("发现了什么"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3}))
    severity = forms.ChoiceField(label=gettext_lazy("程度"), choices=SEVERITIES, widget=forms.RadioSelect, initial="general")
    photos = PhotosField(label=gettext_lazy("现场照片"), required=False)
    action = forms.ChoiceField(label=gettext_lazy("怎么处理"), widget=forms.RadioSelect)
    due = forms.DateField(label=gettext_lazy("整改期限"), required=False, widget=DayInput(), help_text=gettext_lazy("限期整改的填。"))
    after = PhotosField(
        label=gettext_lazy("整改后的照片"),
        required=False,
        help_text=gettext_lazy("当场改好的，拍一张改好之后的。每张不超过 10 MB，最多 12 张。"),
    )
    item = forms.ChoiceField(
        label=gettext_lazy("对应的检查项"), required=False, help_text=gettext_lazy("能对上的选，以后同一处再出现容易认出来。")
    )
    element = forms.ChoiceField(
        label=gettext_lazy("可能涉及的要素"),
        required=False,
        help_text=gettext_lazy("重大火灾隐患判定标准的条号，供大队参考，不作认定。不选的，按检查项。"),
    )
    occurred_on = forms.DateField(label=gettext_lazy("发现日期"), widget=DayInput())

    def __init__(
        self, county: str, place: Chosen, today: date, suspected: bool, text: str = "", data: Any = None, files: Any = None
    ) -> None:
        super().__init__(data, files, initial={"text": text[:LONGEST_TEXT], "occurred_on": today})
        self.today, self.lists = today, _lists_for(place)
        self._offer("action", [(action, action_title(action, suspected)) for action in ACTION_TITLES])
        self._offer("item", [("", _("不指明")), *((say(used.title), _items(used)) for used in self.lists.values())])
        self.fields["due"].widget.attrs["min"] = self.fields["occurred_on"].widget.attrs["max"] = today.isoformat()
        if suspected:
            self.fields["due"].label = _("建议整改期限")
        elements = [(edition.number, _elements(edition)) for edition in editions_for(county) if edition.loaded]
        if place.seen.type == PREMISES and elements:
            self._offer("element", [("", _("不指明")), *elements])
        else:
            del self.fields["element"]

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_occurred_on(self) -> date:
        """Not in the future."""
        day: date = self.cleaned_data["occurred_on"]
        if day > self.today:
            raise forms.ValidationError(_("日期在今天之后。填发现的那一天。"))
        return day

    def clean(self) -> dict[str, Any]:
        """What each way of dealing with it asks for."""
        data = super().clean() or {}
        action, due, day = data.get("action"), data.get("due"), data.get("occurred_on")
        if action == BY_DATE and not due and "due" not in self.errors:
            self.add_error("due", _("限期整改要写明期限。"))
        elif action == BY_DATE and due and day and due < day:
            self.add_error("due", _("期限早于发现的日期。改成之后的日期。"))
        elif action and action != BY_DATE and due:
            self.add_error("due", _("只有限期整改才有期限。清空它，或改选限期整改。"))
        if action == ON_THE_SPOT and not data.get("after") and "after" not in self.errors:
            self.add_error("after", _("当场改好的，要有一张整改后的照片。没有的，改选限期整改。"))
        elif action and action != ON_THE_SPOT and data.get("after"):
            self.add_error("after", _("没有当场改好，就没有整改后的照片。取消勾选，或改选当场改好。"))
        return data

    @property
    def checklist(self) -> str:
        """The checklist of the item that was chosen; empty where none was."""
        return str(self.cleaned_data["item"]).partition(STROKE)[0]

    def finding(self, id: UUID, photos: list[PhotoRef], after: list[PhotoRef]) -> Finding:
        """What was found, as an entry says it, once the form is valid."""
        data, item = self.cleaned_data, self._item()
        return Finding(
            id=id, item=item.id if item else "", text=data["text"], element=data.get("element") or (item.element if item else ""),
            severity=data["severity"], action=data["action"], due=data["due"], photos=tuple(photos), after=tuple(after),
        )  # fmt: skip

    def _item(self) -> Item | None:
        used, _stroke, id = str(self.cleaned_data["item"]).partition(STROKE)
        return next((item for item in self.lists[used].items if item.id == id), None) if used else None


def _lists_for(place: Chosen) -> dict[str, Checklist]:
    """The checklists with which such a place is inspected."""
    wanted = place.kind if place.seen.type == PREMISES else place.seen.type
    return {used.id: used for used in checklists().values() if wanted in used.for_}


def _items(used: Checklist) -> list[tuple[str, str]]:
    return [(f"{used.id}{STROKE}{item.id}", say(item.text)) for item in used.items]


def _elements(edition: Edition) -> list[tuple[str, str]]:
    """The elements of an edition, named as hazards name them: by its year and their number."""
    return [(f"{edition.id[-4:]}:{element.no}", f"{element.no} {say(element.text)}") for element in edition.elements]
