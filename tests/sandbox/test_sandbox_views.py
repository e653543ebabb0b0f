"""Modals and Homes: triggers, the stack, hashes, and what stays typed."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from sandbox.small_bot import MANIFEST, NINE, SmallBot, actions, button, field, modal, plain, section
from slack_sdk.errors import SlackApiError

from bot.sandbox import PATIENCE, Clock
from bot.sandbox.actors import Actor
from bot.sandbox.errors import SlackError
from bot.sandbox.triggers import Triggers

TEXT = {"type": "plain_text_input"}
HOME = {"type": "home", "blocks": [section("Welcome")]}


def refusal(call: Any, **fields: Any) -> dict[str, Any]:
    with pytest.raises(SlackApiError) as caught:
        call(**fields)
    return caught.value.response.data


def trigger(bot: SmallBot, ann: Actor) -> str:
    ann.types("/mentor join")
    return str(bot.last["trigger_id"])


def test_a_trigger_opens_one_view_and_no_second(bot: SmallBot, ann: Actor) -> None:
    id_ = trigger(bot, ann)
    bot.client.views_open(trigger_id=id_, view=modal())
    assert refusal(bot.client.views_open, trigger_id=id_, view=modal())["error"] == "exchanged_trigger_id"


def test_a_trigger_lives_three_seconds(bot: SmallBot, ann: Actor, clock: Clock) -> None:
    id_ = trigger(bot, ann)
    clock.advance_to(NINE + timedelta(seconds=3))
    assert bot.client.views_open(trigger_id=id_, view=modal())["ok"]
    id_ = trigger(bot, ann)
    clock.advance_to(NINE + timedelta(seconds=6, microseconds=1))
    assert refusal(bot.client.views_open, trigger_id=id_, view=modal())["error"] == "expired_trigger_id"


def test_a_trigger_lives_three_seconds_of_real_time_too_though_the_clock_stands(clock: Clock) -> None:
    seconds = iter((0.0, 3.0, 10.0, 13.1))
    triggers = Triggers(clock, PATIENCE, lambda: next(seconds))
    assert triggers.exchange(triggers.issue("U0ANN")) == "U0ANN"
    with pytest.raises(SlackError, match="expired_trigger_id"):
        triggers.exchange(triggers.issue("U0ANN"))


def test_a_trigger_that_was_never_given_is_refused(bot: SmallBot) -> None:
    assert refusal(bot.client.views_open, trigger_id="1.2.abc", view=modal())["error"] == "invalid_trigger_id"


@pytest.mark.parametrize(
    "view",
    [
        modal(field("name", TEXT), submit=None),
        modal(title=plain("x" * 25)),
        modal(private_metadata="x" * 3001),
        modal(*[section("x")] * 101),
        modal(field("name", TEXT), field("name", TEXT)),
        {"type": "home", "blocks": [section("x")]},
    ],
    ids=["no submit", "long title", "long metadata", "101 blocks", "the same block_id twice", "a home"],
)
def test_a_view_beyond_a_limit_is_refused_with_reasons(bot: SmallBot, ann: Actor, view: dict[str, Any]) -> None:
    answer = refusal(bot.client.views_open, trigger_id=trigger(bot, ann), view={k: v for k, v in view.items() if v})
    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"]["messages"]
    assert ann.form is None


@pytest.mark.parametrize(
    "view",
    [modal(title=plain("x" * 24)), modal(private_metadata="x" * 3000), modal(*[section("x")] * 100)],
    ids=["title", "metadata", "100 blocks"],
)
def test_a_view_just_within_the_limits_opens(bot: SmallBot, ann: Actor, view: dict[str, Any]) -> None:
    bot.client.views_open(trigger_id=trigger(bot, ann), view=view)
    assert ann.form


def test_three_views_lie_on_each_other_and_no_fourth(bot: SmallBot, ann: Actor) -> None:
    def pushes(body: Any, client: Any, **_: Any) -> None:
        depth = len(body["view"]["title"]["text"])
        client.views_push(trigger_id=body["trigger_id"], view=modal(deeper, title=plain("x" * (depth + 1))))

    deeper = actions(button("Deeper", "test.deeper"))
    bot.opens(modal(deeper, title=plain("x")))
    bot.on("block_actions", pushes)
    ann.types("/mentor join")
    root = ann.form
    ann.clicks("Deeper")
    ann.clicks("Deeper")
    assert root
    assert ann.form
    assert (ann.form.title, ann.form.view["root_view_id"]) == ("xxx", root.id)
    assert ann.act("click", view=ann.form.id, action_id="test.deeper").error == "dispatch_failed"
    assert ann.world.traffic()[-2]["error"] == "push_limit_reached"
    ann.closes()
    assert ann.form.title == "xx"


def test_a_push_needs_an_open_view(bot: SmallBot, ann: Actor) -> None:
    assert refusal(bot.client.views_push, trigger_id=trigger(bot, ann), view=modal())["error"] == "not_found"


def test_an_update_with_an_old_hash_is_refused(bot: SmallBot, ann: Actor) -> None:
    view = bot.client.views_open(trigger_id=trigger(bot, ann), view=modal())["view"]
    changed = bot.client.views_update(view_id=view["id"], hash=view["hash"], view=modal(section("two")))["view"]
    assert changed["hash"] != view["hash"]
    again = refusal(bot.client.views_update, view_id=view["id"], hash=view["hash"], view=modal(section("three")))
    assert again["error"] == "hash_conflict"
    assert ann.form
    assert ann.form.text == "two"


def test_a_view_that_is_closed_cannot_be_updated(bot: SmallBot, ann: Actor) -> None:
    view = bot.client.views_open(trigger_id=trigger(bot, ann), view=modal())["view"]
    ann.closes()
    assert refusal(bot.client.views_update, view_id=view["id"], view=modal())["error"] == "not_found"


def test_an_external_id_finds_its_view_and_belongs_to_one(bot: SmallBot, ann: Actor) -> None:
    bot.client.views_open(trigger_id=trigger(bot, ann), view=modal(external_id="mine"))
    bot.client.views_update(external_id="mine", view=modal(section("found"), external_id="mine"))
    assert ann.form
    assert ann.form.text == "found"
    again = refusal(bot.client.views_open, trigger_id=trigger(bot, ann), view=modal(external_id="mine"))
    assert again["error"] == "duplicate_external_id"


def test_what_was_typed_stays_under_the_same_ids_and_goes_with_new_ones(bot: SmallBot, ann: Actor) -> None:
    row = actions(button("More", "test.more"))
    bot.opens(modal(field("name", TEXT), row))
    ann.types("/mentor join")

    def updates(block_id: str) -> Any:
        def answer(body: Any, client: Any, **_: Any) -> None:
            client.views_update(view_id=body["view"]["id"], view=modal(field(block_id, TEXT), row))

        return answer

    assert ann.form
    bot.on("block_actions", updates("name"))
    ann.act("click", view=ann.form.id, action_id="test.more", values={"name": {"it": "Ann"}})
    assert bot.last["view"]["state"]["values"]["name"]["it"]["value"] == "Ann"
    assert ann.form.values["name"]["it"]["value"] == "Ann"
    bot.on("block_actions", updates("other"))
    ann.clicks("More")
    assert ann.form.values["other"]["it"]["value"] is None


def test_a_home_is_published_and_replaced(bot: SmallBot, ann: Actor) -> None:
    first = bot.client.views_publish(user_id=ann.id, view=HOME)["view"]
    second = bot.client.views_publish(user_id=ann.id, view={**HOME, "blocks": [section("Back")]}, hash=first["hash"])
    assert ann.home
    assert (ann.home.text, second["view"]["id"]) == ("Back", first["id"])
    assert refusal(bot.client.views_publish, user_id=ann.id, view=HOME, hash=first["hash"])["error"] == "hash_conflict"
    assert refusal(bot.client.views_publish, user_id="U0NOBODY", view=HOME)["error"] == "user_not_found"


class TestWithoutHomeTab:
    @pytest.fixture
    def manifest(self, tmp_path: Path) -> Path:
        whole = yaml.safe_load(MANIFEST.read_text("utf-8"))
        whole["features"]["app_home"]["home_tab_enabled"] = False
        path = tmp_path / "manifest.yml"
        path.write_text(yaml.safe_dump(whole), "utf-8")
        return path

    def test_no_home_is_published_and_none_opened(self, bot: SmallBot, ann: Actor) -> None:
        assert refusal(bot.client.views_publish, user_id=ann.id, view=HOME)["error"] == "not_enabled"
        assert ann.act("home").error == "home_tab_disabled"
        assert bot.heard == []
