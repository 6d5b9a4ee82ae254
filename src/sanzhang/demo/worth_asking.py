"""What chiefs will want to ask about: one photo at two places, and a visit whose position lies far away. Both have innocent answers."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sanzhang.demo import names
from sanzhang.demo.camera import Camera, Where
from sanzhang.demo.directory import Directory
from sanzhang.demo.ids import clock
from sanzhang.demo.places import PREMISES, Spot
from sanzhang.demo.steps import Payload, Step

_Made = tuple[Step, Spot]
_RECENT = timedelta(days=40)  # questions look back sixty days from the day on which somebody looks
_ASK = "ask.questions"
_FAR = 0.6  # degrees to the north: some 67 kilometres


def leave_questions(made: Sequence[_Made], camera: Camera, directory: Directory, showcase: str, until: date) -> None:
    """Change a few of the inspections of the last weeks, before anything follows from them."""
    recent = [(step, spot) for step, spot in made if step.occurred_at >= clock(until - _RECENT, 0) and spot.type == PREMISES]
    pair = _two_places(recent, directory, showcase, until)
    if pair:
        first, second = (step.payload for step in pair)
        where, taken = Where(first["position"], first["no_position"]), datetime.fromisoformat(first["started_at"])
        shot = camera.shot("scene", taken, where, "passage", camera.seed(), fixed=True) | {"source": "camera", **where.said}
        first["photos"].append(shot)
        second["photos"].append(shot | {"source": "gallery", "position": None, "no_position": "gallery"})
    for step, spot in sorted(recent, key=lambda one: one[0].by.post != names.SLICE_HOLDERS):
        if spot.position and step.payload["position"]:
            there = {"lat": round(spot.position["lat"] + _FAR, 6), "lon": spot.position["lon"], "accuracy": 30}
            for said in (step.payload, *_photos(step)):
                said["position"] = said["position"] and there
            return


def _two_places(recent: Sequence[_Made], directory: Directory, showcase: str, until: date) -> tuple[Step, Step] | None:
    """Two inspections by one person at two places; rather in the village worth showing, by a chief whom its head may ask."""
    by_person: dict[str, list[_Made]] = defaultdict(list)
    for step, spot in recent:
        by_person[step.by.person].append((step, spot))
    heads = {held.person for post in directory.posts_with(_ASK) for held in directory.over(post, showcase, until)}

    def how_far(person: str) -> tuple[bool, bool, bool, str]:
        by = by_person[person][0][0].by
        return not by.area.startswith(showcase), person in heads, not directory.may(by.post, _ASK), person

    for person in sorted(by_person, key=how_far):
        (first, at), *others = by_person[person]
        second = next((step for step, spot in others if spot.key != at.key), None)
        if second:
            return first, second
    return None


def _photos(step: Step) -> list[Payload]:
    found = step.payload["findings"]
    return [*step.payload["photos"], *(photo for finding in found for photo in (*finding["photos"], *finding["after"]))]
