"""What the shipped tables of life cycles ought to say, written by hand: where each step leads, and what it asks for."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from sanzhang.rules.lifecycle import Given, LifeCycle, read_life_cycle

FOLDER = Path(__file__).parents[3] / "src" / "sanzhang" / "packs" / "standards" / "lifecycles"
DAY = date(2024, 5, 13)
PEOPLE = ("甲", "乙", "丙", "丁", "戊", "己", "庚")
NUMBERS = {"referral_workdays": (5, "workdays"), "major_report_workdays": (7, "workdays"), "plate_workdays": (5, "workdays")}
OPENING = {
    "hazard": {"found": "open"},
    "listing": {"proposed": "proposed"},
    "sealing": {"decided": "decided", "sealed_at_once": "urgent"},
    "penalty": {"filed": "filed"},
    "report": {"received": "received", "received_urgent": "received"},
}
LEADS: dict[str, dict[str, dict[str, str]]] = {
    "hazard": {
        "open": {
            "corrected": "corrected", "urged": "open", "extension_asked": "extension_asked", "reported": "reported", "taken": "taken",
            "ordered_now": "ordered", "ordered": "ordered", "referred": "referred", "rectified": "to_check", "linked": "open", "withdrawn": "withdrawn",
        },
        "extension_asked": {
            "corrected": "corrected", "extension_granted": "open", "extension_refused": "open", "reported": "reported", "taken": "taken",
            "ordered_now": "ordered", "ordered": "ordered", "referred": "referred", "rectified": "to_check",
            "linked": "extension_asked", "withdrawn": "withdrawn",
        },
        "to_check": {
            "corrected": "corrected", "not_corrected": "open", "reported": "reported", "taken": "taken", "ordered_now": "ordered",
            "ordered": "ordered", "referred": "referred", "linked": "to_check", "withdrawn": "withdrawn",
        },
        "reported": {
            "corrected": "corrected", "taken": "taken", "returned": "open", "ordered_now": "ordered", "ordered": "ordered",
            "referred": "referred", "linked": "reported", "withdrawn": "withdrawn",
        },
        "taken": {
            "corrected": "rectified", "returned": "open", "ordered_now": "ordered", "ordered": "ordered", "referred": "referred",
            "linked": "taken", "withdrawn": "withdrawn",
        },
        "ordered": {
            "corrected": "rectified", "extension_asked": "order_extension_asked", "ordered": "ordered", "rectified": "rectified",
            "reinspected": "corrected", "remains": "taken", "linked": "ordered", "withdrawn": "withdrawn",
        },
        "order_extension_asked": {
            "corrected": "rectified", "extension_granted": "ordered", "extension_refused": "ordered", "rectified": "rectified",
            "reinspected": "corrected", "remains": "taken", "linked": "order_extension_asked", "withdrawn": "withdrawn",
        },
        "referred": {
            "corrected": "rectified", "pressed": "referred", "recalled": "taken", "receipt": "accepted", "sent_back": "taken", "linked": "referred",
            "withdrawn": "withdrawn",
        },
        "accepted": {
            "corrected": "rectified", "pressed": "accepted", "recalled": "taken", "answered": "rectified", "sent_back": "taken",
            "linked": "accepted", "withdrawn": "withdrawn",
        },
        "rectified": {"corrected": "rectified", "reinspected": "corrected", "remains": "taken", "linked": "rectified", "withdrawn": "withdrawn"},
        "corrected": {"corrected": "corrected", "linked": "corrected", "withdrawn": "withdrawn"},
        "withdrawn": {},
    },
    "listing": {
        "proposed": {"judged": "proposed", "discussed": "discussed", "sent_to_experts": "experts", "not_major": "not_major", "withdrawn": "withdrawn"},
        "discussed": {"judged": "discussed", "sent_to_experts": "experts", "determined": "determined", "not_major": "not_major", "withdrawn": "withdrawn"},
        "experts": {"judged": "experts", "discussed": "discussed", "concluded": "discussed", "withdrawn": "withdrawn"},
        "determined": {"notified": "determined", "reported": "reported", "paused": "paused"},
        "reported": {"notified": "reported", "agreed": "agreed", "declined": "declined", "paused": "paused"},
        "agreed": {"notified": "agreed", "listed": "listed", "paused": "paused"},
        "listed": {
            "notified": "listed", "progress": "listed", "extended": "listed", "review_asked": "review_asked", "passed": "passed",
            "failed": "listed", "paused": "paused",
        },
        "review_asked": {"passed": "passed", "failed": "listed", "paused": "paused"},
        "passed": {"case_closed": "case_closed"},
        "case_closed": {"removal_agreed": "removal_agreed"},
        "removal_agreed": {"plate_removed": "plate_removed"},
        "paused": {"reopened": "proposed"},
        "plate_removed": {},
        "not_major": {},
        "declined": {},
        "withdrawn": {},
    },
    "sealing": {
        "decided": {"sealed": "sealed", "lifted": "lifted"},
        "urgent": {"confirmed": "sealed", "lifted": "lifted"},
        "sealed": {"sealed_again": "sealed", "lifted": "lifted"},
        "lifted": {},
    },
    "penalty": {
        "filed": {"decided": "decided", "dropped": "dropped"},
        "decided": {"delivered": "delivered", "dropped": "dropped"},
        "delivered": {"carried_out": "carried_out"},
        "carried_out": {},
        "dropped": {},
    },
    "report": {
        "received": {"confirmed": "confirmed", "unfounded": "unfounded"},
        "confirmed": {"linked": "confirmed", "answered": "answered"},
        "unfounded": {"answered": "answered"},
        "answered": {},
    },
}  # fmt: skip
ENDED = {
    "hazard": {"corrected", "withdrawn"},
    "listing": {"plate_removed", "not_major", "declined", "withdrawn"},
    "sealing": {"lifted"},
    "penalty": {"carried_out", "dropped"},
    "report": {"answered"},
}
ASKS: dict[str, dict[str, str]] = {
    "hazard": {
        "found": "", "corrected": "photos", "urged": "note", "extension_asked": "note until", "extension_granted": "due", "extension_refused": "note",
        "reported": "", "taken": "", "returned": "note due", "ordered_now": "number", "ordered": "number due", "rectified": "note",
        "referred": "department note", "receipt": "note due", "answered": "note photos", "sent_back": "note", "reinspected": "photos",
        "remains": "note", "not_corrected": "note due", "pressed": "note", "recalled": "note", "linked": "earlier", "withdrawn": "note",
    },
    "listing": {
        "proposed": "note", "judged": "note", "discussed": "people note", "sent_to_experts": "note", "concluded": "people agreed note", "determined": "note",
        "not_major": "note", "notified": "number", "reported": "number", "agreed": "number", "declined": "note", "listed": "photos due department",
        "progress": "note", "extended": "note due", "review_asked": "note", "passed": "photos people", "failed": "note due",
        "case_closed": "people note", "removal_agreed": "number", "plate_removed": "photos", "paused": "note photos", "reopened": "note",
        "withdrawn": "note",
    },
    "sealing": {
        "decided": "result people note", "sealed_at_once": "result people note photos", "sealed": "number until", "confirmed": "number until people",
        "sealed_again": "number until", "lifted": "note photos",
    },
    "penalty": {"filed": "number people note", "decided": "number note", "delivered": "due", "carried_out": "note", "dropped": "note"},
    "report": {
        "received": "result note", "received_urgent": "result note", "confirmed": "note photos", "unfounded": "note photos", "linked": "",
        "answered": "note",
    },
}  # fmt: skip
RESULTS = {"sealing": "exits", "report": "12345"}


@cache
def table(name: str) -> LifeCycle:
    """A shipped table, as its file says it."""
    return read_life_cycle(f"{name}.yaml", (FOLDER / f"{name}.yaml").read_text("utf-8"))


def enough(cycle: str, event: str, day: date = DAY, **instead: Any) -> Given:
    """Just what ``event`` asks for; ``instead``: other values, or None to leave one out."""
    full = {
        "note": "情况说明", "photos": 2, "due": date(2024, 5, 31), "number": "鄂消〔2024〕3号", "department": "education", "people": PEOPLE,
        "agreed": 5, "result": RESULTS.get(cycle, ""), "earlier": "以前的一处", "until": date(2024, 5, 31),
    }  # fmt: skip
    if day != DAY:
        full |= {"due": day, "until": day}
    said = {name: full[name] for name in ASKS[cycle][event].split()} | instead
    return Given(**{name: value for name, value in said.items() if value is not None})
