"""The form of a person, and the field with which other forms choose people."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _, gettext_lazy

from sanzhang.desk.forms.areas import area_choices
from sanzhang.desk.words import listed
from sanzhang.journal.actors import Scope
from sanzhang.people.entries.set_person import ERASED
from sanzhang.people.models import Person
from sanzhang.rules.areas import Level

OFFERED = 1000


class PersonInput(forms.TextInput):
    """A line of text that offers the people who may be chosen while one types; works without scripts."""

    template_name = "desk/registers/person_input.html"
    people: QuerySet[Person] | None = None

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """The people to offer."""
        context = super().get_context(name, value, attrs)
        context["widget"]["list"] = f"{name}_people"
        context["widget"]["people"] = self.people[:OFFERED] if self.people is not None else []
        return context


class PersonField(forms.CharField):
    """Somebody by number or name. Its clean value is the person, or None."""

    widget = PersonInput
    people: QuerySet[Person]

    def offer(self, people: QuerySet[Person]) -> None:
        """Let one of ``people`` be chosen."""
        self.people = people.exclude(name=ERASED)
        self.widget.people = self.people

    def clean(self, value: Any) -> Person | None:
        """The person meant. Raises ``ValidationError`` when nobody or more than one is."""
        text = super().clean(value).strip()
        return one_of(self.people, text) if text else None


class PeopleField(PersonField):
    """Several people, one a line. Its clean value is a list."""

    widget = forms.Textarea  # type: ignore[assignment]

    def offer(self, people: QuerySet[Person]) -> None:
        """Let some of ``people`` be chosen."""
        self.people = people.exclude(name=ERASED)

    def clean(self, value: Any) -> list[Person]:  # type: ignore[override]
        """The people meant, each once."""
        lines = [line.strip() for line in forms.CharField.clean(self, value).splitlines() if line.strip()]
        return list({person.key: person for person in (one_of(self.people, line) for line in lines)}.values())


def one_of(people: QuerySet[Person], text: str) -> Person:
    """The one of ``people`` whose number ``text`` begins with, or whose name it is."""
    by_number = people.filter(number=text.split()[0]).first()
    if by_number:
        return by_number
    found = list(people.filter(name=text)[:6])
    if len(found) == 1:
        return found[0]
    if found:
        raise forms.ValidationError(
            _("有几位“%(name)s”，请写编号：%(numbers)s。") % {"name": text, "numbers": listed(person.number for person in found)}
        )
    raise forms.ValidationError(_("在您可选的范围里没有“%(name)s”。写姓名或编号；没有登记的先登记人员。") % {"name": text})


def line_of(person: Person) -> str:
    """A person as ``PersonField`` takes him."""
    return f"{person.number} {person.name}"


class PersonForm(forms.Form):
    """The whole state of a person. The telephone that is on record is never shown; left empty, it stays."""

    number = forms.CharField(
        label=gettext_lazy("编号"), max_length=40, help_text=gettext_lazy("工号或其他不重复的编号，导入时按它对人。不要用身份证号。")
    )
    name = forms.CharField(label=gettext_lazy("姓名"), max_length=60)
    organisation = forms.CharField(label=gettext_lazy("单位"), max_length=100, required=False)
    area = forms.ChoiceField(label=gettext_lazy("登记在"), help_text=gettext_lazy("本人所在的区划；在哪里任什么职另行登记。"))
    phone = forms.CharField(
        label=gettext_lazy("电话"), max_length=30, required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"})
    )
    forget_phone = forms.BooleanField(label=gettext_lazy("删去已登记的电话"), required=False)

    def __init__(self, scope: Scope, known: bool, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [("", "—"), *area_choices(scope, Level.COUNTY, Level.TOWN, Level.VILLAGE, Level.GRID)]  # type: ignore[attr-defined]
        if known:
            self.fields["phone"].help_text = _("加密保存，平时不显示。留空则保留原来登记的。")
        else:
            self.fields["phone"].help_text = _("加密保存，平时不显示。")
            del self.fields["forget_phone"]

    def phone_after(self, before: str) -> str:
        """The telephone to keep: the new one, none, or the one ``before``."""
        if self.cleaned_data["phone"]:
            return str(self.cleaned_data["phone"])
        return "" if self.cleaned_data.get("forget_phone") else before


class ReasonForm(forms.Form):
    """Why something is done that is kept on record."""

    reason = forms.CharField(label=gettext_lazy("理由"), max_length=200, min_length=4, widget=forms.Textarea(attrs={"rows": 3}))
