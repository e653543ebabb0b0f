"""You said, we did: what the senior will try, written down by either, reminded of once, marked as done by either."""

from datetime import UTC, datetime, timedelta

import pytest
from answering import HOSTILE, deliver, open_form, submission
from databases import BOTH
from pairing import again, clicked, end, introduce, leap, log_of, mornings, set_status
from taking_part import enrol

from bot.demo import Demo
from bot.sandbox.actors import Actor, Said, World
from storage import outbox, promises
from storage.prepared import every
from storage.promises import Counts
from storage.tables import Promise, Wish

WHAT = "show my team a short video"
FRIDAY = "2026-12-04"
ON_FRIDAY = datetime(2026, 12, 4, 8, 0, tzinfo=UTC)
"""09:00 in Rome, where Gina lives."""


def promise(person: Actor, what: str = WHAT, **more: str) -> None:
    person.types("/mentor promise")
    person.fills({"promise": what} | more)


def ledger(demo: Demo) -> list[Promise]:
    with demo.store.read() as db:
        return list(every(db, Promise))


def counts(demo: Demo) -> Counts:
    with demo.store.read() as db:
        return promises.counts(db, [1], demo.clock.now()).get(1, Counts())


def reminders(world: World, name: str) -> list[Said]:
    return [said for said in world.messages(to=name) if "something for you to try" in said.text]


def heard(person: Actor, words: str) -> int:
    return sum(words in said.text for said in person.hears)


@BOTH
@pytest.mark.usefixtures("pair")
def test_what_the_senior_promises_stands_on_both_homes_and_the_mentor_hears_of_it(
    demo: Demo, ann: Actor, gina: Actor
) -> None:
    gina.types("/mentor promise")
    assert open_form(gina).fields == ["What will you try?", "By when?"]
    gina.fills(promise=WHAT, promise_by=FRIDAY)
    assert gina.form is None
    assert f"<@U0GINA> will try: {WHAT}, by Friday 4 December" in ann.last.text
    assert f"You said you will try: {WHAT}, by Friday 4 December" in gina.opens_home().text
    assert f"<@U0GINA> will try: {WHAT}, by Friday 4 December" in ann.opens_home().text
    assert counts(demo) == Counts(made=1, open=1)


@pytest.mark.usefixtures("pair")
def test_the_mentor_may_write_it_down_and_the_senior_hears_of_it(ann: Actor, gina: Actor) -> None:
    ann.opens_home()
    ann.clicks("Promises")
    assert open_form(ann).fields == ["What will they try?", "By when?"]
    ann.fills(promise=WHAT)
    assert ann.home is not None
    assert f"<@U0GINA> will try: {WHAT}" in ann.home.text
    assert f"<@U0ANN> wrote down what you want to try. You said you will try: {WHAT}" in gina.last.text
    gina.clicks("Promises", in_=gina.last)
    assert WHAT in open_form(gina).text


def test_the_log_form_takes_a_promise_and_ties_it_to_the_session(demo: Demo, pair: int, gina: Actor) -> None:
    gina.types("/mentor log")
    assert open_form(gina).fields[3:] == ["What will you try?", "By when?"]
    gina.fills(minutes="45", promise=WHAT, promise_by=FRIDAY)
    (row,) = ledger(demo)
    assert (row.what, row.session_id) == (WHAT, 1)
    assert len(log_of(demo, pair)) == 1
    gina.clicks("Delete")
    (row,) = ledger(demo)
    assert (row.what, row.session_id) == (WHAT, None)


@pytest.mark.usefixtures("pair")
def test_a_log_without_a_promise_makes_none(demo: Demo, ann: Actor) -> None:
    ann.types("/mentor log")
    ann.fills(minutes="45", promise="  \n ")
    assert ledger(demo) == []


def test_a_promise_is_not_lost_where_the_length_of_the_session_is_asked_about(
    demo: Demo, pair: int, ann: Actor, gina: Actor
) -> None:
    ann.says("met 45m")
    gina.types("/mentor log")
    gina.fills(minutes="30", promise=WHAT)
    gina.fills(length="change")
    assert [row.what for row in ledger(demo)] == [WHAT]
    assert [minutes for _day, minutes, _topics in log_of(demo, pair)] == [30]


@pytest.mark.usefixtures("pair")
def test_with_two_pairs_the_log_form_asks_in_words_that_fit_both(demo: Demo, ann: Actor) -> None:
    introduce(demo, "Ann", "Hugo")
    ann.types("/mentor log")
    assert "What will the senior try?" in open_form(ann).fields
    ann.fills(partner="Hugo", minutes="45", promise=WHAT)
    assert [row.pair_id for row in ledger(demo)] == [2]


@pytest.mark.usefixtures("pair")
def test_the_senior_is_reminded_once_in_the_morning_of_the_day(demo: Demo, world: World, gina: Actor) -> None:
    promise(gina, promise_by=FRIDAY)
    mornings(demo, world, ON_FRIDAY - timedelta(days=1))
    assert reminders(world, "Gina") == []
    mornings(demo, world, ON_FRIDAY)
    (said,) = reminders(world, "Gina")
    assert f"by Friday 4 December: {WHAT}" in said.text
    assert said.metadata["class"] == "nudge"
    mornings(demo, world, ON_FRIDAY + timedelta(days=3), ON_FRIDAY + timedelta(days=14))
    assert len(reminders(world, "Gina")) == 1
    assert reminders(world, "Ann") == []


@pytest.mark.usefixtures("pair")
def test_without_a_day_the_reminder_comes_after_two_weeks(demo: Demo, world: World, gina: Actor) -> None:
    promise(gina)
    two_weeks_on = datetime(2026, 12, 7, 8, 0, tzinfo=UTC)
    mornings(demo, world, two_weeks_on - timedelta(days=3))
    assert reminders(world, "Gina") == []
    mornings(demo, world, two_weeks_on)
    assert "Two weeks ago" in reminders(world, "Gina")[0].text


@pytest.mark.usefixtures("pair")
def test_done_in_the_reminder_is_answered_there_and_told_once(
    demo: Demo, world: World, ann: Actor, gina: Actor
) -> None:
    promise(gina, promise_by=FRIDAY)
    mornings(demo, world, ON_FRIDAY)
    (said,) = reminders(world, "Gina")
    gina.clicks("Done", in_=said)
    assert gina.reads(said).text == f"You said, and it is done: {WHAT}"
    again(demo, clicked(world, "promises.done"))
    assert heard(ann, f"<@U0GINA> has tried it: {WHAT}") == 1
    assert counts(demo) == Counts(made=1, kept=1)
    for person in (ann, gina):
        assert "You said, we did: 1 promise kept." in person.opens_home().text
        assert person.home is not None
        assert WHAT not in person.home.text


@pytest.mark.usefixtures("pair")
def test_each_of_two_promises_of_one_morning_is_answered_in_its_place(demo: Demo, world: World, gina: Actor) -> None:
    promise(gina, "first thing", promise_by=FRIDAY)
    promise(gina, "second thing", promise_by=FRIDAY)
    mornings(demo, world, ON_FRIDAY)
    (digest,) = reminders(world, "Gina")
    gina.clicks("Done", in_=digest)
    text = gina.reads(digest).text
    assert "You said, and it is done: first thing" in text
    assert "noted something for you to try by Friday 4 December: second thing" in text


@pytest.mark.usefixtures("pair")
def test_either_marks_it_as_done_on_home_and_nothing_is_reminded_of(
    demo: Demo, world: World, ann: Actor, gina: Actor
) -> None:
    promise(gina, promise_by=FRIDAY)
    ann.opens_home()
    ann.clicks("Done")
    assert [(row.done_by, row.done_at) for row in ledger(demo)] == [("U0ANN", demo.clock.now())]
    assert f"<@U0ANN> marked your promise as done: {WHAT}" in gina.last.text
    assert ann.home is not None
    assert "1 promise kept" in ann.home.text
    mornings(demo, world, ON_FRIDAY)
    assert reminders(world, "Gina") == []


@BOTH
@pytest.mark.usefixtures("pair")
def test_when_both_mark_it_the_first_one_stands(demo: Demo, ann: Actor, gina: Actor) -> None:
    promise(gina)
    for person in (ann, gina):
        person.types("/mentor promise")
    gina.clicks("Done", in_=open_form(gina))
    ann.clicks("Done", in_=open_form(ann))
    assert [row.done_by for row in ledger(demo)] == ["U0GINA"]
    assert WHAT not in open_form(ann).text
    assert heard(gina, "marked your promise as done") == 0


def rewords(person: Actor, **words: str) -> None:
    person.types("/mentor promise")
    person.clicks("Edit")
    person.fills(words)


@BOTH
@pytest.mark.usefixtures("pair")
def test_the_senior_puts_an_open_promise_differently_and_is_reminded_of_that(
    demo: Demo, world: World, ann: Actor, gina: Actor
) -> None:
    promise(gina, promise_by=FRIDAY)
    rewords(gina, new_words="  show two \n videos ", new_day="2026-12-11")
    assert "You said you will try: show two videos, by Friday 11 December." in open_form(gina).text
    assert "<@U0GINA> will try: show two videos, by Friday 11 December." in ann.last.text
    assert ledger(demo)[0].what == "show two videos"
    mornings(demo, world, ON_FRIDAY)
    assert reminders(world, "Gina") == []
    mornings(demo, world, ON_FRIDAY + timedelta(days=7))
    assert "show two videos" in reminders(world, "Gina")[0].text
    rewords(gina, new_words="show three videos")
    mornings(demo, world, ON_FRIDAY + timedelta(days=10))
    assert len(reminders(world, "Gina")) == 1


@pytest.mark.usefixtures("pair")
def test_a_promise_that_nobody_has_heard_of_is_told_of_as_it_reads_now(
    demo: Demo, world: World, ann: Actor, gina: Actor
) -> None:
    leap(demo, demo.clock.now() + timedelta(hours=12))
    promise(gina)
    rewords(gina, new_words="think twice")
    world.wait(hours=12)
    assert "think twice" in ann.last.text
    assert heard(ann, "<@U0GINA> will try") == 1


@pytest.mark.usefixtures("pair")
def test_saving_without_a_change_tells_nobody(ann: Actor, gina: Actor) -> None:
    promise(gina)
    rewords(gina)
    assert heard(ann, "<@U0GINA> will try") == 1


@pytest.mark.usefixtures("pair")
def test_another_day_lies_ahead_too_and_a_passed_one_may_stay(demo: Demo, gina: Actor) -> None:
    promise(gina, promise_by=FRIDAY)
    leap(demo, ON_FRIDAY + timedelta(days=3))
    gina.types("/mentor promise")
    gina.clicks("Edit")
    assert "has passed" in gina.tries_to_fill(new_day="2026-12-06").errors["new_day"]
    gina.fills(new_words="better late", new_day=FRIDAY)
    assert (ledger(demo)[0].what, str(ledger(demo)[0].due_on)) == ("better late", FRIDAY)


@pytest.mark.usefixtures("pair")
def test_only_the_senior_puts_it_differently_and_only_while_it_is_open(demo: Demo, ann: Actor, gina: Actor) -> None:
    promise(gina)
    ann.types("/mentor promise")
    assert "Edit" not in open_form(ann).buttons
    gina.types("/mentor promise")
    gina.clicks("Edit")
    late = submission(demo, gina, new_words="too late")
    ann.clicks("Done")
    deliver(demo, late)
    assert ledger(demo)[0].what == WHAT


@BOTH
@pytest.mark.usefixtures("pair")
def test_a_promise_can_be_dropped_and_the_other_one_is_told_without_its_words(
    demo: Demo, world: World, ann: Actor, gina: Actor
) -> None:
    promise(gina, promise_by=FRIDAY)
    gina.types("/mentor promise")
    gina.clicks("Drop", in_=open_form(gina))
    assert WHAT not in open_form(gina).text
    assert "took a promise off the list" in ann.last.text
    assert WHAT not in ann.last.text
    assert (ledger(demo), counts(demo)) == ([], Counts())
    mornings(demo, world, ON_FRIDAY)
    assert reminders(world, "Gina") == []


@pytest.mark.usefixtures("pair")
def test_the_mentor_who_drops_it_tells_the_senior(ann: Actor, gina: Actor) -> None:
    promise(gina)
    ann.types("/mentor promise")
    ann.clicks("Drop", in_=open_form(ann))
    assert "<@U0ANN> took one of your promises off the list" in gina.last.text


@pytest.mark.usefixtures("pair")
def test_who_has_not_heard_of_a_promise_never_does_where_it_is_dropped(demo: Demo, world: World, gina: Actor) -> None:
    leap(demo, datetime(2026, 11, 23, 22, 0, tzinfo=UTC))
    promise(gina)
    gina.types("/mentor promise")
    gina.clicks("Drop", in_=open_form(gina))
    world.wait(hours=12)
    assert world.messages(to="Ann") == []


@pytest.mark.usefixtures("pair")
def test_a_promise_that_was_kept_is_not_dropped_by_an_old_button(demo: Demo, ann: Actor, gina: Actor) -> None:
    promise(gina)
    gina.types("/mentor promise")
    ann.types("/mentor promise")
    ann.clicks("Done", in_=open_form(ann))
    gina.clicks("Drop", in_=open_form(gina))
    assert counts(demo) == Counts(made=1, kept=1)


@pytest.mark.usefixtures("pair")
def test_a_button_of_a_promise_that_is_gone_says_so(demo: Demo, ann: Actor, gina: Actor) -> None:
    promise(gina)
    for person in (ann, gina):
        person.types("/mentor promise")
    ann.clicks("Drop", in_=open_form(ann))
    gina.clicks("Done", in_=open_form(gina))
    assert "not on the list any more" in gina.last.text
    assert counts(demo) == Counts()


@pytest.mark.usefixtures("pair")
def test_the_same_form_sent_twice_is_one_promise(demo: Demo, ann: Actor, gina: Actor) -> None:
    gina.types("/mentor promise")
    late = submission(demo, gina, promise=WHAT)
    gina.fills(promise=WHAT)
    deliver(demo, late)
    assert len(ledger(demo)) == 1
    assert heard(ann, "will try") == 1


@pytest.mark.usefixtures("pair")
@pytest.mark.parametrize(
    ("day", "words"), [("2026-11-22", "has passed"), ("2027-11-24", "is more than a year away"), ("2026-11-23", "")]
)
def test_the_day_lies_ahead_and_within_a_year(demo: Demo, gina: Actor, day: str, words: str) -> None:
    gina.types("/mentor promise")
    result = gina.tries_to_fill(promise=WHAT, promise_by=day)
    assert words in result.errors.get("promise_by", "")
    assert len(ledger(demo)) == (words == "")


@pytest.mark.usefixtures("pair")
def test_five_are_open_at_once_and_no_more(demo: Demo, gina: Actor) -> None:
    for place in range(4):
        promise(gina, f"thing {place}")
    gina.types("/mentor log")
    late = submission(demo, gina, minutes="45", promise="one too many")
    promise(gina, "thing 4")
    assert "5 promises are open already" in deliver(demo, late)["errors"]["promise"]
    gina.types("/mentor promise")
    assert "5 promises are open" in open_form(gina).text
    assert open_form(gina).submit == ""
    home = gina.opens_home().text
    assert "thing 1" in home
    assert "3 more are open" in home


@pytest.mark.parametrize("name", ["Ben", "Cora"])
def test_who_is_not_of_the_pair_reads_marks_and_drops_nothing(
    demo: Demo, world: World, pair: int, gina: Actor, name: str
) -> None:
    promise(gina, promise_by=FRIDAY)
    introduce(demo, "Ben", "Hugo")
    mornings(demo, world, ON_FRIDAY)
    gina.clicks("Done", in_=reminders(world, "Gina")[0])
    other = f"U0{name.upper()}"
    with demo.store.begin() as db:
        row = db.get_one(Promise, 1)
        row.done_at, row.done_by = None, None
        db.add(row)
    click = clicked(world, "promises.done")
    for action, value in (("promises.done", "1"), ("promises.drop", "1"), ("promises.open", str(pair))):
        again(demo, click | {"user": click["user"] | {"id": other}}, action_id=action, value=value)
    assert world.person(name).form is None
    assert [row.done_by for row in ledger(demo)] == [None]


def test_an_ended_pair_promises_nothing_and_is_reminded_of_nothing(
    demo: Demo, world: World, pair: int, ann: Actor, gina: Actor
) -> None:
    promise(gina, promise_by=FRIDAY)
    gina.types("/mentor promise")
    ann.types("/mentor promise")
    end(demo, pair)
    gina.fills(promise="something else")
    assert "has ended" in open_form(gina).text
    ann.clicks("Done", in_=open_form(ann))
    assert [(row.what, row.done_at) for row in ledger(demo)] == [(WHAT, None)]
    mornings(demo, world, ON_FRIDAY)
    assert reminders(world, "Gina") == []


@pytest.mark.usefixtures("pair")
def test_nobody_is_reminded_in_a_pause(demo: Demo, world: World, gina: Actor) -> None:
    promise(gina, promise_by=FRIDAY)
    set_status(demo, "Gina", "paused")
    mornings(demo, world, ON_FRIDAY)
    assert reminders(world, "Gina") == []


@BOTH
@pytest.mark.usefixtures("pair")
@pytest.mark.parametrize("name", ["Ann", "Gina"])
def test_who_leaves_takes_the_words_along_and_the_number_stays(
    demo: Demo, world: World, gina: Actor, name: str
) -> None:
    promise(gina, promise_by=FRIDAY)
    person = world.person(name)
    person.types("/mentor leave")
    person.fills()
    world.wait(hours=2)
    assert [(row.what, row.due_on) for row in ledger(demo)] == [("", None)]
    assert counts(demo) == Counts(made=1)
    with demo.store.read() as db:
        assert [(row.status, row.values) for row in every(db, Wish, template=promises.REMINDER)] == [("withdrawn", {})]
        made = outbox.by_key(db, "promise:1:made")
    assert made is not None
    assert made.values == {}


@pytest.mark.usefixtures("pair")
def test_words_of_any_kind_are_shown_as_they_were_typed(demo: Demo, world: World, ann: Actor, gina: Actor) -> None:
    promise(gina, HOSTILE, promise_by=FRIDAY)
    assert HOSTILE in ann.last.text
    assert HOSTILE in ann.opens_home().text
    mornings(demo, world, ON_FRIDAY)
    assert HOSTILE in reminders(world, "Gina")[0].text


def test_who_is_in_no_pair_has_nothing_to_promise(demo: Demo, world: World) -> None:
    enrol(demo, "Ben")
    ben = world.person("Ben")
    ben.types("/mentor promise")
    assert ben.form is None
    assert "You are in no pair" in ben.last.text


@BOTH
def test_the_numbers_are_of_one_programme(demo: Demo, pair: int, gina: Actor) -> None:
    promise(gina)
    with demo.store.read() as db:
        assert 2 not in promises.counts(db, [1, 2], demo.clock.now())
    assert counts(demo) == Counts(made=1, open=1)
    end(demo, pair)
    assert counts(demo) == Counts(made=1)
