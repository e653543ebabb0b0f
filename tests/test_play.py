"""Six months of a programme, played: what every single person must be able to rely on, read from what was said."""

import dataclasses
import json
import os
import re
import shutil
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import A_MONDAY, running
from filelock import FileLock
from played import (
    Heard,
    asked_after_the_end,
    asked_once_too_often,
    celebrated,
    close_surveys,
    heard,
    not_asked_at_close,
    not_followed_up,
    nudges,
    outside_mornings,
    place,
    planned,
    second_of_a_day,
    surveyed_once_too_often,
    told_after_leaving,
    told_while_paused,
)

from bot.demo import Demo
from bot.demo.play import Play
from bot.demo.play.span import span
from bot.demo.play.temperaments import A_DOZEN, temperaments
from bot.sandbox import Clock
from bot.sandbox.actors import World

HALF_A_YEAR = span("6mo")
SEEDS = (1, 5)
AGREED = re.compile(r"You and <@(\w+)> agreed on this goal: “([^”]+)”")
"""Said to who agreed: who had proposed it, and its words."""
DAY = timedelta(days=1)
Record = list[Heard]


@dataclasses.dataclass(frozen=True)
class Came:
    """What was said, and what the play says about itself."""

    record: Record
    numbers: dict[str, int]
    refused: list[str]
    failed: int


def played(
    address: str, seed: int, length: timedelta, prepare: Callable[[Demo], None] = lambda _demo: None
) -> dict[str, Any]:
    """Let the colleagues of a seed take part for so long; the workspace afterwards, and the summary."""
    with running(address, seed=seed) as demo:
        prepare(demo)
        reader = Reader(World(demo.url))
        told = Play(demo.url, seed).run(length, reader.looks, lambda: False)
        state = reader.world.state()
    return {"state": state, "first": reader.first, "numbers": told.numbers, "refused": list(told.refused)}


class Reader:
    """Reads along while colleagues play: what a message said when it came, before anybody answered it."""

    def __init__(self, world: World) -> None:
        self.world, self.first, self._version = world, dict[str, str](), 0

    def looks(self, _share: float) -> None:
        news = self.world.news(self._version)
        self._version = news["version"]
        for said in news["messages"]:
            self.first.setdefault(place(said), said["text"])


@pytest.fixture(params=SEEDS, ids="seed {}".format)
def came(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, empty_file: Path) -> Came:
    """Half a year of twelve people; it is played once, also where several processes share the tests."""
    folder = tmp_path_factory.getbasetemp()
    shared = (folder.parent if "PYTEST_XDIST_TESTRUNUID" in os.environ else folder) / f"played-{request.param}.json"
    with FileLock(f"{shared}.lock"):
        if not shared.exists():
            copy = shutil.copy(empty_file, shared.with_suffix(".db"))
            shared.write_text(json.dumps(played(f"sqlite:///{copy}", request.param, HALF_A_YEAR)))
    kept = json.loads(shared.read_text())
    return Came(
        heard(kept["state"], kept["first"]), kept["numbers"], kept["refused"], kept["state"]["traffic"]["failed"]
    )


def test_it_leaves_a_programme_worth_looking_at(came: Came) -> None:
    assert came.numbers["people joined"] >= 12
    assert came.numbers["pairs introduced"] >= 4
    assert came.numbers["sessions held"] >= 3 * came.numbers["pairs that completed their months"]
    assert came.numbers["goals reached"] >= 3
    assert came.numbers["promises kept"] >= 5
    assert came.numbers["announcements"] >= 5


def test_two_people_agree_on_the_same_goal_only_once_unless_they_dropped_it(came: Came) -> None:
    dropped = {one.key.removeprefix("goal-dropped:") for one in came.record if one.key.startswith("goal-dropped:")}
    agreed = defaultdict[tuple[frozenset[str], str], set[str]](set)
    for one, said in ((one, AGREED.match(one.text)) for one in came.record):
        if said:
            agreed[frozenset((one.to, said[1])), said[2]].add(one.key.split(":")[1])
    assert len(agreed) >= 4
    assert all(len(goals - dropped) <= 1 for goals in agreed.values())


def test_nobody_is_refused_anything_and_nothing_goes_wrong(came: Came) -> None:
    assert came.refused == []
    assert came.failed == 0
    assert came.numbers["messages that may not have arrived"] == 0
    assert [one.text for one in came.record if "went wrong on my side" in one.text] == []


def test_nudges_come_in_the_morning_of_a_working_day(came: Came) -> None:
    assert len(nudges(came.record)) > 40
    assert outside_mornings(came.record) == []


def test_nobody_is_nudged_twice_a_day(came: Came) -> None:
    assert second_of_a_day(came.record) == []


def test_nobody_is_asked_a_third_time_after_two_questions_were_ignored(came: Came) -> None:
    assert asked_once_too_often(came.record) == []


def test_nobody_is_asked_about_a_survey_once_it_is_answered_or_after_the_reminder(came: Came) -> None:
    assert came.numbers["surveys answered"] > 20
    assert surveyed_once_too_often(came.record) == []


def test_the_months_of_pairs_end_and_each_chooses_what_comes_next(came: Came) -> None:
    assert came.numbers["pairs that completed their months"] >= 3
    assert came.numbers["people who wanted a new partner"] > 0
    assert came.numbers["people who stay in touch"] > 0
    assert celebrated(came.record).total() == 2 * came.numbers["pairs that completed their months"]


def test_after_the_end_nobody_is_asked_about_the_pair(came: Came) -> None:
    assert asked_after_the_end(came.record) == []


def test_each_is_asked_once_to_look_back_on_a_pair_that_completed_its_months(came: Came) -> None:
    completed, asked = celebrated(came.record), close_surveys(came.record)
    assert asked.total() >= came.numbers["pairs that completed their months"]
    assert not asked - completed
    assert not_asked_at_close(came.record) == set()


def test_whoever_paused_hears_of_their_partner_and_of_ends_alone_and_whoever_left_hears_nothing(came: Came) -> None:
    assert told_while_paused(came.record) == []
    assert told_after_leaving(came.record) == []


def test_every_session_that_was_planned_is_followed_up(came: Came) -> None:
    assert len(planned(came.record)) > 5
    assert not_followed_up(came.record) == set()


def moved(one: Heard, **by: float) -> Heard:
    return dataclasses.replace(one, at=one.at + timedelta(**by))


@pytest.mark.parametrize("came", SEEDS[:1], indirect=True)
def test_a_record_in_which_something_is_wrong_is_told_from_a_good_one(came: Came) -> None:
    nudge, left = nudges(came.record)[0], next(one for one in came.record if one.text.startswith("You left *"))
    paused = next(one for one in came.record if one.text.startswith("*You are paused"))
    ignored = dataclasses.replace(question := next(filter(_is_question, came.record)), said=_untouched(question))
    assert outside_mornings([moved(nudge, hours=3)])
    assert outside_mornings([moved(nudge, days=6 - nudge.at.weekday())])
    assert second_of_a_day([nudge, moved(nudge, minutes=5)])
    assert asked_once_too_often([moved(ignored, weeks=week) for week in range(3)])
    assert told_while_paused([paused, dataclasses.replace(nudge, to=paused.to)])
    for key in ("reflection:1", "round-leftover:1", "announcement:1", "role-drift:1", "of-a-story-to-come:1"):
        payload = {"event_payload": {"class": "notice", "key": key}}
        told = dataclasses.replace(nudge, to=paused.to, said=nudge.said | {"metadata": payload})
        assert told_while_paused([paused, told])
    assert told_after_leaving([left, moved(dataclasses.replace(nudge, to=left.to), days=400)])
    edited = {"edited": True, "edited_ts": str((left.at + DAY).timestamp())}
    assert told_after_leaving([left, dataclasses.replace(nudge, to=left.to, said=nudge.said | edited)])
    end = next(one for one in came.record if one.key.startswith("pair-completed:"))
    about = f"Did you and <@{end.partner}> meet?"
    assert asked_after_the_end([end, dataclasses.replace(nudge, to=end.to, said=nudge.said | {"text": about})])
    assert not_asked_at_close([end, dataclasses.replace(nudge, at=end.at + timedelta(weeks=2))]) == {end.to}
    survey = next(one for one in nudges(came.record) if one.surveys)
    assert surveyed_once_too_often([moved(survey, weeks=week) for week in range(3)])
    assert not_followed_up([one for one in came.record if not _is_question(one) and "ogged" not in one.text])


def _is_question(one: Heard) -> bool:
    return one.is_question


def _untouched(one: Heard) -> dict[str, Any]:
    return one.said | {"edited": False, "reply_count": 0}


@pytest.fixture
def another_file(tmp_path: Path, empty_file: Path) -> Callable[[], str]:
    """The address of one more empty database."""
    numbers = iter(range(10))
    return lambda: f"sqlite:///{shutil.copy(empty_file, tmp_path / f'{next(numbers)}.db')}"


def test_the_same_seed_tells_the_same_story_and_another_one_another(another_file: Callable[[], str]) -> None:
    first, again, other = (played(another_file(), seed, span("5w")) for seed in (3, 3, 4))
    assert len(first["state"]["messages"]) > 30
    assert again["state"]["messages"] == first["state"]["messages"]
    assert again["numbers"] == first["numbers"]
    assert other["state"]["messages"] != first["state"]["messages"]


@pytest.fixture
def on_stage(demo: Demo, world: World) -> World:
    """A workspace in which a play has begun."""
    assert world.post("/play", {"days": 400})["playing"]
    while world.get("/play")["share"] == 0:
        assert demo.stage.playing
    return world


def test_a_play_is_told_of_while_it_runs_and_what_came_of_it_once_it_is_ended(on_stage: World) -> None:
    told = on_stage.get("/play")
    assert (told["playing"], told["days"], told["came"]) == (True, 400, None)
    ended = on_stage.post("/play", {"end": True})
    assert not ended["playing"]
    assert 0 < ended["share"] < 1
    assert "sessions held: " in ended["came"]


def test_a_second_play_waits_for_the_end_of_the_first(on_stage: World) -> None:
    with pytest.raises(ValueError, match="a play is under way"):
        on_stage.post("/play", {"days": 1})
    on_stage.post("/play", {"end": True})
    assert on_stage.post("/play", {"days": 1})["days"] == 1


@pytest.mark.parametrize("days", [0, 733, "183", True, None])
def test_a_play_has_a_length_in_whole_days(world: World, days: object) -> None:
    with pytest.raises(ValueError, match="a whole number from 1 to 732"):
        world.post("/play", {"days": days})


def test_a_clock_that_ticks_stands_still_while_a_play_runs_and_ticks_on_afterwards(database_url: str) -> None:
    with running(database_url, clock=Clock(A_MONDAY, ticking=True)) as demo:
        world = World(demo.url)
        world.post("/play", {"days": 30})
        assert not world.state()["ticking"]
        world.post("/play", {"end": True})
        assert world.state()["ticking"]


def test_every_dozen_of_people_holds_every_temperament() -> None:
    dealt = temperaments([f"U{number}" for number in range(24)], 7)
    assert sorted(one.name for one in dealt.values()) == sorted(one.name for one in A_DOZEN * 2)
    assert temperaments(list(dealt), 7) == dealt != temperaments(list(dealt), 8)


@pytest.mark.parametrize(("typed", "days"), [("6mo", 183), ("1 mo", 30), ("2w", 14), ("10D", 10), ("24mo", 730)])
def test_a_length_of_time_is_read(typed: str, days: int) -> None:
    assert span(typed).days == days


@pytest.mark.parametrize("typed", ["", "6", "mo", "0d", "25mo", "6 months", "-2w", "9999mo"])
def test_what_is_no_length_of_time_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="say it like 6mo"):
        span(typed)


def test_the_record_is_read_on_each_persons_own_clock() -> None:
    at = datetime.fromisoformat("2026-11-23T08:30:00+00:00").timestamp()
    said = {"channel": "D1", "ts": f"{at:.6f}", "bot": True, "text": "", "metadata": None}
    channel = {"id": "D1", "kind": "dm", "bot": True, "members": ["U1"]}
    [one] = heard({"channels": [channel], "people": [{"id": "U1", "tz": "Asia/Kolkata"}], "messages": [said]})
    assert (one.at.hour, one.at.minute) == (14, 0)
