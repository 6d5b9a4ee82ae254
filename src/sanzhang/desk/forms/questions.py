"""The form with which a question is settled."""

from django import forms
from django.utils.translation import gettext_lazy

from sanzhang.questions.outcomes import OUTCOMES


class SettleForm(forms.Form):
    """What came of it, and how that is known."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("结果"),
        choices=[(value, gettext_lazy(title)) for value, title in OUTCOMES.items()],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=gettext_lazy("情况"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("怎么核实的、结果怎样。写事实，不评价人。"),
    )
