"""The agreement: both sign what they promise each other, either may propose a change, and no word is lost."""

from datetime import UTC, datetime

import pytest
from answering import HOSTILE, clicking, deliver, open_form, submission
from databases import BOTH
from pairing import end, introduce, leap, log_of
from taking_part import programme_of

from bot.demo import Demo
from bot.sandbox.actors import Actor, World
from storage import agreements, pairs, unsigned
from storage.prepared import every
from storage.tables import Agreement, Wish

USUAL = "How often: once a month"
NIGHT = datetime(2026, 11, 24, 22, 0, tzinfo=UTC)


def standing(demo: Demo, pair: int) -> Agreement | None:
    with demo.store.read() as db:
        return agreements.standing(db, pair).newest


def state(demo: Demo, pair: int, viewer: Actor) -> str:
    with demo.store.read() as db:
        row = pairs.pair(db, pair)
        assert row is not None
        return agreements.state(agreements.standing(db, pair), row, viewer.id)


def signs(person: Actor) -> None:
    person.types("/mentor agreement")
    person.clicks("Sign")


def proposes(person: Actor, changes: dict[str, str]) -> None:
    person.types("/mentor agreement")
    person.clicks("Propose a change")
    person.fills(changes)


def ask_for_agreements_first(demo: Demo) -> None:
    programme = programme_of(demo)
    programme.agreement_first = True
    with demo.store.begin() as db:
        db.merge(programme)


def test_both_sign_and_the_first_one_hears_of_it(demo: Demo, world: World, pair: int, ann: Actor, gina: Actor) -> None:
    ann.types("/mentor agreement")
    assert USUAL in open_form(ann).text
    assert "Nobody has signed yet" in open_form(ann).text
    ann.clicks("Sign")
    assert ann.form is None
    assert state(demo, pair, gina) == "waits for me"
    assert world.messages(to=gina) == []
    signs(gina)
    assert state(demo, pair, ann) == state(demo, pair, gina) == "signed"
    assert "has signed your agreement too" in ann.last.text


@pytest.mark.usefixtures("pair")
def test_home_says_how_far_the_signing_is(ann: Actor, gina: Actor) -> None:
    assert "Your agreement is not signed yet" in ann.opens_home().text
    ann.clicks("Read and sign the agreement")
    ann.clicks("Sign")
    assert ann.home is not None
    assert "it waits for <@U0GINA>" in ann.home.text
    assert "it waits for you" in gina.opens_home().text
    signs(gina)
    assert gina.home is not None
    assert "agreement is not signed" not in gina.home.text
    gina.clicks("Agreement")
    assert "Both of you have signed" in open_form(gina).text


def test_signing_twice_signs_once(demo: Demo, pair: int, ann: Actor, gina: Actor) -> None:
    signs(ann)
    before = standing(demo, pair)
    gina.types("/mentor agreement")
    late = submission(demo, gina)
    gina.clicks("Sign")
    deliver(demo, late)
    after = standing(demo, pair)
    assert before is not None
    assert after is not None
    assert after.version == before.version
    assert after.mentor_signed_at == before.mentor_signed_at
    assert sum("has signed your agreement too" in text for text in ann.sees) == 1


@BOTH
def test_a_change_is_signed_anew_by_both(demo: Demo, pair: int, ann: Actor, gina: Actor) -> None:
    signs(ann)
    signs(gina)
    ann.types("/mentor agreement")
    ann.clicks("Propose a change")
    ann.fills({"How often": "every other Friday"})
    assert state(demo, pair, ann) == "change waits for them"
    assert "proposes a change to your agreement" in gina.last.text
    gina.clicks("Read the change")
    assert "How often: every other Friday" in open_form(gina).text
    assert "How long: 45 to 60 minutes" in open_form(gina).text
    gina.clicks("Sign")
    assert state(demo, pair, ann) == "signed"


@BOTH
def test_what_both_signed_holds_while_a_change_waits(demo: Demo, pair: int, ann: Actor, gina: Actor) -> None:
    ask_for_agreements_first(demo)
    signs(ann)
    signs(gina)
    proposes(ann, {"How often": "every other Friday"})
    ann.says("met 45m")
    assert [minutes for _day, minutes, _topics in log_of(demo, pair)] == [45]
    ann.types("/mentor agreement")
    assert "How often: every other Friday" in open_form(ann).text.partition("What you propose instead")[2]
    gina.types("/mentor agreement")
    holds, _, proposed = open_form(gina).text.partition("What <@U0ANN> proposes instead")
    assert USUAL in holds
    assert "How often: every other Friday" in proposed
    with demo.store.read() as db:
        assert agreements.in_force(db, pair) == {}


@pytest.mark.usefixtures("pair")
def test_both_homes_say_that_a_change_waits(ann: Actor, gina: Actor) -> None:
    signs(ann)
    signs(gina)
    proposes(ann, {"How long": "half an hour"})
    assert ann.home is not None
    assert "Your change to the agreement waits for <@U0GINA>" in ann.home.text
    assert "<@U0ANN> proposes a change to your agreement, which waits for you" in gina.opens_home().text
    assert "what you both signed holds" in gina.opens_home().text
    gina.clicks("Read the change of the agreement")
    gina.clicks("Sign")
    assert gina.home is not None
    assert "change" not in gina.home.text
    assert "change" not in ann.opens_home().text


@pytest.mark.usefixtures("pair")
def test_a_coordinator_counts_what_was_signed_as_signed_while_a_change_waits(
    world: World, ann: Actor, gina: Actor
) -> None:
    cora = world.person("Cora")
    assert "1 agreement is not signed" in cora.opens_home().text
    signs(ann)
    signs(gina)
    proposes(ann, {"How long": "half an hour"})
    gina.types("/mentor agreement")
    gina.clicks("Sign")
    proposes(gina, {"How long": "an hour"})
    assert "not signed" not in cora.opens_home().text


@BOTH
def test_a_change_that_is_declined_leaves_what_was_signed(demo: Demo, pair: int, ann: Actor, gina: Actor) -> None:
    signs(ann)
    signs(gina)
    proposes(ann, {"How often": "every other Friday"})
    gina.clicks("Read the change")
    gina.clicks("Decline the change")
    assert USUAL in open_form(gina).text
    assert "Both of you have signed" in open_form(gina).text
    assert "every other Friday" not in open_form(gina).text
    assert state(demo, pair, ann) == state(demo, pair, gina) == "signed"
    assert "<@U0GINA> would rather keep the terms that you both signed, so they stay as they are." in ann.last.text
    assert "change" not in ann.opens_home().text
    proposes(ann, {"How often": "every Friday"})
    gina.types("/mentor agreement")
    gina.clicks("Sign")
    row = standing(demo, pair)
    assert row is not None
    assert row.terms["how_often"] == "every Friday"


def test_before_anything_is_signed_a_declined_change_leaves_the_usual_terms_to_sign(
    demo: Demo, pair: int, ann: Actor, gina: Actor
) -> None:
    signs(ann)
    proposes(gina, {"How long": "half an hour"})
    assert "Your change to the agreement waits for <@U0ANN>" in gina.opens_home().text
    assert "<@U0GINA> proposes a change to your agreement; it waits for you" in ann.opens_home().text
    ann.clicks("Read the change")
    assert "How long: half an hour" in open_form(ann).text
    assert "<@U0GINA> proposes these terms and has signed them" in open_form(ann).text
    ann.clicks("Decline the change")
    assert "would rather keep the terms of your agreement as they were before your change" in gina.last.text
    assert state(demo, pair, gina) == "waits for me"
    gina.clicks("Read the agreement")
    assert "How long: 45 to 60 minutes" in open_form(gina).text
    gina.clicks("Sign")
    assert state(demo, pair, ann) == "signed"


def test_a_counter_proposal_that_is_declined_does_not_bring_the_first_one_back(
    demo: Demo, pair: int, ann: Actor, gina: Actor
) -> None:
    signs(ann)
    signs(gina)
    proposes(ann, {"How long": "half an hour"})
    proposes(gina, {"How long": "an hour"})
    ann.types("/mentor agreement")
    ann.clicks("Decline the change")
    assert state(demo, pair, gina) == "signed"
    assert USUAL in open_form(ann).text
    assert "half an hour" not in open_form(ann).text


def test_a_late_or_second_click_on_decline_says_how_things_stand(
    demo: Demo, pair: int, ann: Actor, gina: Actor
) -> None:
    signs(ann)
    signs(gina)
    proposes(ann, {"How long": "half an hour"})
    gina.types("/mentor agreement")
    second = clicking(demo, gina, "agreements.decline")
    gina.clicks("Decline the change")
    deliver(demo, second)
    assert state(demo, pair, ann) == "signed"
    assert sum("would rather keep" in text for text in ann.sees) == 1
    proposes(ann, {"How long": "an hour"})
    gina.types("/mentor agreement")
    proposes(ann, {"How long": "two hours"})
    gina.clicks("Decline the change")
    assert "has just proposed other terms" in open_form(gina).text
    assert "How long: two hours" in open_form(gina).text
    assert state(demo, pair, gina) == "change waits for me"
    gina.closes()
    gina.types("/mentor agreement")
    second = clicking(demo, gina, "agreements.decline")
    gina.clicks("Sign")
    deliver(demo, second)
    assert state(demo, pair, gina) == "signed"


def test_who_signs_what_they_have_declined_meanwhile_reads_how_it_stands(
    demo: Demo, pair: int, ann: Actor, gina: Actor
) -> None:
    signs(ann)
    signs(gina)
    proposes(ann, {"How long": "half an hour"})
    gina.types("/mentor agreement")
    late = submission(demo, gina)
    gina.clicks("Decline the change")
    shown = str(deliver(demo, late)["view"])
    assert state(demo, pair, gina) == "signed"
    assert "half an hour" not in shown
    assert "your click changed nothing" in shown


def test_who_writes_another_change_while_the_first_is_declined_loses_no_word(
    demo: Demo, pair: int, ann: Actor, gina: Actor
) -> None:
    signs(ann)
    signs(gina)
    proposes(ann, {"How long": "half an hour"})
    ann.types("/mentor agreement")
    ann.clicks("Propose a change")
    gina.types("/mentor agreement")
    gina.clicks("Decline the change")
    ann.fills({"How long": "40 minutes"})
    assert "The agreement has changed while you were writing" in open_form(ann).text
    assert "<@U0GINA> has proposed" not in open_form(ann).text
    ann.fills({})
    row = standing(demo, pair)
    assert row is not None
    assert row.terms["how_long"] == "40 minutes"


def test_nobody_declines_their_own_change(demo: Demo, pair: int, ann: Actor, gina: Actor) -> None:
    signs(ann)
    signs(gina)
    proposes(ann, {"How long": "half an hour"})
    ann.types("/mentor agreement")
    assert "Decline the change" not in open_form(ann).buttons
    gina.types("/mentor agreement")
    forged = clicking(demo, gina, "agreements.decline")
    deliver(demo, forged | {"user": {"id": ann.id}})
    assert state(demo, pair, gina) == "change waits for me"


@pytest.mark.usefixtures("pair")
def test_a_change_that_is_answered_at_night_is_not_told_in_the_morning(
    demo: Demo, world: World, ann: Actor, gina: Actor
) -> None:
    signs(ann)
    signs(gina)
    leap(demo, NIGHT)
    proposes(ann, {"How long": "half an hour"})
    gina.types("/mentor agreement")
    gina.clicks("Decline the change")
    world.wait(hours=10)
    assert not any("proposes a change" in text for text in gina.sees)
    assert any("would rather keep" in text for text in ann.sees)


def test_who_signs_what_was_changed_meanwhile_reads_the_new_terms_first(
    demo: Demo, pair: int, ann: Actor, gina: Actor
) -> None:
    gina.types("/mentor agreement")
    ann.types("/mentor agreement")
    ann.clicks("Propose a change")
    ann.fills({"How long": "half an hour"})
    gina.clicks("Sign")
    assert "has just proposed other terms" in open_form(gina).text
    assert "How long: half an hour" in open_form(gina).text
    assert state(demo, pair, gina) == "proposal waits for me"
    gina.clicks("Sign")
    assert state(demo, pair, gina) == "signed"


def test_two_who_change_at_once_lose_no_word(demo: Demo, pair: int, ann: Actor, gina: Actor) -> None:
    for person in (ann, gina):
        person.types("/mentor agreement")
        person.clicks("Propose a change")
    ann.fills({"Cancelling": "by noon"})
    gina.fills({"Cancelling": "an hour before", "How long": "30 minutes"})
    both = open_form(gina)
    assert "Cancelling: by noon" in both.text
    gina.fills({})
    row = standing(demo, pair)
    assert row is not None
    assert row.terms["cancelling"] == "an hour before"
    assert row.terms["how_long"] == "30 minutes"
    assert state(demo, pair, ann) == "proposal waits for me"


@pytest.mark.parametrize("name", ["Ben", "Cora"])
@pytest.mark.usefixtures("pair")
def test_who_is_in_no_pair_has_no_agreement(world: World, name: str) -> None:
    stranger = world.person(name)
    stranger.types("/mentor agreement")
    assert stranger.form is None
    assert "You are in no pair" in stranger.last.text


def test_the_button_of_another_pair_opens_nothing(demo: Demo, world: World, pair: int, ann: Actor) -> None:
    ann.opens_home()
    introduce(demo, "Ben", "Hugo")
    ben = world.person("Ben")
    ben.opens_home()
    ben.clicks("Read and sign the agreement")
    ben.clicks("Sign")
    assert standing(demo, pair) is None


def test_an_ended_pair_signs_nothing(demo: Demo, pair: int, ann: Actor) -> None:
    ann.types("/mentor agreement")
    end(demo, pair)
    ann.clicks("Sign")
    assert "has ended" in open_form(ann).text
    assert standing(demo, pair) is None


def test_with_two_pairs_the_command_asks_which(demo: Demo, ann: Actor) -> None:
    introduce(demo)
    second = introduce(demo, "Ann", "Hugo")
    ann.types("/mentor agreement")
    choices = open_form(ann)
    assert choices.title == "Which pair?"
    ann.act("click", view=choices.id, action_id="agreements.read:2")
    assert "What you and <@U0HUGO> promise" in open_form(ann).text
    ann.clicks("Sign")
    assert standing(demo, second) is not None


def test_words_of_any_kind_are_shown_as_they_were_typed(demo: Demo, pair: int, ann: Actor, gina: Actor) -> None:
    ann.types("/mentor agreement")
    ann.clicks("Propose a change")
    ann.fills({"Off limits": HOSTILE})
    row = standing(demo, pair)
    assert row is not None
    assert row.terms["off_limits"] == HOSTILE
    gina.types("/mentor agreement")
    assert HOSTILE in open_form(gina).text


def test_a_programme_may_want_it_signed_before_the_first_session(
    demo: Demo, pair: int, ann: Actor, gina: Actor
) -> None:
    ask_for_agreements_first(demo)
    ann.says("met 45m")
    assert "wants the agreement signed by both of you" in ann.last.text
    assert log_of(demo, pair) == []
    signs(ann)
    signs(gina)
    ann.says("met 45m")
    assert [minutes for _day, minutes, _topics in log_of(demo, pair)] == [45]


@BOTH
def test_signing_takes_the_reminder_back(demo: Demo, pair: int, ann: Actor) -> None:
    with demo.store.begin() as db:
        row = pairs.pair(db, pair)
        assert row is not None
        for user_id in (row.mentor_id, row.mentee_id):
            unsigned.ask_to_sign(db, row, user_id, demo.clock.now())
    signs(ann)
    with demo.store.read() as db:
        left = {wish.user_id: wish.status for wish in every(db, Wish)}
    assert left == {"U0ANN": "withdrawn", "U0GINA": "waiting"}
