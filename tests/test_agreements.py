"""The agreement: both sign what they promise each other, either may propose a change, and no word is lost."""

import pytest
from answering import HOSTILE, deliver, open_form, submission
from databases import BOTH
from pairing import end, introduce, log_of
from taking_part import programme_of

from bot.demo import Demo
from bot.sandbox.actors import Actor, World
from storage import agreements, pairs
from storage.prepared import every
from storage.tables import Agreement, Wish

USUAL = "How often: once a month"


def standing(demo: Demo, pair: int) -> Agreement | None:
    with demo.store.read() as db:
        return agreements.current(db, pair)


def state(demo: Demo, pair: int, viewer: Actor) -> str:
    with demo.store.read() as db:
        row = pairs.pair(db, pair)
        assert row is not None
        return agreements.state(agreements.current(db, pair), row, viewer.id)


def signs(person: Actor) -> None:
    person.types("/mentor agreement")
    person.clicks("Sign")


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
    assert state(demo, pair, ann) == "waits for them"
    assert "proposes a change to your agreement" in gina.last.text
    gina.clicks("Read and sign")
    assert "How often: every other Friday" in open_form(gina).text
    assert "How long: 45 to 60 minutes" in open_form(gina).text
    gina.clicks("Sign")
    assert state(demo, pair, ann) == "signed"


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
    assert state(demo, pair, gina) == "waits for me"
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
    assert state(demo, pair, ann) == "waits for me"


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
    programme = programme_of(demo)
    programme.agreement_first = True
    with demo.store.begin() as db:
        db.merge(programme)
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
            agreements.ask_to_sign(db, row, user_id, demo.clock.now())
    signs(ann)
    with demo.store.read() as db:
        left = {wish.user_id: wish.status for wish in every(db, Wish)}
    assert left == {"U0ANN": "withdrawn", "U0GINA": "waiting"}
