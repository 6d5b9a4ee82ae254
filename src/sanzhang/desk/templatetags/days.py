"""Days in running text stay whole: on a narrow screen a line could otherwise end after a hyphen."""

import re
from typing import Any

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
_TAG_OR_DAY = re.compile(r"<[^>]*>|(\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2}(?::\d{2})?)?)")


@register.filter
def whole_days(words: Any) -> SafeString:
    """``words`` with each day, and the time after it, kept in one line."""
    return mark_safe(_TAG_OR_DAY.sub(_kept_whole, conditional_escape(words)))  # noqa: S308 - escaped, and nothing but a tag of ours is added


def _kept_whole(found: re.Match[str]) -> str:
    return f'<span class="nowrap">{found[1]}</span>' if found[1] else found[0]
