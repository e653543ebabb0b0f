"""When the months are over: what two people reached, a last survey, and a new partner for whoever wants one."""

from datetime import UTC, datetime, timedelta

import pytest
from answering import clicking, deliver, join
from coordinating import introduce_at_once, open_pairs, preview
from databases import BOTH
from pairing import again, clicked, introduce, leap, log_of, seats
from planned import card, changes, plan_of
from taking_part import MENTEES, MENTORS, another_programme, enrol, id_of, participant, programme_of

from bot.demo import PROGRAMME, Demo
from bot.sandbox.actors import Actor, Said, World
from handlers import closing
from storage import goals, promises
from storage.goals import Wording
from storage.prepared import every
from storage.tables import Pair, Survey, Wish

ENDS = datetime(2027, 5, 24, 9, 30, tzinfo=UTC)
"""182 days after the tests begin: a Monday, 11:30 in Berlin and Rome."""
DAY = timedelta(days=1)
OVER = "come to the end of your time together"


def celebrations(person: Actor) -> list[Said]:
    return [said for said in person.hears if OVER in said.text]


def stored(demo: Demo, pair_id: int) -> Pair:
    with demo.store.read() as db:
        return db.get_one(Pair, pair_id)


def live_through(demo: Demo, world: World, end: datetime = ENDS) -> None:
    """Let the bot sleep until shortly before the end, and live through it."""
    leap(demo, end - timedelta(minutes=5))
    world.wait(minutes=10)


def surveys_of(demo: Demo, person: Actor) -> list[str]:
    with demo.store.read() as db:
        return [row.kind for row in every(db, Survey) if row.user_id == person.id]


def have_reached(demo: Demo, pair_id: int) -> None:
    """A session, a goal, and one promise of two."""
    pair, now = stored(demo, pair_id), demo.clock.now()
    with demo.store.begin() as db:
        goal = goals.propose(db, pair, Wording("Post a short video", "", "", None, 0), pair.mentor_id, now)
        assert goal is not None
        goals.agree(db, pair, goal, goal.revision, pair.mentee_id, now)
        goals.reach(db, pair, goal, now)
        for what in ("ask before I answer", "try captions"):
            made = promises.make(db, pair, what, None, now)
        promises.keep(db, made, pair.mentee_id, now)


@pytest.fixture
def completed(demo: Demo, world: World, pair: int) -> int:
    """Ann's and Gina's months are over."""
    live_through(demo, world)
    return pair


@BOTH
def test_when_the_months_are_over_both_read_what_they_reached(
    demo: Demo, world: World, pair: int, ann: Actor, gina: Actor
) -> None:
    ann.says("met 45m: short video")
    have_reached(demo, pair)
    leap(demo, ENDS - timedelta(minutes=5))
    world.wait(minutes=4)
    assert celebrations(ann) == celebrations(gina) == []
    world.wait(minutes=2)
    for person, other in ((ann, gina), (gina, ann)):
        (said,) = celebrations(person)
        assert f"<@{other.id}>" in said.text
        assert "What you two reached in 6 months:" in said.text
        assert "1 of 6 sessions held" in said.text
        assert "A goal reached: Post a short video" in said.text
        assert "1 of 2 promises kept" in said.text
        assert said.buttons == ["A new partner", "Stay in touch"]
        assert said.metadata["class"] == "notice"
    row = stored(demo, pair)
    assert (row.ended_as, row.ended_by, row.ended_at) == ("completed", None, ENDS)


@pytest.mark.usefixtures("completed")
def test_where_nothing_was_reached_the_words_are_honest_and_warm(ann: Actor) -> None:
    (said,) = celebrations(ann)
    assert "did not come to a session" in said.text
    assert "says nothing about either of you" in said.text
    assert "reached in" not in said.text


def test_an_end_at_night_is_told_in_the_morning_of_each(demo: Demo, world: World, ann: Actor) -> None:
    world.wait(hours=13)
    introduce(demo, "Ann", "Jonas")
    live_through(demo, world, ENDS + timedelta(hours=13))
    assert celebrations(ann) == []
    world.wait(hours=8)
    assert len(celebrations(ann)) == 1


def test_both_see_the_end_at_once_and_nothing_can_be_ended_or_logged_any_more(
    demo: Demo, world: World, pair: int, ann: Actor, gina: Actor
) -> None:
    ann.opens_home()
    ann.clicks("End this pair")
    live_through(demo, world)
    ann.tries_to_fill()
    assert ann.form is not None
    assert "it has ended already" in ann.form.text
    for person in (ann, gina):
        assert "End this pair" not in person.opens_home().buttons
        assert "was complete on Monday 24 May" in person.opens_home().text
    gina.says("met 45m")
    assert log_of(demo, pair) == []
    assert (stored(demo, pair).ended_as, stored(demo, pair).ended_by) == ("completed", None)


def test_after_the_end_nobody_is_asked_about_the_pair_but_to_look_back(
    demo: Demo, world: World, completed: int, ann: Actor
) -> None:
    assert all(seat.ask_at is None for seat in seats(demo, completed).values())
    heard = len(ann.hears)
    world.wait(days=60)
    said = ann.hears[heard:]
    assert len(said) == 2
    assert all("looking back on the programme" in one.text for one in said)
    with demo.store.read() as db:
        assert [row for row in every(db, Wish, status="waiting") if row.pair_id] == []


def test_close_is_asked_once_the_next_morning_and_later_what_remained(
    demo: Demo, world: World, completed: int, ann: Actor
) -> None:
    world.wait(days=1)
    assert "7 short questions about looking back on the programme" in ann.last.text
    assert ann.last.metadata["class"] == "nudge"
    assert surveys_of(demo, ann) == ["close", "after90", "after180"]
    world.wait(days=100)
    assert "three months later" in ann.hears[-1].text
    assert stored(demo, completed).ended_as == "completed"


@pytest.mark.usefixtures("pair")
def test_a_pair_that_was_ended_early_is_asked_about_its_end_and_not_to_look_back(
    demo: Demo, world: World, ann: Actor, gina: Actor
) -> None:
    ann.opens_home()
    ann.clicks("End this pair")
    ann.fills()
    live_through(demo, world)
    assert celebrations(ann) == celebrations(gina) == []
    assert surveys_of(demo, gina) == ["exit", "after90", "after180"]


def test_a_pair_ends_late_once_and_on_whichever_machine(demo: Demo, world: World, pair: int, ann: Actor) -> None:
    late = ENDS + 20 * DAY
    leap(demo, late)
    assert [closing.complete(demo.store, demo.clock.now()) for _ in range(3)] == [1, 0, 0]
    world.wait(minutes=5)
    assert len(celebrations(ann)) == 1
    assert stored(demo, pair).ended_at == late


def test_many_pairs_end_a_few_at_a_time_and_all_of_them(demo: Demo, world: World) -> None:
    for mentor in MENTORS:
        for mentee in MENTEES[:4]:
            introduce(demo, mentor, mentee)
    leap(demo, ENDS)
    assert closing.complete(demo.store, demo.clock.now()) == 24
    assert open_pairs(demo) == []
    assert world.now == ENDS


@pytest.mark.usefixtures("pair")
def test_what_is_planned_for_later_is_off_in_both_calendars_and_nobody_cancelled_it(
    demo: Demo, world: World, pair: int, ann: Actor, gina: Actor
) -> None:
    leap(demo, ENDS - 3 * DAY)
    ann.types("/mentor plan")
    ann.fills()
    gina.clicks(card(gina).buttons[2])
    world.wait(minutes=5)
    row = plan_of(demo, pair)
    assert row.status == "accepted"
    assert row.starts_at is not None
    assert row.starts_at > ENDS
    live_through(demo, world)
    assert plan_of(demo, pair).status == "cancelled"
    assert changes(demo, pair) == []
    for person in (ann, gina):
        assert any("METHOD:CANCEL" in _file(world, said) for said in person.hears if said.files)
        assert len(celebrations(person)) == 1


def _file(world: World, said: Said) -> str:
    return world.download(said.files[0]).decode()


def test_a_session_that_was_just_held_can_still_be_told_of(
    demo: Demo, world: World, pair: int, ann: Actor, gina: Actor
) -> None:
    leap(demo, ENDS - 4 * DAY)
    ann.types("/mentor plan")
    ann.fills()
    gina.clicks(card(gina).buttons[0])
    starts_at = plan_of(demo, pair).starts_at
    assert starts_at is not None
    assert ENDS - 4 * DAY < starts_at < ENDS
    world.wait_until(ENDS + timedelta(hours=1))
    assert celebrations(ann) == []
    ann.says(f"met 45m on {starts_at:%-d %B}")
    world.wait(minutes=5)
    world.wait_until(starts_at + 5 * DAY)
    assert len(log_of(demo, pair)) == 1
    assert "1 of 6 sessions held" in celebrations(ann)[0].text


@pytest.mark.usefixtures("completed")
def test_whoever_wants_a_new_partner_is_in_the_next_round_and_silence_is_no(
    demo: Demo, world: World, ann: Actor, gina: Actor
) -> None:
    assert [participant(demo, name).next_round for name in ("Ann", "Gina")] == [False, False]
    ann.clicks("A new partner")
    assert "*You are in the next round.*" in celebrations(ann)[0].text
    assert [participant(demo, name).next_round for name in ("Ann", "Gina")] == [True, False]
    enrol(demo, "Hugo")
    introduce_at_once(demo)
    cora = world.person("Cora")
    preview(cora)
    world.wait(minutes=1)
    cora.clicks("Approve 1 pair")
    world.wait(minutes=2)
    (pair,) = open_pairs(demo)
    assert (pair.mentor_id, pair.mentee_id) == (ann.id, id_of(demo, "Hugo"))
    assert "not in the next round" in gina.opens_home().text


@pytest.mark.parametrize(
    ("rotation", "sentence"), [("never", "the rules allow no pair"), ("keep", "1 pair, the best that the rules allow")]
)
def test_the_same_two_are_not_matched_again_unless_the_programme_says_so(
    demo: Demo, world: World, rotation: str, sentence: str
) -> None:
    cora = world.person("Cora")
    cora.types("/mentor admin programme")
    cora.fills(rotation=rotation)
    introduce(demo, "Ann", "Hugo")
    live_through(demo, world)
    for name in ("Ann", "Hugo"):
        world.person(name).clicks("A new partner")
    assert sentence in preview(cora).text


@pytest.mark.usefixtures("completed")
def test_staying_in_touch_is_kept_until_they_change_their_mind(demo: Demo, ann: Actor) -> None:
    ann.clicks("Stay in touch")
    (said,) = celebrations(ann)
    assert "*You stay in touch*" in said.text
    assert said.buttons == ["A new partner after all"]
    assert not participant(demo, "Ann").next_round
    assert "A new partner" in ann.opens_home().buttons
    ann.clicks("A new partner", in_=ann.home)
    assert participant(demo, "Ann").next_round
    assert "You are in the next round" in ann.opens_home().text
    ann.clicks("Stay in touch", in_=ann.home)
    assert not participant(demo, "Ann").next_round


@pytest.mark.usefixtures("completed")
def test_a_second_click_reads_the_same_and_nobody_chooses_for_somebody_else(
    demo: Demo, world: World, ann: Actor, gina: Actor
) -> None:
    ann.clicks("A new partner")
    click = clicked(world, "closing.rotate")
    again(demo, click)
    assert "*You are in the next round.*" in celebrations(ann)[0].text
    ann.clicks("Rather stay in touch")
    again(demo, click | {"user": click["user"] | {"id": gina.id}})
    assert [participant(demo, name).next_round for name in ("Ann", "Gina")] == [False, False]
    assert "*You stay in touch*" in celebrations(ann)[0].text


@pytest.mark.usefixtures("completed")
def test_a_click_that_comes_late_finds_how_things_stand(demo: Demo, world: World, ann: Actor, gina: Actor) -> None:
    introduce(demo, "Ben", "Gina")
    world.wait(minutes=1)
    gina.clicks("A new partner", in_=celebrations(gina)[0])
    assert "You have a new partner already" in celebrations(gina)[0].text
    ann.types("/mentor leave")
    ann.fills()
    ann.clicks("A new partner", in_=celebrations(ann)[0])
    assert "do not take part in that programme any more" in ann.sees[-1]


@pytest.mark.usefixtures("completed")
def test_who_joins_again_after_leaving_is_in_the_next_round(demo: Demo, world: World, ann: Actor) -> None:
    ann.types("/mentor leave")
    ann.fills()
    world.wait(hours=2)
    join(ann, role="mentor")
    assert participant(demo, "Ann").next_round


def test_a_mentor_keeps_the_other_pairs(demo: Demo, world: World, pair: int, ann: Actor) -> None:
    enrol(demo, "Hugo")
    world.wait(days=120)
    other = introduce(demo, "Ann", "Hugo")
    live_through(demo, world)
    assert stored(demo, pair).ended_as == "completed"
    assert stored(demo, other).ended_at is None
    home = ann.opens_home()
    assert f"<@{id_of(demo, 'Hugo')}>" in home.text
    assert "not in the next round" in home.text
    ann.clicks("Be in the next round", in_=home)
    assert participant(demo, "Ann").next_round


def test_who_is_matched_later_ends_with_the_first_pairs_or_after_their_own_months(
    demo: Demo, world: World, pair: int
) -> None:
    world.wait(days=60)
    joined = introduce(demo, "Ben", "Hugo")
    world.wait(days=60)
    own = introduce(demo, "Chloe", "Ines")
    assert stored(demo, pair).ends_at == stored(demo, joined).ends_at == ENDS
    assert stored(demo, own).ends_at == demo.clock.now() + 182 * DAY


def test_an_evergreen_programme_closes_pair_by_pair(demo: Demo, world: World, pair: int) -> None:
    cora = world.person("Cora")
    cora.types("/mentor admin programme")
    cora.fills(evergreen=["yes"])
    world.wait(days=30)
    later = introduce(demo, "Ben", "Hugo")
    assert stored(demo, later).ends_at == stored(demo, pair).ends_at + 30 * DAY


@BOTH
def test_another_length_moves_the_end_of_the_pairs_that_go_on(demo: Demo, world: World, pair: int) -> None:
    world.wait(days=100)
    later = introduce(demo, "Ben", "Hugo")
    cora = world.person("Cora")
    cora.types("/mentor admin programme")
    cora.fills(length_months="7")
    longer = timedelta(days=213 - 182)
    assert stored(demo, pair).ends_at == ENDS + longer
    assert stored(demo, later).ends_at == ENDS + 100 * DAY + longer
    cora.types("/mentor admin programme")
    cora.fills(length_months="6")
    assert stored(demo, pair).ends_at == ENDS


def test_somebody_in_two_programmes_is_closed_in_one_only(demo: Demo, world: World, pair: int, ann: Actor) -> None:
    another_programme(demo, "Young leaders")
    cora = world.person("Cora")
    cora.types("/mentor admin programme Young leaders")
    cora.fills(length_months="12", cadence="weekly")
    other = introduce(demo, "Ann", "Hugo", "Young leaders")
    live_through(demo, world)
    assert (stored(demo, pair).ended_as, stored(demo, other).ended_as) == ("completed", None)
    assert [participant(demo, "Ann", name).next_round for name in (PROGRAMME, "Young leaders")] == [False, True]
    assert len(celebrations(ann)) == 1
    assert all(seat.ask_at is not None for seat in seats(demo, other).values())
    ann.says("met 45m")
    assert len(log_of(demo, other)) == 1
    heard = len(ann.hears)
    world.wait(days=9)
    said = "\n".join(one.text for one in ann.hears[heard:])
    assert f"<@{id_of(demo, 'Hugo')}>" in said
    assert f"Did you and <@{id_of(demo, 'Gina')}>" not in said


def test_home_says_in_the_last_month_when_it_ends(demo: Demo, world: World, pair: int, ann: Actor) -> None:
    assert "ends on" not in ann.opens_home().text
    leap(demo, ENDS - 20 * DAY)
    assert "Your time together ends on Monday 24 May" in ann.opens_home().text
    cora = world.person("Cora")
    assert "1 pair ends within a month" in cora.opens_home().text
    cora.clicks("Pairs that end soon", in_=cora.home)
    assert cora.form is not None
    assert "until Monday 24 May" in cora.form.text
    assert pair


@BOTH
@pytest.mark.usefixtures("completed")
def test_a_coordinator_reads_how_many_want_a_new_partner_and_not_what_they_did(
    demo: Demo, world: World, ann: Actor
) -> None:
    ann.clicks("A new partner")
    home = world.person("Cora").opens_home().text
    assert "1 pair has completed its months." in home
    assert "1 of their people wants a new partner, 1 so far do not." in home
    assert "Enrolled 2 · matched 0 · unmatched 1" in home
    assert programme_of(demo).status == "open"


def close(cora: Actor) -> None:
    cora.types("/mentor admin programme")
    cora.clicks("Close programme")


def test_closing_a_programme_completes_its_pairs(demo: Demo, world: World, pair: int, ann: Actor) -> None:
    cora = world.person("Cora")
    cora.types("/mentor admin programme")
    assert cora.form is not None
    assert "1 pair ends, with what it reached" in str(cora.form.blocks)
    cora.clicks("Close programme")
    world.wait(minutes=2)
    assert stored(demo, pair).ended_as == "completed"
    (said,) = celebrations(ann)
    assert said.buttons == []
    assert any(f"*{PROGRAMME} has ended.*" in text for text in ann.sees)
    world.wait(days=1)
    assert "looking back on the programme" in ann.last.text


def test_opening_again_does_not_bring_pairs_back(demo: Demo, world: World, pair: int, ann: Actor) -> None:
    cora = world.person("Cora")
    close(cora)
    cora.clicks("Open programme again")
    world.wait(minutes=2)
    assert stored(demo, pair).ended_as == "completed"
    assert not participant(demo, "Ann").next_round
    ann.clicks("A new partner", in_=ann.opens_home())
    assert participant(demo, "Ann").next_round


def test_whoever_had_joined_is_not_asked_where_they_start_from_once_it_is_closed(world: World, ann: Actor) -> None:
    join(ann, role="mentor")
    close(world.person("Cora"))
    world.wait(days=3)
    assert not any("where you start from" in text for text in ann.sees)


def test_an_old_button_to_choose_does_nothing_once_the_programme_is_closed(
    demo: Demo, world: World, completed: int, ann: Actor
) -> None:
    close(world.person("Cora"))
    ann.clicks("A new partner", in_=celebrations(ann)[0])
    assert "not open at the moment" in ann.sees[-1]
    assert not participant(demo, "Ann").next_round
    assert completed


def test_a_second_click_on_closing_ends_nothing_twice(demo: Demo, world: World, pair: int, ann: Actor) -> None:
    cora = world.person("Cora")
    cora.types("/mentor admin programme")
    click = clicking(demo, cora, "programmes.close")
    for moment in ("1.000001", "1.000002"):
        click["actions"][0]["action_ts"] = moment
        deliver(demo, click)
        world.wait(minutes=2)
    assert len(celebrations(ann)) == 1
    assert pair
