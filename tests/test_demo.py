"""``mentor demo`` as a newcomer runs it: a process of its own, a page, and nothing left behind."""

import json
import re
import signal
import socket
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from processes import Mentor

from bot.demo.cast import cast
from bot.sandbox.actors import World
from bot.sandbox.slack import Identity
from storage import joining
from storage.database import Database
from storage.store import Store

QUICK_END = 2.0
"""Seconds from Ctrl-C to the end."""
Starts = Callable[..., Mentor]


@pytest.fixture
def starts(tmp_path: Path) -> Iterator[Starts]:
    """Start a demo on a free port; its temporary files are to lie in a folder of the test's own."""
    started: list[Mentor] = []
    (tmp_path / "tmp").mkdir()

    def start(*arguments: str, **environment: str) -> Mentor:
        places = {"TMPDIR": str(tmp_path / "tmp")} | environment
        ports = [] if "--port" in arguments else ["--port", str(free_port())]
        started.append(Mentor("demo", "--no-browser", *ports, *arguments, folder=tmp_path, **places))
        return started[-1]

    yield start
    for mentor in started:
        mentor.stop()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def url(mentor: Mentor) -> str:
    """Where it says that the page is, on a line of its own."""
    found = re.fullmatch(r"Ready: (http://127\.0\.0\.1:\d+)\n", mentor.says("Ready: "))
    assert found
    return found[1]


def state(mentor: Mentor) -> dict[str, Any]:
    with urlopen(f"{url(mentor)}/state", timeout=10) as answer:
        loaded: dict[str, Any] = json.load(answer)
        return loaded


def home(mentor: Mentor, name: str) -> str:
    """What stands on somebody's Home."""
    person = World(url(mentor)).person(name)
    person.opens_home()
    return person.home.text


def enrol_ann(file: Path) -> None:
    """Let Ann take part, in a file that no demo runs on."""
    database = Database(f"sqlite:///{file}")
    with Store(database, Identity.team).begin() as db:
        joining.enrol(db, 1, "U0ANN", {"role": "mentor"}, datetime(2026, 11, 23, tzinfo=UTC))
    database.close()


def ends_quickly(mentor: Mentor) -> None:
    began = time.monotonic()
    mentor.signal(signal.SIGINT)
    assert mentor.ends() == 0
    assert time.monotonic() - began < QUICK_END
    assert "Traceback" not in mentor.said


def test_it_says_where_the_page_is_and_what_to_try(starts: Starts) -> None:
    mentor = starts()
    with urlopen(url(mentor), timeout=10) as page:
        assert "<html" in page.read().decode()
    assert "/mentor join" in mentor.says("1. ")
    people = [person for person in state(mentor)["people"] if not person["is_bot"]]
    assert len(people) == 13
    assert [person["real_name"] for person in people if person["coordinator"]] == ["Cora Lind"]


def test_ctrl_c_ends_it_and_leaves_nothing(starts: Starts, tmp_path: Path) -> None:
    mentor = starts()
    assert "Reverse mentoring" in home(mentor, "Ann")
    assert list((tmp_path / "tmp").iterdir())
    ends_quickly(mentor)
    assert list((tmp_path / "tmp").iterdir()) == []
    assert sorted(file.name for file in tmp_path.iterdir()) == ["tmp"]
    with pytest.raises(URLError):
        urlopen(url(mentor), timeout=5)


def test_ctrl_c_ends_it_while_a_page_is_waiting_for_news(starts: Starts) -> None:
    mentor = starts()
    host, port = url(mentor).removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as page:
        page.sendall(b"GET /events?after=1000000&wait=25 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert state(mentor)["ok"]
        ends_quickly(mentor)


def test_a_second_one_says_that_the_port_is_taken_and_uses_the_next_free_one(starts: Starts) -> None:
    first = starts()
    port = int(url(first).rsplit(":", 1)[1])
    second = starts("--port", str(port))
    assert int(url(second).rsplit(":", 1)[1]) in range(port + 1, port + 21)
    assert second.said.startswith(f"Port {port} is taken, trying {port + 1}.\n")
    assert state(first)["ok"]
    assert state(second)["ok"]


def test_a_file_keeps_the_programme_and_its_people(starts: Starts, tmp_path: Path) -> None:
    first = starts("--db", "kept.db")
    assert "Enrolled 0" in home(first, "Cora")
    ends_quickly(first)
    enrol_ann(tmp_path / "kept.db")
    second = starts("--db", "kept.db")
    assert "Enrolled 1" in home(second, "Cora")
    ends_quickly(second)


def test_a_file_in_use_is_a_sentence(starts: Starts) -> None:
    first = starts("--db", "kept.db")
    url(first)
    second = starts("--db", "kept.db")
    assert second.ends() == 2
    assert f"mentor demo (process {first.process.pid})" in second.said


def test_five_hundred_colleagues_start_in_seconds(starts: Starts) -> None:
    began = time.monotonic()
    mentor = starts("--people", "500", "--seed", "7")
    people = state(mentor)["people"]
    assert len([person for person in people if not person["is_bot"]]) == 501
    assert time.monotonic() - began < 20


def test_the_same_seed_brings_the_same_colleagues() -> None:
    assert cast(500, 7) == cast(500, 7)
    assert cast(40, 7) == cast(500, 7)[:40]
    assert cast(40, 7) != cast(40, 8)


def test_no_two_colleagues_share_a_name_however_many_there_are() -> None:
    assert len({one.name for one in cast(5000, 1)}) == 5000


def test_weeks_are_played_first_and_told_about_and_the_page_stays_open(starts: Starts) -> None:
    mentor = starts("--play", "3w", "--seed", "2")
    assert re.fullmatch(r"sessions held: \d+\n", mentor.says("sessions held: "))
    assert "refused or failed: nothing" in mentor.says("refused")
    assert "matched 0" not in home(mentor, "Cora")
    ends_quickly(mentor)


def test_ctrl_c_ends_it_while_it_plays(starts: Starts) -> None:
    mentor = starts("--play", "6mo")
    while not any(said["bot"] for said in state(mentor)["messages"]):
        assert mentor.process.poll() is None
    mentor.signal(signal.SIGINT)
    assert mentor.ends() == 0
    assert "Traceback" not in mentor.said


def test_a_length_that_cannot_be_read_is_a_sentence(starts: Starts) -> None:
    mentor = starts("--play", "soon")
    assert mentor.ends() == 2
    assert "say it like 6mo, 2w or 10d" in " ".join(mentor.said.replace("│", "").split())


def test_a_real_token_nearby_changes_nothing(starts: Starts) -> None:
    mentor = starts(
        SLACK_BOT_TOKEN="xoxb-1-2-real",
        SLACK_APP_TOKEN="xapp-1-A1-real",
        SLACK_SIGNING_SECRET="real",
        SLACK_CLIENT_ID="1.2",
        SLACK_CLIENT_SECRET="real",
        SLACK_API_URL="https://slack.com/api/",
        DATABASE_URL="postgresql://127.0.0.1:9/real",
        MENTOR_ADMINS="U0REAL",
        LOG_LEVEL="LOUD",
    )
    assert "Reverse mentoring" in home(mentor, "Cora")
    assert "real" not in mentor.said.lower()
