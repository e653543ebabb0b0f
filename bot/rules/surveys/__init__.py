"""What people are asked about the programme, when, and what of their answers may be shown."""

from bot.rules.surveys.calendar import (
    AFTERWARDS,
    CLOSES_AFTER,
    REMINDED_AFTER,
    WHILE_PAIRED,
    Turn,
    in_pair,
    shown_from,
    window,
)
from bot.rules.surveys.disclosure import (
    Crowd,
    Group,
    breakdown_may_be_shown,
    change_may_be_shown,
    crowd,
    groups,
    may_be_shown,
)
from bot.rules.surveys.items import ITEMS, KINDS, SCALES, SURVEYS, Item, enps, faults

__all__ = [
    "AFTERWARDS",
    "CLOSES_AFTER",
    "ITEMS",
    "KINDS",
    "REMINDED_AFTER",
    "SCALES",
    "SURVEYS",
    "WHILE_PAIRED",
    "Crowd",
    "Group",
    "Item",
    "Turn",
    "breakdown_may_be_shown",
    "change_may_be_shown",
    "crowd",
    "enps",
    "faults",
    "groups",
    "in_pair",
    "may_be_shown",
    "shown_from",
    "window",
]
