"""The forms of plans: what is planned, and the draw."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from sanzhang.desk.access import DeskRequest
from sanzhang.desk.forms.areas import area_choices
from sanzhang.desk.forms.day import DayInput
from sanzhang.desk.places import kind_titles, mark_titles
from sanzhang.desk.registers import sector_titles
from sanzhang.desk.words import say
from sanzhang.packs import checklists
from sanzhang.plans.choices import PlanKind
from sanzhang.plans.terms import MOST_RECENT_DAYS, MOST_WORKDAYS
from sanzhang.rules.areas import Level
from sanzhang.rules.draw import MOST_PLACES, TOGETHER

MONTH = timedelta(days=30)
FEW = 12
# Which fields only some kinds of plan have.
ONLY = {
    "departments": (PlanKind.JOINT,), "start": (PlanKind.REVISIT,), "start_day": (PlanKind.REVISIT,), "workdays": (PlanKind.REVISIT,),
    "count": (PlanKind.DRAW,), "per_place": (PlanKind.DRAW,), "recent_days": (PlanKind.DRAW,),
}  # fmt: skip
START_DUE, START_FOUND, START_DAY = "due", "found", "day"
STARTS = [(START_DUE, gettext_lazy("整改期限那天")), (START_FOUND, gettext_lazy("发现隐患那天")), (START_DAY, gettext_lazy("另定的一天"))]


class PlanForm(forms.Form):
    """The terms of a plan. ``offer`` adds the places that were found, each ticked."""

    title = forms.CharField(label=gettext_lazy("名称"), max_length=100, help_text=gettext_lazy("写清查什么，如“冬春季小餐饮专项检查”。"))
    first = forms.DateField(label=gettext_lazy("第一天"), widget=DayInput())
    last = forms.DateField(label=gettext_lazy("最后一天"), widget=DayInput(), help_text=gettext_lazy("最长一年。"))
    area = forms.ChoiceField(label=gettext_lazy("区域"))
    kinds = forms.MultipleChoiceField(label=gettext_lazy("场所类型"), required=False, help_text=gettext_lazy("不选则各类都查。"))
    marks = forms.MultipleChoiceField(
        label=gettext_lazy("标记"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("选了则只查带其中一种标记的。"),
    )
    sector = forms.ChoiceField(label=gettext_lazy("主管部门（行业）"), required=False)
    start = forms.ChoiceField(label=gettext_lazy("从哪天起算"), choices=STARTS, help_text=gettext_lazy("只列还有隐患没有办结的场所。"))
    start_day = forms.DateField(label=gettext_lazy("另定的起算日"), required=False, widget=DayInput())
    workdays = forms.IntegerField(
        label=gettext_lazy("第几个工作日复查"), min_value=0, max_value=MOST_WORKDAYS, initial=3,
        help_text=gettext_lazy("按国家放假安排算工作日。三个工作日见公安部令第120号第二十一条（片段，待核）。"),
    )  # fmt: skip
    count = forms.IntegerField(label=gettext_lazy("抽取多少处"), min_value=1, max_value=MOST_PLACES)
    per_place = forms.IntegerField(label=gettext_lazy("每处几名检查人"), min_value=TOGETHER, max_value=20, initial=TOGETHER)
    recent_days = forms.IntegerField(
        label=gettext_lazy("排除近多少天检查过的"),
        min_value=0,
        max_value=MOST_RECENT_DAYS,
        initial=0,
        help_text=gettext_lazy("0 是不排除。"),
    )
    checklist = forms.ChoiceField(label=gettext_lazy("检查表"), required=False, help_text=gettext_lazy("选了则只有用这张表的检查才计入。"))
    departments = forms.MultipleChoiceField(label=gettext_lazy("邀请的部门"), required=False)
    note = forms.CharField(label=gettext_lazy("要求和说明"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    places = forms.MultipleChoiceField(label=gettext_lazy("场所"), required=False)

    def __init__(self, request: DeskRequest, kind: PlanKind, found: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        """``found``: the places that may be ticked, each by key with what it is called; none where there are too many, or none yet."""
        super().__init__(*args, **kwargs)
        for name, kinds in ONLY.items():
            if kind not in kinds:
                del self.fields[name]
        today = timezone.localdate()
        self.fields["first"].initial, self.fields["last"].initial = today, today + MONTH
        areas = area_choices(request.scope, Level.COUNTY, Level.TOWN, Level.VILLAGE, Level.GRID)
        self._offer("area", areas if len(areas) == 1 else [("", "—"), *areas])
        self._offer("kinds", list(kind_titles().items()))
        self._offer("marks", list(mark_titles().items()))
        self._offer("sector", _sectors(request))
        self._offer("checklist", [("", _("不限"))] + [(used.id, say(used.title)) for used in checklists().values()])
        if "departments" in self.fields:
            self._offer("departments", list(sector_titles(request.county).items()))
        if not found:
            del self.fields["places"]
            return
        self._offer("places", found)

    def _offer(self, name: str, choices: list[Any]) -> None:
        offer(self.fields[name], choices)

    def clean(self) -> dict[str, Any]:
        """A day of one's own where that was chosen."""
        data = super().clean() or {}
        if data.get("start") == START_DAY and not data.get("start_day"):
            self.add_error("start_day", _("填写起算日，或改选起算方式。"))
        return data

    @property
    def start_from(self) -> Any:
        """From which days is counted, as ``to_revisit`` takes it."""
        chosen: str = self.cleaned_data["start"]
        return self.cleaned_data["start_day"] if chosen == START_DAY else chosen


class DrawForm(forms.Form):
    """Who may be drawn, and the seed."""

    inspectors = forms.MultipleChoiceField(
        label=gettext_lazy("检查人"), help_text=gettext_lazy("今天有任职、能在整个区域检查的人。去掉出差、回避的。")
    )
    seed = forms.CharField(
        label=gettext_lazy("种子"), max_length=100, required=False,
        help_text=gettext_lazy("当众定的数字，如当天的彩票开奖号码。留空由系统生成。"),
    )  # fmt: skip

    def __init__(self, people: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["inspectors"], people)
        self.fields["inspectors"].initial = [person for person, _name in people]


class PlacesForm(forms.Form):
    """Which places of a plan are shown; sent by GET."""

    state = forms.ChoiceField(label=gettext_lazy("情况"), required=False)

    def __init__(self, states: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [("", _("全部")), *states]  # type: ignore[attr-defined]


def offer(field: forms.Field, choices: list[Any]) -> None:
    """Let one or several of ``choices`` be chosen; a few of which several may be are seen at once."""
    if isinstance(field, forms.MultipleChoiceField) and len(choices) <= FEW:
        field.widget = forms.CheckboxSelectMultiple()
    field.choices = choices  # type: ignore[attr-defined]


def _sectors(request: DeskRequest) -> list[tuple[str, str]]:
    """The sectors for which the user may plan: a department's post its own, any other every one, or none in particular."""
    titles, places = sector_titles(request.county), request.scope.places
    if all(place.sector for place in places):
        return [(sector, titles.get(sector, sector)) for sector in dict.fromkeys(place.sector for place in places)]
    return [("", _("各行业")), *titles.items()]
