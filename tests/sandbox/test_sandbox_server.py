"""The server: where it listens, when it refuses to start, how it ends, and what it shows of itself."""

import http.client
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from time import monotonic

import pytest
from sandbox.small_bot import HOSTILE, MANIFEST, NINE, PEOPLE, SmallBot, button, modal, section

from bot.sandbox import Clock, RealTokenNearby, Sandbox
from bot.sandbox.actors import Actor, World


def fresh() -> Sandbox:
    return Sandbox(MANIFEST, PEOPLE, Clock(NINE, ticking=False))


def test_a_sandbox_that_is_not_started_has_no_thread_and_stops_without_harm() -> None:
    before = threading.active_count()
    fresh().stop()
    assert threading.active_count() == before


def test_it_ends_within_a_second_though_somebody_waits_for_news_and_leaves_no_thread() -> None:
    sandbox = fresh()
    before = set(threading.enumerate())
    world = World(sandbox.start(0))
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(world.get, "/events?after=99&wait=25")
        while not sandbox.slack.workspace.changed._waiters:  # type: ignore[attr-defined]
            threading.Event().wait(0.001)
        began = monotonic()
        sandbox.stop()
        assert monotonic() - began < 1
        assert waiting.result()["ok"]
    assert set(threading.enumerate()) <= before


def test_it_refuses_to_start_beside_a_real_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1-real")
    sandbox = fresh()
    with pytest.raises(RealTokenNearby):
        sandbox.start(0)
    monkeypatch.setenv("SLACK_BOT_TOKEN", sandbox.identity.bot_token)
    assert sandbox.start(0)
    sandbox.stop()


def test_a_taken_port_is_an_error(sandbox: Sandbox) -> None:
    with pytest.raises(OSError, match="in use"):
        fresh().start(int(sandbox.slack.url.rsplit(":", 1)[1]))


def test_it_listens_on_the_machine_itself_and_answers_to_no_other_name(sandbox: Sandbox) -> None:
    assert sandbox.slack.url.startswith("http://127.0.0.1:")
    connection = http.client.HTTPConnection(sandbox.slack.url.removeprefix("http://"))
    connection.request("GET", "/state", headers={"Host": "evil.example"})
    assert connection.getresponse().status == 403
    connection.close()


def test_a_body_that_is_no_json_is_refused_in_a_sentence(sandbox: Sandbox) -> None:
    connection = http.client.HTTPConnection(sandbox.slack.url.removeprefix("http://"))
    connection.request("POST", "/act/home", "{", {"Content-Type": "application/json"})
    answer = connection.getresponse()
    assert (answer.status, b'"ok": false' in answer.read()) == (400, True)
    connection.close()


def test_state_shows_to_a_person_only_what_is_theirs(bot: SmallBot, ann: Actor, world: World) -> None:
    bot.client.chat_postMessage(channel="U0BOB", text="for Bob")
    bot.client.views_publish(user_id="U0BOB", view={"type": "home", "blocks": [section("Bob's")]})
    bot.opens(modal())
    world.person("Bob").types("/mentor join")
    whole, anns = world.state(), world.state(ann.id)
    assert (len(whole["messages"]), set(whole["homes"]), set(whole["views"])) == (1, {"U0BOB"}, {"U0BOB"})
    assert (anns["messages"], anns["homes"], anns["views"]) == ([], {}, {})
    assert [c["name"] for c in anns["channels"]] == ["general", "mentoring"]
    assert {p["name"]: (p["coordinator"], p["guest"], p["deleted"]) for p in whole["people"]}["bob"] == (
        True,
        False,
        False,
    )


def test_state_is_shown_to_a_person_by_id_or_name_and_to_nobody_else(world: World) -> None:
    seen = world.get("/state?user=ann")
    assert {name: value for name, value in seen.items() if name != "people"} == world.state("U0ANN")
    assert seen["people"] == world.get("/people")["people"]
    for stranger in ("nobody", "U0MENTORBT"):
        with pytest.raises(LookupError, match=f"there is no user {stranger}"):
            world.state(stranger)


@pytest.mark.parametrize("wrong", [{"error": 5}, {"error": "x", "times": -1}, {"error": "x", "drop": True}, {}])
def test_an_unclear_fault_is_refused(world: World, wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="400"):
        world.post("/fault", {"method": "chat.postMessage", **wrong})


def test_a_conversation_carries_the_name_of_the_others(bot: SmallBot, world: World) -> None:
    bot.client.conversations_open(users="U0ANN,U0CLEO")
    names = {c["kind"]: c["name"] for c in world.state("U0ANN")["channels"]}
    assert names["group"] == f"{HOSTILE}, Mentor"


def test_news_come_as_soon_as_something_changes(world: World, bot: SmallBot) -> None:
    version = world.state()["version"]
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(world.get, f"/events?after={version}&wait=20")
        bot.client.chat_postMessage(channel="U0ANN", text="news")
        assert waiting.result()["version"] > version
    assert world.get("/events?after=999&wait=0")["ok"]


def test_the_traffic_shows_both_directions_and_no_token(bot: SmallBot, ann: Actor, world: World) -> None:
    bot.opens(modal())
    ann.types("/mentor join")
    entries = world.traffic()
    call, sent = entries[-2:]
    assert (call["kind"], call["name"], call["ok"]) == ("call", "views.open", True)
    assert (sent["kind"], sent["name"], sent["status"], sent["user"]) == ("request", "/mentor join", 200, ann.id)
    assert sent["ms"] >= call["ms"] > 0
    assert "token" not in sent["payload"]
    assert world.traffic(after=sent["n"]) == []
    assert world.state()["traffic"]["sent"] == 1


def test_the_gallery_lints_every_sample(sandbox: Sandbox, bot: SmallBot, world: World) -> None:
    samples = [
        {"name": "help", "label": "short", "surface": "message", "payload": {"text": "x", "blocks": [section("x")]}},
        {"name": "join", "label": "broken", "surface": "modal", "payload": modal(section(""))},
    ]
    sandbox.connect(bot.server.url, gallery=lambda: samples)
    good, broken = world.get("/gallery")["samples"]
    assert good["problems"] == []
    assert broken["problems"][0]["message"]


def test_commands_and_options_are_offered_to_the_page(world: World) -> None:
    offered = world.get("/commands")
    assert offered["commands"][0] == {
        "command": "/mentor", "description": "Reverse mentoring", "usage_hint": "join | help",
    }  # fmt: skip
    assert [s["type"] for s in offered["shortcuts"]] == ["global", "message"]
    assert world.get("/options?kind=users&user=U0ANN&q=bob")["options"] == [{"id": "U0BOB", "name": "Bob Baker"}]
    assert [c["name"] for c in world.get("/options?kind=channels&user=U0ANN")["options"]] == ["general", "mentoring"]


def test_an_empty_manifest_allows_nothing(tmp_path: Path) -> None:
    (tmp_path / "app-manifest.yml").write_text("")
    sandbox = Sandbox(tmp_path / "app-manifest.yml", PEOPLE, Clock(NINE, ticking=False))
    world = World(sandbox.start(0))
    ann = world.person("Ann")
    errors = [ann.act("command", text="/mentor").error, ann.act("message", channel="dm", text="x").error]
    errors += [ann.act("home").error, ann.act("shortcut", callback_id="x").error]
    sandbox.stop()
    assert errors == ["unknown_command", "messages_tab_disabled", "home_tab_disabled", "interactivity_disabled"]


def test_many_people_at_once_never_keep_the_bot_from_its_answers(bot: SmallBot, world: World) -> None:
    def asks(body: dict[str, str], client: object, **_: object) -> None:
        client.views_open(trigger_id=body["trigger_id"], view=modal())  # type: ignore[attr-defined]

    bot.on("command", asks)
    ann = world.person("Ann")
    with ThreadPoolExecutor(40) as pool:
        results = list(pool.map(lambda _: ann.act("command", text="/mentor join"), range(80)))
    assert [result.ok for result in results] == [True] * 80


def test_a_bot_with_another_signing_secret_refuses_what_the_sandbox_signs(bot: SmallBot) -> None:
    other = Sandbox(MANIFEST, PEOPLE, Clock(NINE, ticking=False), signing_secret="another")
    world = World(other.start(0))
    other.connect(bot.server.url)
    status = world.person("Ann").act("command", text="/mentor join").status
    other.stop()
    assert (status, bot.heard) == (401, [])


def test_everything_a_person_sees_stays_when_weeks_pass(bot: SmallBot, ann: Actor, world: World) -> None:
    bot.client.chat_postMessage(channel=ann.id, text="x", blocks=[{"type": "actions", "elements": [button("A", "a")]}])
    world.wait(weeks=2)
    assert ann.sees == ["x"]
    assert world.now == NINE + timedelta(weeks=2)


def test_what_is_new_since_a_version_is_told_alone(bot: SmallBot, ann: Actor, world: World) -> None:
    first = bot.client.chat_postMessage(channel=ann.id, text="Old")
    version = world.state()["version"]
    assert world.news(version)["messages"] == world.news(version)["channels"] == []
    bot.client.chat_postMessage(channel="U0BOB", text="New")
    bot.client.chat_update(channel=first["channel"], ts=first["ts"], text="Changed")
    news = world.news(version)
    assert [said["text"] for said in news["messages"]] == ["Changed", "New"]
    assert [channel["members"] for channel in news["channels"]] == [["U0ANN"], ["U0BOB"]]
    assert world.news(news["version"])["messages"] == []


def test_where_nobody_plays_there_is_no_play(world: World) -> None:
    assert not world.state()["stage"]
    with pytest.raises(LookupError, match="nobody plays in this workspace"):
        world.post("/play", {"days": 1})
