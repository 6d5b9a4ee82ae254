"""What a step must be shown with."""

from collections.abc import Iterator
from datetime import date, timedelta

from sanzhang.rules.lifecycle.given import Given
from sanzhang.rules.lifecycle.model import FieldName, Need, Step
from sanzhang.rules.problems import Problem, gettext_noop as _

LONGEST_DAYS = 3 * 366
ASKED_FOR: tuple[FieldName, ...] = ("due", "number", "department", "people", "agreed", "result", "earlier", "until")


def wrong(step: Step, given: Given, day: date, *, since: date | None = None, due: date | None = None) -> list[Problem]:
    """Everything that ``step`` needs and is not given, or not so, and what is given for which it doesn't ask.

    ``day``: on which it happens; ``since``: the day since which the state holds; ``due``: the deadline that stands.
    """
    asked = (problem for need in step.needs for problem in _of(need, given, day, since or day))
    return [*_too_early(step, day, due), *_unasked(step, given), *asked]


def _too_early(step: Step, day: date, due: date | None) -> Iterator[Problem]:
    if step.once_due and due and day < due:
        yield Problem(
            "step_early", _("“{event}”要等到期满（{due}）才能办理。"), _("到期后再办；情况有变的，先办理其他步骤。"), event=step.title.zh,
            due=due.isoformat(),
        )  # fmt: skip


def _unasked(step: Step, given: Given) -> Iterator[Problem]:
    """Words and photos are always welcome; a date or a department changes how things stand, so only a step that asks for it may bring it."""
    asked = {need.field for need in step.needs}
    for name in ASKED_FOR:
        if name not in asked and getattr(given, name) not in (None, "", ()):
            yield Problem(
                "need_unasked",
                _("“{event}”这一步不收“{name}”。"),
                _("去掉这一项，或联网更新应用后重发。"),
                where=name,
                event=step.title.zh,
                name=name,
            )


def _of(need: Need, given: Given, day: date, since: date) -> Iterator[Problem]:
    value = getattr(given, need.field)
    if value in (None, "", 0, ()) and not (need.field == "agreed" and value == 0):
        if not need.optional:
            yield _missing(need)
        return
    if need.field == "people":
        yield from _people(need, given)
    elif need.field == "agreed":
        yield from _agreed(need, given)
    elif need.field == "photos" and value < need.at_least:
        yield Problem(
            "photos_few",
            _("{title}至少要 {n} 张，现在 {have} 张。"),
            _("补上照片。"),
            where="photos",
            title=need.title.zh,
            n=need.at_least,
            have=value,
        )
    elif need.choices and value not in need.choices:
        yield Problem(
            "choice_unknown", _("“{title}”不能是“{value}”。"), _("从这些里选：{choices}。"), where=need.field, title=need.title.zh, value=value,
            choices="、".join(text.zh for text in need.choices.values()),
        )  # fmt: skip
    elif need.field in ("due", "until"):
        yield from _ahead(need, value, day, since if need.counted_from == "state" else day)


def _missing(need: Need) -> Problem:
    if need.field == "photos":
        return Problem("photo_missing", _("没有{title}。"), _("补拍照片。"), where="photos", title=need.title.zh)
    return Problem("need_missing", _("没有填“{title}”。"), _("填上后再提交。"), where=need.field, title=need.title.zh)


def _people(need: Need, given: Given) -> Iterator[Problem]:
    names = {name.strip() for name in given.people if name.strip()}
    if len(names) < need.at_least:
        yield Problem(
            "people_few", _("{title}至少要 {n} 人，现在 {have} 人。"), _("把参加的人都写上，同一个人只写一次。"), where="people", title=need.title.zh,
            n=need.at_least, have=len(names),
        )  # fmt: skip


def _agreed(need: Need, given: Given) -> Iterator[Problem]:
    """At least the share that the table asks for, of everybody who took part."""
    agreed, all_of_them = given.agreed or 0, len({name.strip() for name in given.people if name.strip()})
    if not 0 <= agreed <= all_of_them:
        yield Problem(
            "agreed_range", _("同意的人数 {agreed} 不在 0 到 {n} 之间。"), _("核对人数。"), where="agreed", agreed=agreed, n=all_of_them
        )
    elif need.share_of_people and agreed * need.share_of_people[1] < all_of_them * need.share_of_people[0]:
        part, whole = need.share_of_people
        yield Problem(
            "agreed_few", _("{n} 人里有 {agreed} 人同意，不到 {part}/{whole}，不能形成结论性意见。"), _("选另一种结论，或重新论证。"), where="agreed",
            n=all_of_them, agreed=agreed, part=part, whole=whole,
        )  # fmt: skip


def _ahead(need: Need, value: date, day: date, start: date) -> Iterator[Problem]:
    """A deadline lies after the step, and not so far after ``start`` that it must be a slip of the finger, or is more than the law gives."""
    longest = need.at_most_days or LONGEST_DAYS
    last = start + timedelta(days=longest)
    if value < day:
        yield Problem("due_past", _("“{title}”{value} 早于这一步的日期 {day}。"), _("改成之后的日期。"), where=need.field, title=need.title.zh,
                      value=value.isoformat(), day=day.isoformat())  # fmt: skip
    elif value > last:
        yield Problem("due_far", _("“{title}”{value} 超过从 {start} 起最长的 {n} 天。"), _("改成 {last} 或更早的日期。"), where=need.field,
                      title=need.title.zh, value=value.isoformat(), start=start.isoformat(), n=longest, last=last.isoformat())  # fmt: skip
