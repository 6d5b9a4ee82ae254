"""Where to go next, and why."""

from datetime import date, timedelta

from sanzhang.rules.visits import Seen, visits

TODAY = date(2026, 7, 15)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def test_the_order_and_its_reasons() -> None:
    places = [
        Seen("new"),
        Seen("listed", last_inspected=ago(1)),
        Seen("late", overdue=2, overdue_days=12, last_year=3, last_inspected=ago(5)),
        Seen("key", ("key_unit",), last_inspected=ago(100)),
        Seen("quarter", last_inspected=ago(100)),
        Seen("yesterday", ("key_unit", "high_risk_unit"), last_year=9, last_inspected=ago(1)),
        Seen("long", ("key_unit",), last_inspected=ago(500)),
    ]
    found = visits(places, TODAY, listed={"listed"})
    assert [one.key for one in found] == ["listed", "late", "long", "new", "key", "quarter", "yesterday"]
    words = {one.key: [reason.message.format(**reason.params) for reason in one.reasons] for one in found}
    assert words["listed"] == ["有挂牌督办的重大火灾隐患", "上次检查在 1 天前"]
    assert words["late"] == ["2 处隐患逾期未改，最久 12 天", "上次检查在 5 天前", "近一年发现 3 处隐患"]
    assert words["new"] == ["还没有检查过"]
    assert words["yesterday"] == ["上次检查在 1 天前", "火灾高危单位", "重点单位", "近一年发现 9 处隐患"]


def test_a_risk_orders_what_is_neither_listed_nor_overdue() -> None:
    places = [
        Seen("a", last_inspected=ago(900)),
        Seen("b", last_inspected=ago(1)),
        Seen("c", overdue=1, overdue_days=1, last_inspected=ago(1)),
    ]
    found = visits(places, TODAY, risk={"b": 0.825, "a": 0.1}.get)
    assert [one.key for one in found] == ["c", "b", "a"]
    assert [reason.message.format(**reason.params) for reason in found[1].reasons] == ["风险值 0.82", "上次检查在 1 天前"]
    assert [reason.code for reason in found[0].reasons] == ["overdue", "days"]


def test_equal_places_come_by_their_keys_and_an_inspection_dated_ahead_is_of_today() -> None:
    found = visits([Seen("b", last_inspected=ago(-3)), Seen("a", last_inspected=TODAY)], TODAY)
    assert [one.key for one in found] == ["a", "b"]
    assert found[1].reasons[0].params == {"days": 0}
    assert visits([], TODAY) == []
