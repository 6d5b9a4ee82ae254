"""The form of a determination: which elements, what was measured, what is known of the premises. Nothing is chosen beforehand."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from sanzhang.desk.forms.day import DayInput
from sanzhang.desk.words import noted, say
from sanzhang.determination.queries import editions_for
from sanzhang.rules.determination.editions import Edition, Element, Form, Measure, Unit
from sanzhang.rules.determination.explain import UNITS
from sanzhang.rules.determination.facts import Fact

ANSWERS = {"": None, "yes": True, "no": False}
BY_DATE = ""
CLOSED = "closed"  # the fact that the register of premises knows
PAIR = re.compile(r"^\s*([\d.]+)\s*/\s*([\d.]+)\s*$")
WHOLE = re.compile(r"^-?\d+$")
PREFIX = "judge"
NO_SIZES: Mapping[Unit, int] = {}


class DeterminationForm(forms.Form):
    """A case for the standard. The day of the inspection chooses the edition; an older one may be looked at instead, for its elements."""

    prefix = PREFIX
    day = forms.DateField(label=gettext_lazy("检查日期"), widget=DayInput())
    edition = forms.ChoiceField(
        label=gettext_lazy("从哪一版里选要素"), required=False, help_text=gettext_lazy("换了日期或版本，先点“对照标准”，再选要素。")
    )
    elements = forms.MultipleChoiceField(
        label=gettext_lazy("成立的要素"), required=False, help_text=gettext_lazy("输入条号或几个字查找；只选现场确认的。")
    )
    numbers = forms.CharField(
        label=gettext_lazy("要素条号"), required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("这一版的要素表还没有装载（大队在“判定要素表”装载），照标准写条号，用空格隔开。"),
    )  # fmt: skip

    def __init__(
        self,
        county: str,
        kind: str,
        first: date,
        today: date,
        data: Any = None,
        *,
        closed: bool = False,
        sizes: Mapping[Unit, int] = NO_SIZES,
    ) -> None:
        """``closed``, ``sizes``: what the register of premises says of the place."""
        super().__init__(data, initial={"day": first} | ({f"fact_{CLOSED}": "yes"} if closed else {}))
        self.county, self.kind, self.closed, self.sizes = county, kind, closed, sizes
        self.fields["day"].widget.attrs["max"] = today.isoformat()
        self.known = known = editions_for(county)
        chosen = known.named(self._said("edition")) or known.on(_day(self._said("day")) or first)
        self.chosen: Edition = chosen
        self._offer("edition", [(BY_DATE, _("检查日期适用的一版")), *((one.id, _edition(one)) for one in known)])
        if chosen.loaded:
            del self.fields["numbers"]
            self._offer("elements", [(element.no, _element(element)) for element in chosen.elements])
            for no in self._listed("elements"):
                if no in chosen.by_number:
                    self._ask_about(chosen.by_number[no])
        else:
            del self.fields["elements"]
        asked = {name for one in known if one.loaded for name in one.asks_about}
        for fact in known.facts.facts:
            if fact.claimed or fact.id in asked:
                self._ask_fact(fact, known.facts.of_kind.get(kind, {}).get(fact.id))

    def _said(self, name: str) -> str:
        return str(self.data.get(f"{PREFIX}-{name}", "")) if self.is_bound else ""

    def _listed(self, name: str) -> list[str]:
        return list(self.data.getlist(f"{PREFIX}-{name}")) if self.is_bound and hasattr(self.data, "getlist") else []

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def _ask_about(self, element: Element) -> None:
        """What is asked about an element that was chosen: its form, a measurement, whether it can be corrected at once."""
        label = _("第 %(no)s 条：%(what)s")
        if element.forms:
            choices = [
                ("", _("不指明")),
                *((form.id, f"{say(form.text)}{f' ({form.annex})' if form.annex else ''}") for form in element.forms),
            ]
            title = label % {"no": element.no, "what": _("哪一种情形")}
            self.fields[f"form_{element.no}"] = forms.ChoiceField(label=title, choices=choices, required=False)
        if measures := list(self._measures(element.forms)):
            what = _(" / ").join(dict.fromkeys(_measured_in(measure) for measure in measures))
            per_cent = any(measure.unit == "percent" for measure in measures)
            note = _("写百分数，如 74；或两个数，如 3/10（前者占后者）。没有测量的留空。") if per_cent else _("写数字。没有测量的留空。")
            note = " ".join([note, *self._registered(measures)])
            self.fields[f"measured_{element.no}"] = forms.CharField(
                label=label % {"no": element.no, "what": what}, required=False, max_length=40, help_text=note
            )
        title = label % {"no": element.no, "what": _("可以立即改正（不计）")}
        self.fields[f"at_once_{element.no}"] = forms.BooleanField(label=title, required=False)

    def _measures(self, shapes: tuple[Form, ...]) -> Iterator[Measure]:
        measures = {measure.id: measure for measure in self.chosen.measures}
        yield from (measures[shape.measure] for shape in shapes if shape.measure)

    def _registered(self, measures: list[Measure]) -> Iterator[str]:
        """What the register says in the units that are asked for: not what was measured, but something to hold it against."""
        for unit in dict.fromkeys(measure.unit for measure in measures):
            if unit != "percent" and unit in self.sizes:
                yield _("名册登记：%(size)s %(unit)s。") % {"size": self.sizes[unit], "unit": say(UNITS[unit])}

    def _ask_fact(self, fact: Fact, of_kind: bool | None) -> None:
        unsaid = _("没有说明") if fact.claimed else _("不清楚")
        if of_kind is not None:
            unsaid = _("按场所类型：是") if of_kind else _("按场所类型：否")
        mark = "" if fact.grade.verified else _("（待核）")
        choices = [("", unsaid), ("yes", _("是")), ("no", _("否"))]
        note = _("名册上登记为已停业；已经恢复营业的改为“否”。") if fact.id == CLOSED and self.closed else ""
        self.fields[f"fact_{fact.id}"] = forms.ChoiceField(
            label=f"{say(fact.title)}{mark}", choices=choices, required=False, help_text=note
        )

    def clean(self) -> dict[str, Any]:
        """Measurements that are numbers."""
        data = super().clean() or {}
        for name in [name for name in data if name.startswith("measured_") and data[name]]:
            if _measured(data[name]) is None:
                self.add_error(name, _("写百分数，如 74；或两个数，如 3/10。"))
        return data

    def case(self) -> dict[str, Any]:
        """The case as the rules take it, once the form is valid."""
        data = self.cleaned_data
        facts = {name.removeprefix("fact_"): ANSWERS[value] for name, value in data.items() if name.startswith("fact_") and value}
        numbers = data["elements"] if self.chosen.loaded else data["numbers"].split()
        return {
            "date": data["day"].isoformat(), "premises_kind": self.kind, "premises": facts, "elements": [self._finding(no) for no in numbers],
        }  # fmt: skip

    def _finding(self, no: str) -> dict[str, Any]:
        data = self.cleaned_data
        found: dict[str, Any] = {"no": no}
        if form := data.get(f"form_{no}"):
            found["form"] = form
        if written := data.get(f"measured_{no}"):
            found["measured"] = self._two_numbers(no, form, written)
        if data.get(f"at_once_{no}"):
            found["immediately_correctable"] = True
        return found

    def _two_numbers(self, no: str, form: str | None, written: str) -> Any:
        """A percentage as it is; two numbers by the names that the measure has for them."""
        value = _measured(written)
        if not isinstance(value, tuple):
            return value
        measures = {measure.id: measure for measure in self.chosen.measures}
        shapes = self.chosen.by_number[no].forms
        shape = next((one for one in shapes if one.measure and form in (None, "", one.id)), None)
        measure = measures[shape.measure] if shape and shape.measure else self.chosen.measures[0]
        return {measure.part: value[0], measure.whole: value[1]}

    @property
    def asked(self) -> list[Any]:
        """What is asked first: day, edition, elements, and about those that were chosen."""
        return [field for field in self.visible_fields() if not field.name.startswith("fact_")]

    @property
    def facts(self) -> list[Any]:
        """What is asked about the premises."""
        return [field for field in self.visible_fields() if field.name.startswith("fact_")]


def _measured(written: str) -> Any:
    """A number, a pair of them, or None."""
    pair = PAIR.match(written)
    numbers = pair.groups() if pair else (written.strip().rstrip("%").strip(),)
    try:
        found = tuple(int(number) if WHOLE.match(number) else float(number) for number in numbers)
    except ValueError:
        return None
    return found if pair else found[0]


def _measured_in(measure: Measure) -> str:
    """What is measured, with its unit; where it is no share."""
    return say(measure.title) if measure.unit == "percent" else noted(say(measure.title), say(UNITS[measure.unit]))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _edition(edition: Edition) -> str:
    return edition.number if edition.loaded else _("%(number)s（要素表没有装载）") % {"number": edition.number}


def _element(element: Element) -> str:
    mark = "" if element.grade.verified else _("（待核）")
    return f"{element.no} {say(element.text)}{mark}"
