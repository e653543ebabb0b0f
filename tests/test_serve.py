"""``mentor serve`` as a process of its own, over Socket Mode, against a stand-in for Slack that is not ours."""

import signal
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.request import Request, urlopen

import local_slack
import pytest
from local_slack import ANN, CORA, TEAM, LocalSlack
from processes import Mentor

from bot.app import client_for
from bot.manifest import MANIFEST
from bot.sandbox import Clock, Sandbox, SandboxPerson
from storage import programmes, schema
from storage.database import Database
from storage.store import Store
from storage.tables import Programme

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
LONGEST_END = 10.0
"""Seconds from SIGTERM to the end of the process."""
ODD = (
    "",
    "   ",
    "jion",
    "JOIN NOW",
    "help help help",
    "admin",
    "admin round",
    "admin round Unknown programme",
    "admin programme",
    "admin import",
    "log",
    "log 45m yesterday",
    "log -5 minutes on the 30th of February",
    "profile",
    "pause until the cows come home",
    "pause until 2026-02-30",
    "resume",
    "leave",
    '"}]}, <!channel> {% raw %} %s %(x)s ${y}',
    "<@U0CORA|cora> <#C0GENERAL|general> <!here>",
    "\u202e\u0000💥 ﷽ ǆ́" * 20,
    "x" * 3000,
)


@pytest.fixture
def slack(tmp_path: Path) -> Iterator[LocalSlack]:
    started = LocalSlack(tmp_path)
    yield started
    started.stop()


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """Our own stand-in: it refuses tokens, which the other one does not."""
    made = Sandbox(MANIFEST, [SandboxPerson(CORA, "cora", "Cora Lind")], Clock(NOW, ticking=False))
    made.start()
    yield made
    made.stop()


class Serving:
    """``mentor serve`` with complete settings in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.processes = folder, list[Mentor]()

    def starts(self, api_url: str, **changed: str) -> Mentor:
        environment = {
            "SLACK_API_URL": api_url,
            "SLACK_BOT_TOKEN": local_slack.BOT_TOKEN,
            "SLACK_APP_TOKEN": local_slack.APP_TOKEN,
            "MENTOR_ADMINS": CORA,
        }
        self.processes.append(Mentor("serve", folder=self.folder, **environment | changed))
        return self.processes[-1]

    def connects(self, slack: LocalSlack, **changed: str) -> Mentor:
        started = self.starts(changed.pop("api_url", f"{slack.url}/api/"), **changed)
        started.says("connected;")
        return started


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Serving]:
    made = Serving(tmp_path)
    yield made
    for process in made.processes:
        process.stop()


@pytest.fixture
def opened(serving: Serving) -> Serving:
    """The same, where a programme is open to join."""
    database = Database(f"sqlite:///{serving.folder / 'mentor.db'}")
    schema.upgrade(database)
    with Store(database, TEAM).begin() as db:
        db.add(Programme(name="Reverse mentoring", status="open", created_by=CORA, created_at=NOW, opened_at=NOW))
        programmes.seed_catalogue(db)
    database.close()
    return serving


class Held:
    """A door before the stand-in's Web API at which calls of one method wait until they are let through."""

    def __init__(self, slack: LocalSlack, method: str) -> None:
        self.arrived, self.opened = threading.Event(), threading.Event()
        door = self

        class Calls(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"] or 0))
                if self.path == f"/api/{method}":
                    door.arrived.set()
                    door.opened.wait(60)
                with urlopen(Request(slack.url + self.path, body, dict(self.headers)), timeout=10) as answer:
                    self.send_response(answer.status)
                    self.send_header("Content-Type", "application/json")
                    self.end_headers()
                    self.wfile.write(answer.read())

            do_GET = do_POST  # noqa: N815  (the name that the server calls)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Calls)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.api_url = f"http://127.0.0.1:{self._server.server_port}/api/"

    def close(self) -> None:
        self.opened.set()
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def held(slack: LocalSlack) -> Iterator[Held]:
    made = Held(slack, "views.publish")
    yield made
    made.close()


@local_slack.needed
def test_join_opens_its_form(slack: LocalSlack, opened: Serving) -> None:
    mentor = opened.connects(slack)
    assert slack.types(ANN, "join") is not None
    (form,) = slack.calls("views.open")
    assert form["view"]["type"] == "modal"
    assert form["view"]["callback_id"].startswith("joining.")
    assert "Traceback" not in mentor.said


@local_slack.needed
def test_home_is_published(slack: LocalSlack, opened: Serving) -> None:
    opened.connects(slack)
    slack.opens_home(ANN)
    (home,) = slack.calls("views.publish")
    assert home["user_id"] == ANN
    assert "Join Reverse mentoring" in str(home["view"]["blocks"])


@local_slack.needed
def test_odd_commands_are_answered_and_leave_no_traceback(slack: LocalSlack, opened: Serving) -> None:
    mentor = opened.connects(slack)
    unanswered = [(user, text) for user in (ANN, CORA) for text in ODD if slack.types(user, text) is None]
    assert unanswered == []
    assert "Traceback" not in mentor.said
    assert "ERROR" not in mentor.said


@local_slack.needed
@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_in_order(end: signal.Signals, slack: LocalSlack, serving: Serving) -> None:
    mentor = serving.connects(slack)
    mentor.signal(end)
    assert mentor.ends(LONGEST_END) == 0
    assert "Traceback" not in mentor.said
    assert not list(serving.folder.glob("*.writer"))


@local_slack.needed
def test_an_answer_under_way_is_finished_before_it_ends(slack: LocalSlack, serving: Serving, held: Held) -> None:
    mentor = serving.connects(slack, api_url=held.api_url)
    opening = threading.Thread(target=slack.opens_home, args=[ANN])
    opening.start()
    assert held.arrived.wait(20)
    mentor.signal(signal.SIGTERM)
    mentor.says("ending:")
    held.opened.set()
    assert mentor.ends(LONGEST_END) == 0
    opening.join()
    assert len(slack.calls("views.publish")) == 1
    assert len(slack.log("ack")) == 1, mentor.said


@local_slack.needed
def test_an_answer_that_hangs_does_not_keep_it(slack: LocalSlack, serving: Serving, held: Held) -> None:
    mentor = serving.connects(slack, api_url=held.api_url)
    opening = threading.Thread(target=slack.opens_home, args=[ANN])
    opening.start()
    assert held.arrived.wait(20)
    mentor.signal(signal.SIGTERM)
    assert mentor.ends(LONGEST_END) == 0
    opening.join()
    assert "still under way" in mentor.said


@local_slack.needed
def test_a_second_signal_does_not_cut_what_is_being_answered(slack: LocalSlack, serving: Serving, held: Held) -> None:
    mentor = serving.connects(slack, api_url=held.api_url)
    opening = threading.Thread(target=slack.opens_home, args=[ANN])
    opening.start()
    assert held.arrived.wait(20)
    mentor.signal(signal.SIGTERM)
    mentor.says("ending:")
    mentor.signal(signal.SIGTERM)
    mentor.signal(signal.SIGINT)
    held.opened.set()
    assert mentor.ends(LONGEST_END) == 0
    opening.join()
    assert len(slack.log("ack")) == 1


@local_slack.needed
def test_a_second_one_on_the_same_file_names_the_first(slack: LocalSlack, serving: Serving) -> None:
    first = serving.connects(slack)
    second = serving.starts(f"{slack.url}/api/")
    assert second.ends() == 2
    assert f"mentor serve (process {first.process.pid})" in second.said
    assert first.process.poll() is None
    assert slack.types(ANN, "help")


@local_slack.needed
def test_a_connection_that_breaks_is_made_again(slack: LocalSlack, serving: Serving) -> None:
    mentor = serving.connects(slack)
    slack.stop(signal.SIGKILL)
    slack.start()
    mentor.says("A new session has been established", times=2)
    assert slack.types(ANN, "help")


@local_slack.needed
def test_what_people_type_is_not_logged_even_in_detail(slack: LocalSlack, serving: Serving) -> None:
    mentor = serving.connects(slack, LOG_LEVEL="debug")
    assert slack.types(ANN, "a secret of ours")
    mentor.signal(signal.SIGTERM)
    assert mentor.ends() == 0
    assert "secret" not in mentor.said


@local_slack.needed
def test_what_else_slacks_libraries_find_in_the_environment_changes_nothing(
    slack: LocalSlack, serving: Serving
) -> None:
    mentor = serving.connects(slack, SLACK_CLIENT_ID="1.2", SLACK_CLIENT_SECRET="s", SLACK_SIGNING_SECRET="t")
    assert slack.types(ANN, "help")
    assert "WARNING" not in mentor.said


def test_a_refused_bot_token_is_one_sentence(sandbox: Sandbox, serving: Serving) -> None:
    mentor = serving.starts(sandbox.api_url, SLACK_BOT_TOKEN="xoxb-wrong")
    assert mentor.ends() == 2
    assert (
        mentor.said == "Slack answers invalid_auth to SLACK_BOT_TOKEN. Run `mentor doctor`: it says how to mend it.\n"
    )


def test_a_refused_app_token_is_one_sentence(sandbox: Sandbox, serving: Serving) -> None:
    mentor = serving.starts(sandbox.api_url, SLACK_BOT_TOKEN=sandbox.identity.bot_token)
    assert mentor.ends() == 2
    assert (
        mentor.said == "Slack answers invalid_auth to SLACK_APP_TOKEN. Run `mentor doctor`: it says how to mend it.\n"
    )


def test_a_connection_that_cannot_be_made_is_a_sentence(sandbox: Sandbox, serving: Serving) -> None:
    own = {"SLACK_BOT_TOKEN": sandbox.identity.bot_token, "SLACK_APP_TOKEN": sandbox.identity.app_token}
    mentor = serving.starts(sandbox.api_url, **own)
    assert mentor.ends() == 2
    assert "Slack opened a connection at ws://127.0.0.1:" in mentor.said.splitlines()[-1]
    assert "Traceback" not in mentor.said


def test_a_slack_out_of_reach_is_one_sentence(serving: Serving) -> None:
    mentor = serving.starts("http://127.0.0.1:9/api/")
    assert mentor.ends() == 2
    (line,) = mentor.said.splitlines()
    assert line.startswith("Slack cannot be reached at http://127.0.0.1:9/api/: ")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"SLACK_APP_TOKEN": ""}, "SLACK_APP_TOKEN is missing, and Socket Mode needs it (HTTP mode comes later)"),
        ({"MENTOR_ADMINS": ""}, "MENTOR_ADMINS is empty"),
        ({"DATABASE_URL": "sqlite:////nowhere/at/all/mentor.db"}, "a folder that does not exist: make /nowhere/at/all"),
        ({"DATABASE_URL": "postgresql://127.0.0.1:9/mentor"}, "The database cannot be opened"),
    ],
)
def test_it_does_not_start_with_wrong_settings(changed: dict[str, str], sentence: str, serving: Serving) -> None:
    mentor = serving.starts("http://127.0.0.1:9/api/", **changed)
    assert mentor.ends() == 2
    assert sentence in mentor.said
    assert "Traceback" not in mentor.said


def test_it_does_not_touch_a_file_that_is_no_database(serving: Serving) -> None:
    file = serving.folder / "mentor.db"
    file.write_text("Dear diary, " * 200)
    mentor = serving.starts("http://127.0.0.1:9/api/")
    assert mentor.ends() == 2
    assert mentor.said.startswith("The database cannot be opened (")
    assert file.read_text() == "Dear diary, " * 200


def test_certificates_are_read_once_and_only_where_there_is_something_to_encrypt() -> None:
    assert client_for("xoxb-1", "https://slack.com/api/").ssl is not None
    assert client_for("xoxb-1", "http://127.0.0.1:9/api/").ssl is None
