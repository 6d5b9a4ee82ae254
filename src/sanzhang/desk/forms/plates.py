"""What to print, and of where."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from sanzhang.desk.places import kind_groups


class PlatesForm(forms.Form):
    """Which plates, chosen above the list; sent by GET, so that a choice can be sent as a link."""

    what = forms.ChoiceField(label=gettext_lazy("打印什么"))
    area = forms.ChoiceField(label=gettext_lazy("区域"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("场所类型"), required=False)
    q = forms.CharField(label=gettext_lazy("名称、户编号或牌码"), required=False, max_length=100)

    def __init__(
        self, data: Any, sorts: list[tuple[str, str]], areas: list[tuple[str, str]], asks: Callable[[str], tuple[str, ...]]
    ) -> None:
        """``asks``: what can be asked about a sort beside its area."""
        given = {"what": sorts[0][0], **{name: data[name] for name in data}}
        super().__init__(given)
        self.fields["what"].choices = sorts  # type: ignore[attr-defined]
        self.fields["area"].choices = [("", _("全部")), *areas]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", _("全部")), *kind_groups()]  # type: ignore[attr-defined]
        for name in {"kind", "q"}.difference(asks(given["what"])):
            del self.fields[name]
