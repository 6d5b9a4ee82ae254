"""Who is directly above somebody, as the pack's posts say."""

import pytest

from sanzhang.packs import shipped
from sanzhang.rules.chiefs import InPost, nearest_above

POSTS = {post.id: post for post in shipped("otog-2022").posts}
COUNTY, TOWN, VILLAGE, GRID = "150624", "150624100", "150624100001", "150624100001001"
OTHER_GRID, OTHER_TOWN_GRID = VILLAGE + "002", "150624101001001"
EVERYBODY = [
    InPost("旗", "brigade_chief", COUNTY),
    InPost("监督", "brigade_officer", COUNTY),
    InPost("教育", "department_head", COUNTY, "education"),
    InPost("住建", "department_head", COUNTY, "housing"),
    InPost("镇", "town_head", TOWN),
    InPost("村", "village_head", VILLAGE),
    InPost("网", "grid_chief", GRID),
    InPost("邻", "grid_chief", OTHER_GRID),
]


def above(*acted: InPost, without: str = "", held: tuple[InPost, ...] = ()) -> set[str]:
    able: dict[str, list[InPost]] = {}
    for post in EVERYBODY:
        if post.person not in without:
            able.setdefault(post.area, []).append(post)
    return set(nearest_above(acted, held, able, POSTS, "ask.questions"))


@pytest.mark.parametrize(
    ("post", "area", "sector", "without", "expected"),
    [
        ("grid_worker", GRID, "", "", {"网"}),
        ("grid_worker", GRID, "", "网", {"村"}),
        ("grid_worker", GRID, "", "网村", {"镇"}),
        ("grid_worker", GRID, "", "网村镇", {"旗", "监督"}),
        ("building_chief", GRID, "", "", {"网"}),
        ("grid_worker", OTHER_GRID, "", "", {"邻"}),
        ("grid_worker", OTHER_TOWN_GRID, "", "", {"旗", "监督"}),
        ("grid_chief", GRID, "", "", {"村"}),
        ("village_head", VILLAGE, "", "", {"镇"}),
        ("town_head", TOWN, "", "", {"旗", "监督"}),
        ("town_officer", TOWN, "", "", {"镇"}),
        ("team_leader", TOWN, "", "", {"镇"}),
        ("brigade_officer", COUNTY, "", "", {"旗"}),
        ("brigade_officer", COUNTY, "", "旗", set()),
        ("brigade_chief", COUNTY, "", "", set()),
        ("department_inspector", COUNTY, "housing", "", {"住建"}),
        ("department_inspector", COUNTY, "housing", "住建", {"旗", "监督"}),
        ("department_inspector", COUNTY, "culture", "", {"旗", "监督"}),
    ],
)
def test_the_nearest(post: str, area: str, sector: str, without: str, expected: set[str]) -> None:
    assert above(InPost("某", post, area, sector), without=without) == expected


def test_nobody_is_asked_about_himself() -> None:
    assert above(InPost("网", "grid_worker", GRID), held=(EVERYBODY[6],)) == {"村"}
    assert above(InPost("村", "village_head", VILLAGE)) == {"镇"}


def test_a_brigade_officer_in_a_village_has_nobody_there_above_him() -> None:
    slice_post = InPost("某", "slice_officer", VILLAGE)
    assert above(slice_post, held=(slice_post, InPost("某", "brigade_officer", COUNTY))) == {"旗"}


def test_a_post_in_another_sector_or_elsewhere_changes_nothing() -> None:
    worker = InPost("某", "grid_worker", GRID)
    assert above(worker, held=(InPost("某", "department_inspector", COUNTY, "housing"),)) == {"网"}
    assert above(worker, held=(InPost("某", "town_officer", "150624101"),)) == {"网"}


def test_about_two_grids_together_somebody_above_both_is_asked() -> None:
    assert above(InPost("某", "grid_worker", GRID), InPost("某", "grid_worker", OTHER_GRID)) == {"村"}
