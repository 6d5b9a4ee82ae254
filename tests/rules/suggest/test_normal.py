"""One way of writing, whatever was typed."""

import pytest

from sanzhang.rules.suggest.normal import LONGEST, normal


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("损坏率超过５０％", "损坏率超过50%"),
        ("损坏百分之五十", "损坏50%"),
        ("损坏百分之二十五以上", "损坏25%以上"),
        ("损坏百分之十", "损坏10%"),
        ("损坏百分之三", "损坏3%"),
        ("百分之多少", "百分之多少"),
        ("只有1个安全出口", "只有一个安全出口"),
        ("缺少两部楼梯", "缺少二部楼梯"),
        ("有15个故障点", "有15个故障点"),
        ("ＫＴＶ包间，门反锁", "ktv包间,门反锁"),
        ("", ""),
    ],
)
def test_it_is_read_as(typed: str, read: str) -> None:
    assert normal(typed) == read


def test_only_the_beginning_of_a_long_text_is_read() -> None:
    assert normal("堆" * 5000) == "堆" * LONGEST
