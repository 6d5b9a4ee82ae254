"""The form of a place."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from sanzhang.desk.access import DeskRequest
from sanzhang.desk.forms.areas import area_choices
from sanzhang.desk.places import kind_groups, mark_titles
from sanzhang.desk.registers import sector_titles
from sanzhang.premises.models import Premises
from sanzhang.premises.queries import position_of
from sanzhang.rules.areas import Level


class PremisesForm(forms.Form):
    """The whole state of a place. The telephone that is on record is never shown; left empty, it stays."""

    name = forms.CharField(
        label=gettext_lazy("名称"), max_length=100, help_text=gettext_lazy("照招牌或营业执照写；没有的写它是什么，如“××家出租房”。")
    )
    area = forms.ChoiceField(label=gettext_lazy("区域"), help_text=gettext_lazy("所在的嘎查村、社区；分了网格的选网格。"))
    kind = forms.ChoiceField(label=gettext_lazy("类型"))
    marks = forms.MultipleChoiceField(label=gettext_lazy("标记"), required=False, widget=forms.CheckboxSelectMultiple)
    address = forms.CharField(label=gettext_lazy("地址"), max_length=200, required=False)
    code = forms.CharField(
        label=gettext_lazy("统一社会信用代码"), max_length=40, required=False, help_text=gettext_lazy("营业执照上的 18 位；没有的留空。")
    )
    responsible = forms.CharField(label=gettext_lazy("负责人"), max_length=60, required=False)
    phone = forms.CharField(
        label=gettext_lazy("负责人电话"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}),
    )
    forget_phone = forms.BooleanField(label=gettext_lazy("删去已登记的电话"), required=False)
    storeys = forms.IntegerField(label=gettext_lazy("层数"), min_value=1, max_value=200, required=False)
    floor_area = forms.IntegerField(label=gettext_lazy("建筑面积（平方米）"), min_value=1, max_value=1_000_000, required=False)
    occupancy = forms.IntegerField(
        label=gettext_lazy("人数"), min_value=0, max_value=100_000, required=False, help_text=gettext_lazy("平时最多同时有多少人。")
    )
    sector = forms.ChoiceField(label=gettext_lazy("主管部门（行业）"), required=False)
    lat = forms.FloatField(label=gettext_lazy("纬度"), min_value=-90, max_value=90, required=False)
    lon = forms.FloatField(
        label=gettext_lazy("经度"),
        min_value=-180,
        max_value=180,
        required=False,
        help_text=gettext_lazy("在现场用手机登记时自动定位；也可以照地图填写。"),
    )
    notes = forms.CharField(label=gettext_lazy("备注"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    base = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, request: DeskRequest, found: Premises | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = found
        self._offer("area", [("", "—"), *area_choices(request.scope, Level.VILLAGE, Level.GRID)])
        self._offer("kind", [("", "—"), *kind_groups()])
        self._offer("marks", list(mark_titles().items()))
        self._offer("sector", _sectors(request))
        if found:
            self.fields["phone"].help_text = _("加密保存，平时不显示。留空则保留原来登记的。")
        else:
            self.fields["phone"].help_text = _("加密保存，平时不显示。")
        if not (found and found.sealed):
            del self.fields["forget_phone"]

    def _offer(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_code(self) -> str:
        """As it is kept: without blanks, in capitals."""
        return "".join(self.cleaned_data["code"].split()).upper()

    def clean(self) -> dict[str, Any]:
        """Half a position is none."""
        data = super().clean() or {}
        if (data.get("lat") is None) != (data.get("lon") is None) and not {"lat", "lon"} & set(self.errors):
            self.add_error("lon" if data.get("lon") is None else "lat", _("经度和纬度要么都填，要么都不填。"))
        return data

    def state(self, key: str) -> dict[str, Any]:
        """The state that the form describes, as it is sent."""
        data = self.cleaned_data
        same = ("kind", "marks", "name", "code", "address", "responsible", "storeys", "floor_area", "occupancy", "sector", "notes", "base")
        state = {name: data[name] for name in same} | {"key": key, "position": self._position()}
        state["closed"] = self.found.closed if self.found else False
        if data["phone"] or data.get("forget_phone") or not self.found:
            return state | {"phone": data["phone"]}
        return state | {"sealed": self.found.sealed}

    def _position(self) -> dict[str, float] | None:
        """The point that was typed; the one on record, as exact as it is, when nobody changed it."""
        lat, lon = self.cleaned_data["lat"], self.cleaned_data["lon"]
        if lat is None or lon is None:
            return None
        same = self.found and (self.found.lat, self.found.lon) == (lat, lon)
        return position_of(self.found) if self.found and same else {"lat": lat, "lon": lon, "accuracy": 0}


def initial_of(place: Premises) -> dict[str, Any]:
    """What the form begins with."""
    same = (
        "name",
        "area",
        "kind",
        "marks",
        "address",
        "code",
        "responsible",
        "storeys",
        "floor_area",
        "occupancy",
        "sector",
        "lat",
        "lon",
        "notes",
    )
    return {name: getattr(place, name) for name in same} | {"base": str(place.entry)}


def _sectors(request: DeskRequest) -> list[tuple[str, str]]:
    """The sectors into which the user may put a place: a department's post its own, any other every one, or none."""
    titles = sector_titles(request.county)
    posts = [actor for actor in request.actors if "manage.premises" in actor.powers]
    if all(actor.sector and "view.all_sectors" not in actor.powers for actor in posts):
        return [(sector, titles.get(sector, sector)) for sector in dict.fromkeys(actor.sector for actor in posts)]
    return [("", _("没有主管部门")), *titles.items()]
