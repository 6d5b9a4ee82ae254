"""A long list's queries are planned for the values in them, and only theirs."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.emptying import journal_may_be_emptied_after

from sanzhang.desk.query_plans import planned_for_these_values

pytestmark = pytest.mark.django_db(transaction=True)


def mode() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW plan_cache_mode")
        return str(cursor.fetchone()[0])


@pytest.fixture(autouse=True)
def emptied() -> Iterator[None]:
    with journal_may_be_emptied_after():
        yield


def test_postgresql_plans_for_the_values_inside_and_as_ever_outside() -> None:
    if connection.vendor != "postgresql":
        with CaptureQueriesContext(connection) as queries, planned_for_these_values():
            pass
        assert len(queries) == 0
        return
    with planned_for_these_values():
        assert mode() == "force_custom_plan"
    assert mode() == "auto"
    with pytest.raises(ZeroDivisionError), planned_for_these_values():
        raise ZeroDivisionError
    assert mode() == "auto"
