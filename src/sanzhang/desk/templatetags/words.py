"""Words of the pack, and the rows and pages of a list, in templates."""

from typing import Any

from django import template

from sanzhang.desk.cells import body, total
from sanzhang.desk.long_rows import AT
from sanzhang.desk.words import listed, say

register = template.Library()
register.filter("say", say)
register.filter("listed", listed)
register.filter("body", body)
register.filter("total", total)


@register.simple_tag(takes_context=True)
def page_address(context: dict[str, Any], number: int) -> str:
    """The address of another page of the list in ``table``; of a long one with the spot where this page begins, since the other is near it."""
    table, query = context["table"], context["request"].GET.copy()
    query[table.prefixed_page_field] = number
    query[AT] = getattr(table.data.data, AT, "")
    if not query[AT]:
        del query[AT]
    return f"?{query.urlencode()}"
