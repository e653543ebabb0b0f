"""What simulated employees do about what they see: by the button that tells them what is asked."""

import re
from collections.abc import Iterable, Mapping
from random import Random

from .temperaments import Temperament

NOTHING, MET, A_TIME, FURTHER, THE_FIRST = "nothing", "met", "a time", "further", "the first"
"""What can be done besides pressing a certain button: leave it, reply that one has met, take a proposed time, say that
it goes on; and the first button, where nobody has told them what it is for."""
MOMENT = re.compile(r"\w+ \d+ \w+( \d{4})?, \d\d:\d\d")
Choices = Mapping[str, float]
"""What may be done, and how often in proportion."""
Habits = Mapping[str, Choices]
APPROVAL = {"Approve all ": {"Approve all ": 1}, "Approve 1 ": {"Approve 1 ": 1}}
"""A round is approved as a whole."""


def in_messages(one: Temperament) -> Habits:
    """What is done about a message, by the first of these buttons that it has; each name is how a button begins."""
    return {
        "Take it back": {NOTHING: 1},
        "Yes, introduce us": {"Yes, introduce us": 8, "Not this one": 1, "Never with this person": 0.2},
        "A new partner after all": {NOTHING: 1},
        "A new partner": {"A new partner": 3, "Stay in touch": 2},
        "Another circle after all": {NOTHING: 1},
        "Another circle": {"Another circle": 3, "Stay in touch": 2},
        "Not yet": _did_you_meet(one),
        "Propose other times": {A_TIME: 1 - one.cancels, "Propose other times": 0.1, "Decline": one.cancels / 2},
        "Move the session": {NOTHING: 1, "Move the session": one.cancels / 2, "Cancel the session": one.cancels},
        "Read and sign": {"Read and sign": 1},
        "Agree": {"Agree": 8, "Edit": 1},
        "Somewhat": {"Yes": 5, "Somewhat": 2, "No": 0.3, NOTHING: 3},
        "Mostly": {"Yes": 6, "Mostly": 2, "No": 0.2, NOTHING: 3},
        "Both of us": {"Both of us": 4, "I did": 3, "My partner": 2, NOTHING: 3},
        "All of us": {"All of us": 4, "The mentor": 1, "The mentees": 3, NOTHING: 3},
        "100 %": {FURTHER: one.keeps, NOTHING: 1 - one.keeps},
        "Set a new day": {"Reached": one.keeps, "Set a new day": 0.4, "Drop": 0.1},
        "Set the next goal": {"Set the next goal": one.begins, NOTHING: 1},
        "Done": {"Done": one.keeps, NOTHING: 1 - one.keeps},
        "Fine as it is": {"Fine as it is": 3, NOTHING: 6, "Correct it": 0.2},
        "Keep ": {"Keep ": 3, "Change to ": 1},
        "Log for this pair": {"Log for this pair": 1},
        "Log for these people": {"Log for these people": 1},
        "No, thank you": {"Join": 3, "No, thank you": 1},
        "Pause again": {NOTHING: 9, "Pause again": one.breaks},
        "Resume": {NOTHING: 1},
        "Rather stay in touch": {NOTHING: 1},
        "Plan a session": {"Plan a session": one.begins / 2, NOTHING: 1},
        "Log session": {NOTHING: 1},
        "Edit": {NOTHING: 1},
        "Correct it": {NOTHING: 1},
        "Look at all goals": {NOTHING: 1},
        "Promises": {NOTHING: 1},
        "Pause": {NOTHING: 1},
        "Change my answers": {NOTHING: 1},
        "": {THE_FIRST: 1},
    }


def in_forms(one: Temperament) -> Habits:
    """What is done on a page that has buttons of its own and nothing to send."""
    return {
        "Agree": {"Agree": 1},
        "Reached": {"Edit": one.keeps, NOTHING: 1 - one.keeps, "Reached": one.keeps / 6, "Drop": 0.03},
        "Edit": {NOTHING: 1},
        "Add a goal": {"Add a goal": 1, NOTHING: 1},
        "Choose": {"Choose": 1},
        "Write an announcement": {"Write an announcement": 1},
        **APPROVAL,
        "Run again": {"Run again": 1},
    }


def on_home(one: Temperament) -> Habits:
    """What is begun by oneself, on Home."""
    return {
        "End this circle": {"Goals": 4, "Promises": 1, "Log session": one.meets, NOTHING: 3},
        "Leave this circle": {"Goals": 4, "Promises": 2, "Log session": one.meets, NOTHING: 3},
        "End this pair": {"Goals": 4, "Plan a session": 2, "Promises": 2, "Log session": one.meets, NOTHING: 3},
        "Move the session": {NOTHING: 3, "Move the session": one.cancels, "Cancel the session": one.cancels},
        "Done": {"Done": one.keeps},
        "Nominate somebody": {NOTHING: 1, "Nominate somebody": 0.03},
    }


def as_coordinator() -> Habits:
    """What a coordinator does about the bot's messages: a round that found no pair is run anew when the next is due."""
    return {**APPROVAL, "Show the round": {"Show the round": 1}}


def chosen(habits: Habits, buttons: list[str], chance: Random) -> str:
    """What is done about these buttons; NOTHING also where they mean nothing to this person."""
    told = next((name for name in habits if any(button.startswith(name) for button in buttons)), None)
    if told is None:
        return NOTHING
    open_to = {deed: share for deed, share in habits[told].items() if _possible(deed, buttons)}
    return chance.choices([*open_to, NOTHING], [*open_to.values(), 1e-9])[0]


def button(deed: str, buttons: Iterable[str]) -> str | None:
    """The button with which a deed is done."""
    return next((label for label in buttons if deed == THE_FIRST or label.startswith(deed)), None)


def times(buttons: Iterable[str]) -> list[str]:
    """Those that are a moment: "Monday 23 November, 10:00"."""
    return [label for label in buttons if MOMENT.fullmatch(label)]


def _possible(deed: str, buttons: list[str]) -> bool:
    if deed == A_TIME:
        return bool(times(buttons))
    return deed in (NOTHING, MET, FURTHER) or button(deed, buttons) is not None


def _did_you_meet(one: Temperament) -> Choices:
    later = 1 - one.meets
    return {
        MET: one.meets * 0.7,
        "Log session": one.meets * 0.3,
        "Not yet": later * (1 - one.puts_off),
        "Snooze a week": later * one.puts_off * 0.5,
        "Ask me tomorrow": later * one.puts_off * 0.3,
        "Not this month": later * one.puts_off * 0.2,
    }
