"""The small county and its people."""

import pytest
from tests.county import build


@pytest.fixture
def people(db: None) -> dict[str, str]:
    """Everybody's key by number."""
    return build()
