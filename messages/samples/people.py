"""Samples of the import: the form, what became of a sheet, and every fault."""

from typing import Any

from messages.samples import Typed

NAME = Typed("Reverse mentoring")
SAID = Typed("eleven")
FAULTS: list[dict[str, Any]] = [
    {"row": 1, "column": "user", "code": "header", "text": ""},
    {"row": 1, "column": "user", "code": "header", "text": "level"},
    {"row": 2, "column": "user", "code": "cells", "found": 2, "expected": 7},
    {"row": 3, "column": "user", "code": "empty"},
    {"row": 4, "column": "purpose", "code": "long", "length": 400, "limit": 300},
    {"row": 5, "column": "manager", "code": "person", "text": SAID},
    {"row": 6, "column": "user", "code": "address", "text": SAID},
    {"row": 7, "column": "user", "code": "address_scope", "text": SAID},
    {"row": 8, "column": "user", "code": "repeated", "text": "U0ANN", "first": 2},
    {"row": 9, "column": "manager", "code": "own_manager", "text": "U0ANN"},
    {"row": 10, "column": "role", "code": "role", "text": SAID},
    {"row": 11, "column": "level", "code": "number", "text": SAID, "least": 1, "greatest": 10},
    {"row": 12, "column": "timezone", "code": "zone", "text": SAID, "right": "Europe/Berlin"},
    {"row": 13, "column": "hours", "code": "hours", "text": SAID},
    {"row": 14, "column": "style", "code": "style", "text": SAID},
    {"row": 15, "column": "offers", "code": "rating", "text": SAID},
]
DONE: dict[str, Any] = {
    "programme": NAME,
    "dry_run": False,
    "refused": False,
    "rows": 12,
    "new": 3,
    "changed": 2,
    "unchanged": 7,
    "suggested": 0,
    "wrong": 0,
    "faults": [],
    "unknown": [],
    "missing": [],
    "cycles": [],
}
WRONG = {"wrong": len(FAULTS), "faults": FAULTS}

SAMPLES: dict[str, dict[str, dict[str, Any]]] = {
    "people/sheet": {
        "one programme": {"choices": [(1, NAME)], "upload": False},
        "several programmes, with upload": {"choices": [(1, NAME), (2, Typed("Young leaders"))], "upload": True},
    },
    "people/read": {
        "all good": DONE,
        "nothing changed": DONE | {"new": 0, "changed": 0, "unchanged": 12},
        "one person known": DONE | {"rows": 1, "new": 0, "changed": 0, "unchanged": 1},
        "one suggestion": DONE | {"suggested": 1},
        "suggestions": DONE | {"suggested": 5},
        "a trial": DONE | {"dry_run": True, "suggested": 5},
        "every fault": DONE | WRONG,
        "more faults than shown": DONE | WRONG | {"wrong": 90},
        "all or nothing": DONE | {"refused": True, "wrong": 1, "faults": FAULTS[:1]},
        "all or nothing, several": DONE | WRONG | {"refused": True},
        "no row": DONE | {"rows": 0, "wrong": 1, "faults": FAULTS[:1]},
        "unknown columns": DONE | {"unknown": [Typed("salary"), Typed("shoe size")]},
        "missing columns": DONE | {"missing": ["hours", "style"]},
        "a circle of managers": DONE | {"cycles": [("U0ANN", "U0HUGO")]},
        "many circles of managers": DONE | {"cycles": [(f"U0A{one}", f"U0B{one}", f"U0C{one}") for one in range(7)]},
        "unknown and missing columns": DONE | {"unknown": [Typed("salary")], "missing": ["hours"]},
    },
    "people/result": {"all good": DONE, "every fault": DONE | WRONG},
    "people/waiting": {"large": {"lookups": False}, "with addresses": {"lookups": True}},
    "people/not_read": {why: {"why": why} for why in ("large", "binary", "slack")},
}
