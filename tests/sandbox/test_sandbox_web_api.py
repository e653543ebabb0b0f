"""The Web API answers the real client, and refuses in Slack's own words."""

from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from http.client import HTTPConnection, RemoteDisconnected
from typing import Any
from urllib.parse import urlsplit

import pytest
from sandbox.small_bot import MANIFEST
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox import Clock, Sandbox, SandboxPerson
from bot.sandbox.actors import World
from bot.sandbox.errors import SlackError
from bot.sandbox.rates import Rates


def refusal(call: Any, *args: Any, **fields: Any) -> dict[str, Any]:
    with pytest.raises(SlackApiError) as caught:
        call(*args, **fields)
    return caught.value.response.data


def hand_in(address: str, content: bytes) -> int | None:
    """The status of the answer, None where the connection broke."""
    place = urlsplit(address)
    with closing(HTTPConnection(place.netloc)) as connection:
        connection.request("POST", place.path, content)
        try:
            return connection.getresponse().status
        except RemoteDisconnected:
            return None


def test_auth_test_names_the_bot_and_its_scopes(client: WebClient, sandbox: Sandbox) -> None:
    answer = client.auth_test()
    assert (answer["user_id"], answer["bot_id"]) == (sandbox.identity.bot_user, sandbox.identity.bot_id)
    assert answer.headers["x-oauth-scopes"].split(",")[0] == "commands"


@pytest.mark.parametrize(("token", "error"), [(None, "not_authed"), ("xoxb-other", "invalid_auth")])
def test_a_call_without_the_right_token_is_refused(sandbox: Sandbox, token: str | None, error: str) -> None:
    stranger = WebClient(token=token, base_url=sandbox.api_url)
    assert refusal(stranger.auth_test)["error"] == error


def test_a_connection_is_opened_with_the_apps_own_token_only(client: WebClient, sandbox: Sandbox) -> None:
    identity = sandbox.identity
    assert client.apps_connections_open(app_token=identity.app_token)["url"].startswith("ws://127.0.0.1:")
    assert refusal(client.apps_connections_open, app_token=identity.bot_token)["error"] == "not_allowed_token_type"
    assert refusal(client.apps_connections_open, app_token="xapp-other")["error"] == "invalid_auth"
    assert refusal(WebClient(identity.app_token, sandbox.api_url).auth_test)["error"] == "not_allowed_token_type"


def test_a_method_that_slack_does_not_have_is_refused(client: WebClient) -> None:
    assert refusal(client.api_call, "chat.whisper")["error"] == "unknown_method"


@pytest.mark.parametrize(
    ("method", "fields", "needed"),
    [
        ("users.lookupByEmail", {"email": "ann@example.com"}, "users:read.email"),
        ("conversations.history", {"channel": "C0GENERAL1"}, "channels:history"),
        ("conversations.replies", {"channel": "C0GENERAL1", "ts": "1.000001"}, "channels:history"),
        ("conversations.members", {"channel": "C0GENERAL1"}, "channels:read"),
        ("conversations.info", {"channel": "C0GENERAL1"}, "channels:read"),
        ("conversations.list", {}, "channels:read"),
    ],
)
def test_a_call_without_its_scope_says_which_one_is_missing(
    client: WebClient, method: str, fields: dict[str, str], needed: str
) -> None:
    answer = refusal(client.api_call, method, params=fields)
    assert (answer["error"], answer["needed"]) == ("missing_scope", needed)
    assert "chat:write" in answer["provided"].split(",")


def test_a_group_of_two_people_cannot_be_read_by_the_bot_that_opened_it(client: WebClient) -> None:
    group = client.conversations_open(users="U0ANN,U0BOB")["channel"]["id"]
    answer = refusal(client.conversations_history, channel=group)
    assert (answer["error"], answer["needed"]) == ("missing_scope", "mpim:history")


def test_opening_a_conversation_twice_gives_the_same_one(client: WebClient) -> None:
    first = client.conversations_open(users="U0ANN,U0BOB")["channel"]["id"]
    assert client.conversations_open(users=["U0BOB", "U0ANN"])["channel"]["id"] == first
    assert client.conversations_open(users="U0ANN")["channel"]["id"] != first


@pytest.mark.parametrize(
    ("users", "error"),
    [("U0NOBODY", "user_not_found"), ("U0GONE", "user_disabled"), ("U0ROBOT", "cannot_dm_bot")],
)
def test_a_conversation_with_someone_who_cannot_have_one_is_refused(client: WebClient, users: str, error: str) -> None:
    assert refusal(client.conversations_open, users=users)["error"] == error


def test_a_group_holds_eight_people_besides_the_bot_at_most(clock: Clock) -> None:
    nine = [SandboxPerson(f"U0P{n}", f"p{n}", f"Person {n}") for n in range(9)]
    sandbox = Sandbox(MANIFEST, nine, clock)
    sandbox.start(0)
    client = WebClient(token=sandbox.identity.bot_token, base_url=sandbox.api_url)
    eight = [person.id for person in nine[:8]]
    assert client.conversations_open(users=[*eight, eight[0]])["ok"], "the same person twice counts once"
    error = refusal(client.conversations_open, users=[person.id for person in nine])["error"]
    sandbox.stop()
    assert error == "too_many_users"


def test_people_come_with_zone_and_locale_but_without_address(client: WebClient) -> None:
    user = client.users_info(user="U0BOB", include_locale=True)["user"]
    assert (user["tz"], user["tz_offset"], user["locale"]) == ("America/New_York", -5 * 3600, "en-GB")
    assert "email" not in client.users_info(user="U0ANN")["user"]["profile"]
    assert refusal(client.users_info, user="U0NOBODY")["error"] == "user_not_found"


def test_guests_bots_and_leavers_are_marked(client: WebClient) -> None:
    marks = ("is_ultra_restricted", "is_bot", "deleted")
    people = {user["id"]: tuple(bool(user.get(mark)) for mark in marks) for user in client.users_list()["members"]}
    assert people["U0GUEST"] == (True, False, False)
    assert people["U0ROBOT"] == (False, True, False)
    assert people["U0GONE"] == (False, False, True)


def test_people_are_listed_in_pages_without_gap_or_repeat(client: WebClient) -> None:
    pages = [page["members"] for page in client.users_list(limit=3)]
    ids = [user["id"] for page in pages for user in page]
    assert [len(page) for page in pages] == [3, 3, 1]
    assert len(set(ids)) == len(ids) == 7


def test_the_twentieth_message_at_once_passes_and_the_next_has_to_wait(client: WebClient) -> None:
    for number in range(20):
        client.chat_postMessage(channel="U0ANN", text=str(number))
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel="U0ANN", text="too fast")
    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["Retry-After"] == "1"
    assert client.chat_postMessage(channel="U0BOB", text="another channel")["ok"]


def test_after_the_time_it_was_told_to_wait_a_message_passes(client: WebClient, world: World) -> None:
    for number in range(20):
        client.chat_postMessage(channel="U0ANN", text=str(number))
    world.wait(seconds=1)
    assert client.chat_postMessage(channel="U0ANN", text="in time")["ok"]
    assert refusal(client.chat_postMessage, channel="U0ANN", text="too fast")["error"] == "ratelimited"


def test_a_planned_error_comes_as_often_as_planned(client: WebClient, world: World) -> None:
    world.fault("chat.postMessage", error="internal_error", times=2)
    errors = [refusal(client.chat_postMessage, channel="U0ANN", text="x")["error"] for _ in range(2)]
    assert errors == ["internal_error", "internal_error"]
    assert client.chat_postMessage(channel="U0ANN", text="x")["ok"]


def test_a_planned_rate_limit_says_how_long_to_wait(client: WebClient, world: World) -> None:
    world.fault("users.info", error="ratelimited", retry_after=17)
    with pytest.raises(SlackApiError) as caught:
        client.users_info(user="U0ANN")
    assert (caught.value.response.status_code, caught.value.response.headers["Retry-After"]) == (429, "17")


def test_a_planned_status_answers_without_doing_the_work(client: WebClient, world: World) -> None:
    world.fault("*", status=503)
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel="U0ANN", text="x")
    assert caught.value.response.status_code == 503
    assert world.messages() == []


def test_a_dropped_connection_leaves_the_message_and_loses_the_answer(client: WebClient, world: World) -> None:
    world.fault("chat.postMessage", drop=True)
    with pytest.raises(OSError):  # noqa: PT011  whatever the system calls a broken connection
        client.chat_postMessage(channel="U0ANN", text="said once")
    assert [message.text for message in world.messages()] == ["said once"]


def test_faults_can_be_taken_back(client: WebClient, world: World) -> None:
    world.fault("auth.test", error="fatal_error", times=5)
    world.fault("auth.test", times=0)
    assert client.auth_test()["ok"]


def test_a_file_is_uploaded_in_three_steps(client: WebClient, world: World) -> None:
    channel = client.conversations_open(users="U0ANN")["channel"]["id"]
    client.files_upload_v2(
        channel=channel, filename="a.ics", content="BEGIN:VCALENDAR", title="Invitation", alt_txt="An invitation",
        initial_comment="Here", request_file_info=False,
    )  # fmt: skip
    (file,) = world.messages()[0].files
    assert (file["name"], file["title"], file["alt_txt"], file["size"]) == ("a.ics", "Invitation", "An invitation", 15)
    assert world.download(file) == b"BEGIN:VCALENDAR"


@pytest.mark.parametrize(
    ("fault", "status", "arrives"),
    [({"status": 503}, 503, False), ({"error": "invalid_length"}, 400, False), ({"drop": True}, None, True)],
)
def test_the_bytes_of_a_file_can_fail_on_their_way(
    client: WebClient, world: World, fault: dict[str, Any], status: int | None, arrives: bool
) -> None:
    made = client.files_getUploadURLExternal(filename="a.txt", length=1)
    world.fault("upload", **fault)
    assert hand_in(made["upload_url"], b"x") == status
    share = [{"id": made["file_id"]}]
    if arrives:
        assert client.files_completeUploadExternal(files=share)["ok"]
    else:
        assert refusal(client.files_completeUploadExternal, files=share)["error"] == "file_not_found"


@pytest.mark.parametrize("scopes", [(), ("files:read",)])
def test_the_history_shows_files_only_to_who_may_read_them(
    client: WebClient, sandbox: Sandbox, scopes: tuple[str, ...]
) -> None:
    sandbox.slack.manifest = replace(sandbox.slack.manifest, scopes=(*sandbox.slack.manifest.scopes, *scopes))
    channel = client.conversations_open(users="U0ANN")["channel"]["id"]
    client.files_upload_v2(channel=channel, filename="a.txt", content="x", initial_comment="a.txt")
    (said,) = client.conversations_history(channel=channel)["messages"]
    assert (said["text"], "files" in said) == ("a.txt", bool(scopes))


def test_an_upload_into_a_persons_id_is_refused(client: WebClient) -> None:
    made = client.files_getUploadURLExternal(filename="a.txt", length=1)
    answer = refusal(client.files_completeUploadExternal, files=[{"id": made["file_id"]}], channel_id="U0ANN")
    assert answer["error"] == "channel_not_found"


def test_a_file_that_was_never_sent_cannot_be_shared(client: WebClient) -> None:
    made = client.files_getUploadURLExternal(filename="a.txt", length=1)
    assert refusal(client.files_completeUploadExternal, files=[{"id": made["file_id"]}])["error"] == "file_not_found"


@pytest.mark.parametrize(
    ("method", "fields", "error"),
    [
        ("users.list", {"cursor": "x"}, "invalid_cursor"),
        ("users.info", {}, "invalid_arguments"),
        ("conversations.list", {"types": "secret"}, "invalid_types"),
        ("conversations.open", {"channel": "D0NOWHERE"}, "channel_not_found"),
        ("chat.getPermalink", {"channel": "C0GENERAL1", "message_ts": "1.000001"}, "message_not_found"),
        ("files.getUploadURLExternal", {"filename": "a.txt", "length": "0"}, "invalid_arguments"),
    ],
)
def test_wrong_arguments_are_refused(client: WebClient, method: str, fields: dict[str, str], error: str) -> None:
    assert refusal(client.api_call, method, params=fields)["error"] == error


def test_the_workspace_takes_some_hundreds_of_messages_at_once_and_then_five_a_second(clock: Clock) -> None:
    rates = Rates(clock)
    for number in range(300):
        rates.post(f"D{number}")
    with pytest.raises(SlackError) as caught:
        rates.post("D300")
    assert (caught.value.name, caught.value.more["retry_after"]) == ("ratelimited", 1)
    clock.advance_to(clock.now() + timedelta(seconds=1))
    for number in range(5):
        rates.post(f"D{300 + number}")
    with pytest.raises(SlackError):
        rates.post("D306")


def test_a_fault_of_a_method_that_does_not_exist_is_refused(world: World) -> None:
    with pytest.raises(LookupError, match=r"chat\.whisper"):
        world.fault("chat.whisper", error="internal_error")
