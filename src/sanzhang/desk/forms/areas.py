"""The form of an area, and the choice of an area that other forms offer."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from sanzhang.areas.models import Area
from sanzhang.areas.queries import existing_on, names_for, visible_to
from sanzhang.desk.forms.day import DayInput
from sanzhang.desk.tables.areas import KINDS
from sanzhang.desk.words import noted
from sanzhang.journal.actors import Scope
from sanzhang.rules.areas import LENGTHS, Level, is_code, parent


def area_choices(scope: Scope, *levels: Level) -> list[tuple[str, str]]:
    """Areas of ``levels`` that exist today, inside the scope; each with the area above it, since names repeat."""
    lengths = [LENGTHS[level] for level in levels]
    there = visible_to(scope).filter(existing_on(timezone.localdate())).values_list("key", "name")
    areas = [(code, name) for code, name in there if len(code) in lengths]
    above = names_for(list({parent(code) for code, _name in areas}))
    return [(code, noted(name, above.get(parent(code)) if len(code) > 9 else None)) for code, name in areas]


class AreaForm(forms.Form):
    """The whole state of an area."""

    code = forms.CharField(
        label=gettext_lazy("代码"),
        max_length=15,
        help_text=gettext_lazy("苏木镇 9 位，嘎查村社区 12 位，网格 15 位；前面几位是上级的代码。"),
    )
    name = forms.CharField(label=gettext_lazy("名称"), max_length=100)
    kind = forms.ChoiceField(
        label=gettext_lazy("类别"), required=False, help_text=gettext_lazy("不选则按名称判断：嘎查、社区、村、苏木、镇……")
    )
    valid_from = forms.DateField(label=gettext_lazy("设立日期"), required=False, widget=DayInput())
    valid_to = forms.DateField(
        label=gettext_lazy("撤销日期"),
        required=False,
        widget=DayInput(),
        help_text=gettext_lazy("最后一天。现存的留空。"),
    )
    merged_into = forms.ChoiceField(label=gettext_lazy("并入"), required=False, help_text=gettext_lazy("撤销后由哪里接管。"))

    def __init__(self, scope: Scope, area: Area | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("按名称")), *KINDS.items()]  # type: ignore[attr-defined]
        if area is None:
            del self.fields["valid_to"], self.fields["merged_into"]
            return
        del self.fields["code"]
        level = next(level for level, length in LENGTHS.items() if length == len(area.key))
        others = [choice for choice in area_choices(scope, level) if choice[0] != area.key]
        if area.merged_into and area.merged_into not in dict(others):
            others.append((area.merged_into, names_for([area.merged_into]).get(area.merged_into, area.merged_into)))
        self.fields["merged_into"].choices = [("", _("没有并入别处")), *others]  # type: ignore[attr-defined]

    def clean_code(self) -> str:
        """A code below the county that nobody has yet."""
        code: str = self.cleaned_data["code"].strip()
        if not is_code(code) or len(code) < LENGTHS[Level.TOWN]:
            raise forms.ValidationError(_("代码须是 9、12 或 15 位数字。"))
        if names_for([code]):
            raise forms.ValidationError(_("这个代码已经登记；要改名或撤并，请打开那个区划。"))
        return code
