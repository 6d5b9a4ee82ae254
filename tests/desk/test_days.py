"""Days in running text stay whole, and nothing else in it is touched."""

import pytest
from django.utils.safestring import mark_safe

from sanzhang.desk.templatetags.days import whole_days


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("2026-06-10 09:05 开始", '<span class="nowrap">2026-06-10 09:05</span> 开始'),
        ("期限 2026-06-10。", '期限 <span class="nowrap">2026-06-10</span>。'),
        ("<b>2026-06-10", '&lt;b&gt;<span class="nowrap">2026-06-10</span>'),
        (mark_safe('<a href="?as_of=2026-06-10">那天</a>'), '<a href="?as_of=2026-06-10">那天</a>'),
        (31, "31"),
    ],
)
def test_days_stay_whole(words: object, shown: str) -> None:
    assert whole_days(words) == shown
