"""Columns that several lists share."""

from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from sanzhang.desk.words import say
from sanzhang.standing.present import STATES


class StateColumn(tables.Column):  # type: ignore[misc]
    """A state as a pill; as a word in exports."""

    def render(self, value: Any, record: Any) -> str:
        """The pill."""
        return render_to_string("desk/parts/state.html", {"state": str(value)})

    def value(self, value: Any, **rest: Any) -> str:
        """The word."""
        return say(STATES[value])


class ClauseColumn(tables.Column):  # type: ignore[misc]
    """A clause's number with a link to its text."""

    def render(self, value: Any) -> str:
        """The chip."""
        return render_to_string("desk/parts/clause.html", {"number": value, "url": reverse("desk:notice") + f"#{value}"})

    def value(self, value: Any, **rest: Any) -> str:
        """The number."""
        return str(value)


class LinkColumn(tables.Column):  # type: ignore[misc]
    """Text that leads to the row's own page: ``record.url``."""

    def render(self, value: Any, record: Any) -> str:
        """The link."""
        url = record["url"] if isinstance(record, dict) else record.url
        return format_html('<a href="{}">{}</a>', url, value)

    def value(self, value: Any, **rest: Any) -> str:
        """The text."""
        return str(value)


class PillsColumn(tables.Column):  # type: ignore[misc]
    """A few words, each as a quiet pill; joined in exports."""

    def __init__(self, **options: Any) -> None:
        super().__init__(orderable=False, **options)

    def render(self, value: list[str]) -> str:
        """The pills."""
        if not value:
            return "—"
        return format_html(
            '<span class="cluster">{}</span>', format_html_join("", '<span class="pill">{}</span>', ((word,) for word in value))
        )

    def value(self, value: list[str], **rest: Any) -> str:
        """The words."""
        return "、".join(value)


NUMBER = {"td": {"class": "num"}, "th": {"class": "num"}}
WIDE = {"td": {"class": "wide"}, "th": {"class": "wide"}}
TIGHT = {"td": {"class": "tight"}, "th": {"class": "tight"}}
STACK = {"class": "table-stack"}
