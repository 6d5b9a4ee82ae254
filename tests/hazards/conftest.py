"""The small county, a shop in the first grid, and those who look after it."""

from tests.inspections.conftest import head, people, shop, worker

__all__ = ["head", "people", "shop", "worker"]
