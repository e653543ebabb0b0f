"""The record of a programme that was played, and what must hold of it: read from the workspace's messages alone."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

Json = dict[str, Any]
DAY = timedelta(days=1)
PLANNED = re.compile(r"session with <@(\w+)>: \*\w+ (\d+ \w+)(?: (\d{4}))?, (\d\d:\d\d)\*")
SURVEY = re.compile(r"survey-(\d+)")
CARD = re.compile(r"plan:(\d+):card:")
OF_THE_PARTNER = (
    "session:",
    "plan:",
    "goal-",
    "promise:",
    "agreement-",
    "pair-ended:",
    "circle-left:",
)
"""How the keys begin of what the others of a pair or a circle did: a pause leaves it, and what others do in it."""
OF_AN_END = ("pause-ended:", "pair-completed:", "programme-closed:")
"""Of what is over: the pause itself, the months of a pair, the programme."""
OF_ONESELF = ("heard:", "asked:", "welcome:", "logged:", "left:", "pair-ended-by:")
"""Of what answers one's own words and acts."""
MAY_REACH_A_PAUSE = (*OF_THE_PARTNER, *OF_AN_END, *OF_ONESELF)
CLOSE = "about looking back on the programme"
"""What the survey calls itself that is asked when the months of a pair are over."""
ASKED_WITHIN = timedelta(days=6)
"""The next morning of a working day on which nothing else is asked comes within so long."""
UNDO = timedelta(hours=1)
"""So long somebody may come back as if they had not left."""
IN_AN_ANSWER = timedelta(minutes=5)
"""What comes so soon after somebody's own act belongs to it."""


@dataclass(frozen=True)
class Heard:
    """One message of the bot to one person."""

    to: str
    at: datetime
    """On the reader's own clock."""
    said: Json
    first: str = ""
    """Its text as it was when it came."""

    @property
    def text(self) -> str:
        return str(self.said["text"])

    @property
    def kind(self) -> str | None:
        return self._payload.get("class")

    @property
    def key(self) -> str:
        return str(self._payload.get("key", ""))

    @property
    def is_question(self) -> bool:
        return self.key.startswith("did-you-meet:")

    @property
    def partner(self) -> str | None:
        found = re.search(r"<@(\w+)>", self.text)
        return found[1] if found else None

    @property
    def surveys(self) -> list[str]:
        """The surveys about which it asks, by the ids of its blocks."""
        ids = [SURVEY.fullmatch(block["block_id"]) for block in self.said["blocks"]]
        return [found[1] for found in ids if found]

    def was_answered_before(self, later: "Heard") -> bool:
        """Whether a survey's questions were answered when something later was said."""
        return "answers are in" in self.text and float(self.said["edited_ts"]) < later.at.timestamp()

    @property
    def last_touched(self) -> datetime:
        """When it came, or was changed last."""
        edited = self.said.get("edited_ts")
        return datetime.fromtimestamp(float(edited), self.at.tzinfo) if edited else self.at

    @property
    def is_answer(self) -> bool:
        return bool(self.said.get("ephemeral_to"))

    @property
    def may_reach_a_pause(self) -> bool:
        if self.is_answer or self.said["files"]:
            return True
        return self.kind == "notice" and self.key.startswith(MAY_REACH_A_PAUSE)

    @property
    def is_ignored(self) -> bool:
        return not self.said["edited"] and not self.said["reply_count"]

    @property
    def _payload(self) -> Json:
        payload: Json = (self.said["metadata"] or {}).get("event_payload", {})
        return payload


def heard(state: Json, first: Mapping[str, str] = MappingProxyType({})) -> list[Heard]:
    """What the bot wrote to each person alone, oldest first; ``first`` knows what read otherwise when it came."""
    owners = {c["id"]: c["members"][0] for c in state["channels"] if c["kind"] == "dm" and c["bot"]}
    zones = {person["id"]: ZoneInfo(person["tz"]) for person in state["people"]}
    to_one = (
        (owners[said["channel"]], said) for said in state["messages"] if said["bot"] and said["channel"] in owners
    )
    return [
        Heard(who, datetime.fromtimestamp(float(said["ts"]), zones[who]), said, first.get(place(said), said["text"]))
        for who, said in to_one
    ]


def place(said: Json) -> str:
    """Where a message stands."""
    return f"{said['channel']} {said['ts']}"


def nudges(record: Iterable[Heard]) -> list[Heard]:
    return [one for one in record if one.kind == "nudge"]


def outside_mornings(record: Iterable[Heard]) -> list[Heard]:
    """Nudges that came before 09:00, from 11:00 on, or on a weekend."""
    return [one for one in nudges(record) if one.at.weekday() > 4 or not 9 <= one.at.hour < 11]


def second_of_a_day(record: Iterable[Heard]) -> list[Heard]:
    """Nudges to somebody who had had one that day."""
    had, twice = set[tuple[str, date]](), []
    for one in nudges(record):
        if (one.to, one.at.date()) in had:
            twice.append(one)
        had.add((one.to, one.at.date()))
    return twice


def asked_once_too_often(record: Iterable[Heard]) -> list[Heard]:
    """Questions about a pair after which two had been ignored already."""
    rows, wrong = defaultdict[tuple[str, str | None], int](int), []
    for one in (one for one in nudges(record) if one.is_question):
        if rows[one.to, one.partner] >= 2:
            wrong.append(one)
        rows[one.to, one.partner] = rows[one.to, one.partner] + 1 if one.is_ignored else 0
    return wrong


def told_while_paused(record: Iterable[Heard]) -> list[Heard]:
    """What somebody heard between "you are paused" and "your pause is over", or "you are back", and was to be spared.

    They still hear what the other one of their pair does, that something is over, and what answers them: nothing else,
    whatever stories there will be. A file is a calendar's entry for a session, or the certificate of a pair that ended.
    """
    paused, wrong = set[str](), []
    for one in record:
        if one.text.startswith("*You are paused"):
            paused.add(one.to)
        elif "is over: welcome back" in one.text or one.text.startswith("*You are back"):
            paused.discard(one.to)
        elif one.to in paused and not one.may_reach_a_pause:
            wrong.append(one)
    return wrong


def surveyed_once_too_often(record: Iterable[Heard]) -> list[Heard]:
    """Nudges about a survey that had been answered, or of which somebody had been reminded."""
    asked, wrong = defaultdict[tuple[str, str], list[Heard]](list), []
    for one in nudges(record):
        for survey in one.surveys:
            earlier = asked[one.to, survey]
            if len(earlier) == 2 or any(before.was_answered_before(one) for before in earlier):
                wrong.append(one)
            earlier.append(one)
    return wrong


def asked_after_the_end(record: Iterable[Heard]) -> list[Heard]:
    """Nudges that name a partner with whom somebody had completed their months."""
    over, wrong = set[tuple[str, str | None]](), []
    for one in record:
        if one.key.startswith("pair-completed:"):
            over.add((one.to, one.partner))
        elif one.kind == "nudge" and any(f"<@{who}>" in one.text for reader, who in over if reader == one.to):
            wrong.append(one)
    return wrong


def celebrated(record: Iterable[Heard]) -> Counter[str]:
    """How many pairs each person has completed."""
    return Counter(one.to for one in record if one.key.startswith("pair-completed:"))


def close_surveys(record: Iterable[Heard]) -> Counter[str]:
    """How many surveys of a pair's end each person was asked, whether or not they answered, and were reminded."""
    asked = {(one.to, survey) for one in nudges(record) if CLOSE in one.first for survey in one.surveys}
    return Counter(who for who, _ in asked)


def not_asked_at_close(record: list[Heard]) -> set[str]:
    """Who completed a pair, has been here all the time since, and was not asked once for each of their pairs."""
    away = {one.to for one in record if one.text.startswith(("You left *", "*You are paused"))}
    over = celebrated(one for one in record if one.at + ASKED_WITHIN < record[-1].at)
    asked = close_surveys(record)
    return {who for who, count in over.items() if who not in away and asked[who] < count}


def told_after_leaving(record: list[Heard]) -> list[Heard]:
    """What somebody heard who had left, and not at once; and what changed of what they had heard, once the undo hour
    had put away what is no longer to be pressed.

    What answers their own click is for their eyes only.
    """
    left = {one.to: one.at + IN_AN_ANSWER for one in record if one.text.startswith("You left *")}
    theirs = [one for one in record if one.to in left and not one.is_answer]
    return [one for one in theirs if one.at > left[one.to] or one.last_touched > left[one.to] + UNDO]


@dataclass(frozen=True)
class Planned:
    """A session that stood in the end, as one of the two knew it."""

    who: str
    partner: str
    at: datetime


def planned(record: Iterable[Heard]) -> set[Planned]:
    """Each session that was agreed on and neither moved nor cancelled: as the newest card of each of the two says."""
    newest = {(one.to, card[1]): one for one in record if (card := CARD.match(one.key))}
    return {plan for one in newest.values() for plan in _planned_in(one)}


def not_followed_up(record: list[Heard]) -> set[Planned]:
    """Planned sessions of which nothing was heard: neither asked about the working day after, nor logged by then."""
    over = [plan for plan in planned(record) if plan.at + 4 * DAY < record[-1].at]
    return {plan for plan in over if not any(_follows(plan, one) for one in record)}


def _follows(plan: Planned, one: Heard) -> bool:
    if one.to != plan.who or f"<@{plan.partner}>" not in one.text or not plan.at - DAY < one.at < plan.at + 4 * DAY:
        return False
    return (one.is_question and one.at.date() > plan.at.date()) or "logged" in one.text.casefold()


def _planned_in(one: Heard) -> Iterator[Planned]:
    for partner, day, year, clock in PLANNED.findall(one.text):
        near = datetime.strptime(f"{day} {year or one.at.year} {clock}", "%d %B %Y %H:%M").replace(tzinfo=one.at.tzinfo)
        if near < one.at - 180 * DAY:
            near = near.replace(year=near.year + 1)
        yield Planned(one.to, partner, near)
