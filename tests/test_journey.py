"""The first journey, told from outside: join, be matched, be introduced, be nudged, log in the thread."""

import re
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from answering import join
from databases import BOTH

from bot.demo import Demo
from bot.demo.cast import COORDINATOR
from bot.demo.run import FIRST_STEPS
from bot.sandbox.actors import World

ANSWERS = ["Log session", "Not yet", "Snooze a week", "Pause", "Ask me tomorrow", "Not this month"]
README = Path(__file__).parents[1] / "README.md"


@BOTH
def test_two_people_join_are_matched_introduced_nudged_and_log_in_the_thread(world: World) -> None:
    ann, ines, cora = (world.person(name) for name in ("Ann", "Ines", "Cora"))
    join(ann, role="mentor")
    join(ines, role="mentee")

    cora.types("/mentor admin round")
    assert "AI tools" in cora.last.text
    assert ann.sees == []
    cora.clicks("Approve 1 pair")
    assert "*Somebody could mentor you*" in ines.hears[0].text
    assert ann.sees == []
    ines.clicks("Yes, introduce us")
    assert f"*You could mentor <@{ines.id}>*" in ann.hears[0].text
    ann.clicks("Yes, introduce us")
    world.wait(minutes=1)
    assert "You mentor" in ann.hears[1].text
    assert "mentors you" in ines.hears[1].text
    together = next(said for said in ines.said if said.reference not in [own.reference for own in ines.hears])
    assert "I opened this conversation for you and cannot read it" in together.text
    assert ann.reads(together).text == together.text

    asked = world.now + timedelta(days=30)
    world.wait_until(asked.astimezone(ZoneInfo("Europe/Berlin")).replace(hour=11, minute=0))
    assert "Did you and" in ann.last.text
    assert ann.last.buttons == ANSWERS
    ann.replies("met 45m: short video, analytics")
    assert "45 min" in ann.last.text
    assert "short video, analytics" in ann.last.text
    assert ann.last.buttons == ["Edit", "Delete"]

    world.wait(days=1)
    heard = [said.text for said in ines.hears[-3:]]
    assert "logged your session" in heard[0]
    assert "three private taps" in heard[1]
    assert "how the two of you fit" in heard[2]
    assert "1 session so far" in ann.opens_home().text
    assert "Enrolled 2 · matched 2 · unmatched 0 · sessions held 1" in cora.opens_home().text


@pytest.mark.parametrize("told", [README.read_text(), FIRST_STEPS], ids=["by the README", "by the demo"])
def test_the_first_steps_that_a_newcomer_is_told_lead_to_a_pair(demo: Demo, told: str) -> None:
    cast = {one.first for one in (COORDINATOR, *demo.employees)}
    named = dict.fromkeys(word for word in re.findall(r"\w+", told) if word in cast)
    mentor, mentee, coordinator = (World(demo.url).person(name) for name in named)
    join(mentor, role="mentor")
    join(mentee, role="mentee")
    coordinator.types("/mentor admin round")
    assert "Approve 1 pair" in coordinator.last.buttons
