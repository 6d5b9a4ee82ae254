"""A small simulated county, made once."""

import pytest
from tests.demo.small import COUNTY, UNTIL

from sanzhang.demo.divisions import synthetic_divisions
from sanzhang.demo.simulate import simulate
from sanzhang.demo.steps import Simulated
from sanzhang.packs import shipped


@pytest.fixture(scope="session")
def small() -> Simulated:
    """Three towns with nine villages, two months."""
    return simulate(shipped("otog-2022"), synthetic_divisions(COUNTY, towns=3, villages=9), months=2, seed=7, until=UNTIL)
