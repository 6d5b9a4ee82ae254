"""Fills the home of a real server for the plug tests: the small county, some places, an account for a grid worker and one for a village head.

Run in a process of its own: ``python -m tests.plug.build FILE``; writes what the tests need to know into FILE.
"""

import json
import sys
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402
from tests import county  # noqa: E402

from sanzhang.journal.append import append, draft  # noqa: E402
from sanzhang.rules.plates import plate_code  # noqa: E402

GRID = county.VILLAGE + "001"
PLAN = "节前小商店专项检查"
# Of a place that the phones here don't see, so that only the server knows that it is taken.
TAKEN_CODE = "91350100M000100Y43"


def build(file: Path) -> None:
    """The county through its journal."""
    call_command("migrate", verbosity=0)
    people = county.build()
    worker = county.actor(people, f"grid_worker@{GRID}")
    places = {}
    for name in ("便民小卖部", "草原饭馆"):
        key = str(uuid4())
        payload = {
            "key": key,
            "kind": "small_shop",
            "name": name,
            "responsible": "巴特尔",
            "phone": "13900000000",
            "address": "敖伦路 1 号",
        }
        append(draft("premises.set", GRID, payload), worker)
        places[name] = {"key": key, "plate": plate_code("premises", key)}
    county.place(county.FAR + "001", "深井加油站", code=TAKEN_CODE)
    day = timezone.localdate()
    plan = {
        "kind": "campaign", "title": PLAN, "first": str(day - timedelta(days=3)), "last": str(day + timedelta(days=9)),
        "checklist": "nine_small_shop", "places": [{"key": places["草原饭馆"]["key"]}],
    }  # fmt: skip
    append(draft("plan.made", county.TOWN, plan), county.actor(people, f"brigade_chief@{county.COUNTY}"))
    accounts = {
        post: county.account(people, f"{post}@{area}").username for post, area in (("grid_worker", GRID), ("village_head", county.VILLAGE))
    }
    file.write_text(json.dumps({"accounts": accounts, "places": places, "grid": GRID, "taken_code": TAKEN_CODE}))


if __name__ == "__main__":
    build(Path(sys.argv[1]))
