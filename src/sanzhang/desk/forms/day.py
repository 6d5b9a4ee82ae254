"""A day in a form."""

from typing import Any

from django import forms


class DayInput(forms.DateInput):
    """The browser's own date field; it takes and gives ISO dates, whatever the language."""

    def __init__(self, **attrs: Any) -> None:
        super().__init__(attrs={"type": "date", **attrs}, format="%Y-%m-%d")
