"""What an area is called."""

import pytest

from sanzhang.rules.areas import Level, named

NAMES = {
    "150624": "鄂托克旗",
    "150624100": "乌兰镇",
    "150624100001": "乌兰社区",
    "150624100001001": "第一网格",
    "150624100002001": "第一网格",
}


@pytest.mark.parametrize(
    ("code", "top", "words"),
    [
        ("150624100001001", Level.VILLAGE, "乌兰社区 第一网格"),
        ("150624100001001", Level.TOWN, "乌兰镇 乌兰社区 第一网格"),
        ("150624100001001", Level.GRID, "第一网格"),
        ("150624100002001", Level.VILLAGE, "第一网格"),  # its village has no name
        ("150624100001", Level.VILLAGE, "乌兰社区"),
        ("150624", Level.VILLAGE, "鄂托克旗"),
        ("150624100009", Level.TOWN, "150624100009"),
    ],
)
def test_an_area_is_called_by_its_names_from_the_top_down(code: str, top: Level, words: str) -> None:
    assert named(code, NAMES, top) == words
