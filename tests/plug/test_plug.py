"""The plug is pulled at every moment at which it can be. In the end every record and photo is on the server exactly once, and the journal is whole."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import expect
from tests.plug.conftest import Handset, Server
from tests.plug.proxy import Wire
from tests.plug.visit import PATIENCE, arrived, begin, find, go, picture, queue, save, send, sign_in, text_of

# From here on whatever is large does not fit any more, as on a full phone. The browser's own quota is counted too seldom to be tested against.
FULL = """() => {
window.storageIsFull = true;
const large = (value) => value && typeof value === "object" && ((value.byteLength ?? value.size ?? 0) > 50000 || Object.values(value).some(large));
for (const name of ["add", "put"]) {
  const keep = IDBObjectStore.prototype[name];
  IDBObjectStore.prototype[name] = function (value, ...key) {
    if (window.storageIsFull && large(value)) throw new DOMException("full", "QuotaExceededError");
    return keep.call(this, value, ...key);
  };
}
}"""


def all_there(server: Server, checks: int, photos: int) -> None:
    """Exactly so many checks, and every photo that they name, whole."""
    assert len(server.entries("inspection.made")) == checks
    named = server.named_photos()
    assert len(named) == photos
    assert named == set(server.photos()), "each is there, and nothing else"
    server.verify()


def test_offline_for_the_whole_visit(handset: Callable[..., Handset], server: Server, told: dict[str, Any], tmp_path: Path) -> None:
    phone = handset()
    page = sign_in(phone, told)
    phone.offline()
    begin(page, told)
    find(page, picture(tmp_path))
    save(page)
    expect(page.locator("[data-test=served]")).to_contain_text("二")
    begin(page, told, "草原饭馆")
    save(page)
    assert queue(page).count() == 2
    assert server.entries("inspection.made") == []
    phone.offline(False)
    arrived(page, 2)
    all_there(server, 2, 1)
    assert phone.noises == []


def test_the_app_is_closed_with_unsent_work_and_opened_without_a_network(
    handset: Callable[..., Handset], server: Server, told: dict[str, Any], tmp_path: Path
) -> None:
    phone = handset()
    page = sign_in(phone, told)
    phone.offline()
    begin(page, told)
    find(page, picture(tmp_path))
    save(page)
    begin(page, told, "草原饭馆")
    page.locator("[data-test=note]").fill("写到一半的说明")
    page.wait_for_timeout(600)
    phone.close()
    server.kill()
    page = phone.open()
    page.locator("[data-test=today-drafts]").wait_for(timeout=PATIENCE)
    assert "草原饭馆" in page.locator("[data-test=today-drafts]").inner_text()
    page.locator("[data-test=today-drafts] a, [data-test=today-drafts] button").first.click()
    expect(page.locator("[data-test=note]")).to_have_value("写到一半的说明")
    save(page)
    assert queue(page).count() == 2
    server.start()
    arrived(page, 2)
    all_there(server, 2, 1)


def test_the_wire_is_cut_in_the_middle_of_a_photo(
    handset: Callable[..., Handset], server: Server, wire: Wire, told: dict[str, Any], tmp_path: Path
) -> None:
    phone = handset()
    page = sign_in(phone, told)
    phone.offline()
    begin(page, told)
    find(page, picture(tmp_path))
    save(page)
    wire.sent, wire.cut_after = 0, 150_000
    phone.offline(False)
    send(page)
    page.wait_for_timeout(4000)
    assert wire.cut, "the photo is larger than that"
    assert server.photos() == {}
    wire.cut, wire.cut_after = False, None
    before = wire.sent
    arrived(page)
    assert wire.sent == before
    all_there(server, 1, 1)


def test_the_wire_is_cut_in_the_middle_of_sending_a_record(
    handset: Callable[..., Handset], server: Server, wire: Wire, told: dict[str, Any]
) -> None:
    phone = handset()
    page = sign_in(phone, told)
    phone.offline()
    for place in ("便民小卖部", "草原饭馆"):
        begin(page, told, place)
        save(page)
    wire.sent, wire.cut_after = 0, 900
    phone.offline(False)
    send(page)
    page.wait_for_timeout(3000)
    assert server.entries("inspection.made") == []
    wire.cut, wire.cut_after = False, None
    arrived(page, 2)
    all_there(server, 2, 0)


def test_the_server_dies_between_keeping_and_answering(
    handset: Callable[..., Handset], server: Server, wire: Wire, told: dict[str, Any], tmp_path: Path
) -> None:
    phone = handset()
    page = sign_in(phone, told)
    phone.offline()
    begin(page, told)
    find(page, picture(tmp_path))
    save(page)

    def die(asked: bytes) -> bool:
        if b"/sync/push" not in asked:
            return False
        wire.before_answer = None
        server.kill()
        return True

    wire.before_answer = die
    phone.offline(False)
    send(page)
    page.wait_for_timeout(3000)
    assert len(server.entries("inspection.made")) == 1, "it was kept, and the answer never came"
    assert queue(page).first.get_attribute("data-state") != "arrived"
    server.start()
    arrived(page)
    all_there(server, 1, 1)


def test_two_tabs_send_everything_once(handset: Callable[..., Handset], server: Server, told: dict[str, Any], tmp_path: Path) -> None:
    phone = handset()
    first = sign_in(phone, told)
    second = phone.open()
    second.locator("[data-test=today-scan]").wait_for(timeout=PATIENCE)
    phone.offline()
    begin(first, told)
    find(first, picture(tmp_path, "a.jpg", seed=1))
    save(first)
    begin(second, told, "草原饭馆")
    find(second, picture(tmp_path, "b.jpg", seed=2))
    save(second)
    phone.offline(False)
    send(first)
    send(second)
    arrived(first, 2)
    arrived(second, 2)
    all_there(server, 2, 2)


def test_the_token_ends_while_offline(handset: Callable[..., Handset], server: Server, told: dict[str, Any], tmp_path: Path) -> None:
    phone = handset()
    page = sign_in(phone, told)
    phone.offline()
    begin(page, told)
    find(page, picture(tmp_path))
    save(page)
    server.forget_tokens()
    phone.offline(False)
    send(page)
    page.locator("[data-test=sign-in]").wait_for(timeout=PATIENCE)
    assert "都在" in text_of(page)
    page = sign_in(phone, told) if page.is_closed() else _again(page)
    arrived(page)
    all_there(server, 1, 1)


def test_storage_is_full_and_nothing_typed_is_lost(
    handset: Callable[..., Handset], server: Server, told: dict[str, Any], tmp_path: Path
) -> None:
    phone = handset()
    page = sign_in(phone, told)
    phone.offline()
    begin(page, told)
    page.locator("[data-test=note]").fill("存储满了也要留住")
    page.wait_for_timeout(600)
    page.evaluate(FULL)
    page.locator("[data-test=item-main]").first.click()
    page.locator("[data-test=phrase-0]").click()
    page.locator("[data-test=problem-sheet] [data-test=photo-camera]").set_input_files(picture(tmp_path))
    expect(page.locator("[data-test=problem-sheet] [role=alert]").first).to_be_visible(timeout=PATIENCE)
    page.evaluate("window.storageIsFull = false")
    page.locator("[data-test=problem-sheet] [data-test=photo-camera]").set_input_files(picture(tmp_path))
    page.locator("[data-test=problem-sheet] [data-test=photo]").first.wait_for(timeout=PATIENCE)
    page.locator("[data-test=action-by_date]").click()
    page.locator("[data-test=problem-save]").click()
    expect(page.locator("[data-test=note]")).to_have_value("存储满了也要留住")
    save(page)
    phone.offline(False)
    arrived(page)
    all_there(server, 1, 1)


def test_a_lost_phone_forgets_everything(handset: Callable[..., Handset], server: Server, told: dict[str, Any]) -> None:
    phone = handset()
    page = sign_in(phone, told)
    assert "便民小卖部" in kept(page)
    server.lose_phones()
    send(page)
    page.locator("[data-test=sign-in]").wait_for(timeout=PATIENCE)
    assert "便民小卖部" not in text_of(page)
    go(page, "/places")
    assert page.locator("[data-test=place-row]").count() == 0


def kept(page: Any) -> str:
    """What the list of places shows."""
    go(page, "/places")
    page.locator("[data-test=place-row]").first.wait_for(timeout=PATIENCE)
    return text_of(page)


def _again(page: Any) -> Any:
    from tests import county

    username = page.locator("[data-test=username] input, input[data-test=username]")
    if not username.input_value():
        username.fill("u0")
    page.locator("[data-test=password] input, input[data-test=password]").fill(county.PASSWORD)
    page.locator("[data-test=sign-in]").click()
    page.locator("[data-test=sign-in]").wait_for(state="detached", timeout=PATIENCE)
    return page
