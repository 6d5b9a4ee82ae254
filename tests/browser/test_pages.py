"""Every page at the desk and on a phone: nothing from outside, nothing broken, nothing that WCAG AA forbids, nothing wider than the screen."""

from collections.abc import Callable

import pytest
from tests import county
from tests.browser.conftest import WIDTHS, Visit
from tests.desk.routes import addresses_of, all_routes

READERS = {
    f"brigade_chief@{county.COUNTY}": "",
    f"village_head@{county.FAR}": "",
    f"system_admin@{county.COUNTY}": "",
    f"security_admin@{county.COUNTY}": "",
    f"audit_admin@{county.COUNTY}": "",
}


@pytest.mark.parametrize("reader", READERS)
def test_every_page_is_whole(visit: Callable[..., Visit], people: dict[str, str], reader: str) -> None:
    """Each page is fetched once and looked at as wide as a desk and as narrow as a phone."""
    head = county.actor(people, f"village_head@{county.FAR}")
    county.record(head, "joint_inspection", county.FAR, county.date(2026, 6, 10), note="查用火用电")
    person = visit(reader)
    wrong = []
    for name, pattern in all_routes():
        if pattern.callback.access == "public":
            continue
        for address in addresses_of(name, pattern):
            if not person.shows_a_page(address):
                continue
            for device, width in WIDTHS.items():
                person.page.set_viewport_size({"width": width, "height": 900})
                wrong += [f"{address} ({device}): {violation}" for violation in person.axe()]
                if person.overflow() > 0:
                    wrong.append(f"{address} ({device}): {person.overflow()} px too wide")
    assert wrong == []
    assert person.outside == []
    assert person.noises == []


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS.keys())
def test_the_sign_in_page_and_the_error_pages_are_whole(visit: Callable[..., Visit], width: int) -> None:
    person = visit(width=width)
    person.open("/sign-in/")
    assert person.axe() == []
    person = visit(f"village_head@{county.VILLAGE}", width)
    for address in ("/no-such-page/", f"/obligation/village.joint_inspection@{county.FAR}@2026Q1/", "/accounts/"):
        person.open(address)
        assert person.axe() == []
        assert person.overflow() <= 0
    assert person.outside == []


def test_the_side_menu_scrolls_on_its_own_and_shows_where_one_is(visit: Callable[..., Visit]) -> None:
    person = visit(f"brigade_chief@{county.COUNTY}")
    person.page.set_viewport_size({"width": 1440, "height": 600})
    last = person.page.locator(".sidenav a").last

    def bottom() -> float:
        box = last.bounding_box()
        assert box is not None
        return box["y"] + box["height"]

    assert bottom() > 600
    person.page.evaluate("document.querySelector('.sidenav-inner').scrollTop = 10_000")
    assert bottom() <= 600
    last.click()
    person.page.wait_for_load_state()
    assert last.get_attribute("aria-current") == "page"
    assert bottom() <= 600
    assert person.page.evaluate("scrollY") == 0
