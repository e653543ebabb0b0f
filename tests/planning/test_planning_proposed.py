"""Planning a session: three times that suit both, one tap to accept, or other times; late clicks show how it stands."""

from datetime import UTC, datetime, timedelta

import pytest
from answering import HOSTILE, deliver, open_form, submission
from databases import BOTH
from pairing import again, clicked, end, introduce, leap, seats
from planned import ON_WEDNESDAY, THURSDAY, TUESDAY, WEDNESDAY, at, card, changes, choices, plan, plan_of, proposes
from taking_part import remember

from bot.demo import Demo
from bot.rules import planning
from bot.sandbox.actors import Actor, World
from storage.prepared import every
from storage.tables import Plan

LAST_YEAR = 1763000000


def seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def test_three_times_are_proposed_and_one_is_accepted_with_one_tap(
    demo: Demo, pair: int, ann: Actor, gina: Actor
) -> None:
    ann.types("/mentor plan")
    assert "All times are on your clock: Europe/Berlin" in open_form(ann).text
    ann.fills({"Link for a video call": "https://meet.example.com/ann"})
    assert ann.form is None
    proposal = card(gina)
    assert "<@U0ANN> proposes a session of 1 h" in proposal.text
    assert proposal.buttons[:3] == [TUESDAY, WEDNESDAY, THURSDAY]
    gina.clicks(WEDNESDAY)
    now = gina.reads(proposal)
    assert f"Your session with <@U0ANN>: *{WEDNESDAY}* (Europe/Rome), 1 h." in now.text
    assert "<https://meet.example.com/ann|The link to meet>" in now.text
    assert "<@U0GINA> has accepted" in card(ann).text
    assert WEDNESDAY in card(ann).text
    row = plan_of(demo, pair)
    assert (row.status, row.starts_at, row.slots, row.sequence) == ("accepted", ON_WEDNESDAY, [], 0)
    assert changes(demo, pair) == []


@pytest.mark.usefixtures("pair")
def test_each_one_reads_the_times_on_their_own_clock(demo: Demo, ann: Actor, gina: Actor) -> None:
    remember(demo, "Gina", zone="Asia/Kolkata")
    proposes(ann)
    assert "Asia/Kolkata" in card(gina).text
    gina.clicks("Tuesday 24 November, 13:30")
    assert "Tuesday 24 November, 09:00* (Europe/Berlin)" in card(ann).text


@pytest.mark.usefixtures("pair")
def test_where_no_time_fits_both_the_form_says_so_and_says_what_it_is_for_the_other(demo: Demo, ann: Actor) -> None:
    remember(demo, "Gina", zone="America/Los_Angeles")
    ann.types("/mentor plan")
    form = open_form(ann)
    assert "No time lies in the working hours of both of you" in form.text
    assert "Tuesday 24 November, 08:00 on their clock" in form.text


@pytest.mark.usefixtures("pair")
def test_home_leads_to_the_form(ann: Actor) -> None:
    assert "Plan a session" in ann.opens_home().buttons
    ann.clicks("Plan a session")
    assert open_form(ann).title == "Plan a session"
    assert "on their clock" not in open_form(ann).text


@pytest.mark.usefixtures("pair")
def test_home_does_not_ask_for_a_first_day_where_one_is_planned(demo: Demo, ann: Actor, gina: Actor) -> None:
    assert "agree on a day for the first one" in ann.opens_home().text
    plan(ann, gina)
    for moment in (ON_WEDNESDAY - timedelta(hours=1), ON_WEDNESDAY, ON_WEDNESDAY + timedelta(days=1)):
        leap(demo, moment)
        for person in (ann, gina):
            assert "agree on a day for the first one" not in person.opens_home().text
            assert "No session logged yet" in person.opens_home().text
    gina.types("/mentor log 45m yesterday: podcasts")
    assert "1 session so far" in ann.opens_home().text


@pytest.mark.usefixtures("pair")
def test_once_the_first_session_is_cancelled_home_asks_for_a_day_again(ann: Actor, gina: Actor) -> None:
    plan(ann, gina)
    gina.clicks("Cancel the session")
    assert "agree on a day for the first one" in ann.opens_home().text


@pytest.mark.usefixtures("pair")
def test_home_shows_what_waits_and_lets_it_be_accepted(ann: Actor, gina: Actor) -> None:
    ann.opens_home()
    ann.clicks("Plan a session")
    ann.fills()
    assert ann.home is not None
    assert "who has not answered yet" in ann.home.text
    home = gina.opens_home()
    assert "proposes a session of 1 h" in home.text
    gina.clicks(TUESDAY, in_=home)
    assert gina.home is not None
    assert f"Your session with <@U0ANN>: *{TUESDAY}*" in gina.home.text
    assert f"Your session with <@U0ANN>: *{TUESDAY}*" in card(gina).text


def test_other_times_length_and_some_of_the_proposals(demo: Demo, pair: int, ann: Actor, gina: Actor) -> None:
    picked = datetime(2026, 12, 1, 15, 0, tzinfo=UTC)
    ann.types("/mentor plan")
    ann.fills({"times": [ON_WEDNESDAY.isoformat()], "Another time": seconds(picked), "How long, in minutes": "45"})
    assert card(gina).buttons[:2] == [WEDNESDAY, "Tuesday 1 December, 16:00"]
    assert "a session of 45 min" in card(gina).text
    gina.clicks("Tuesday 1 December, 16:00")
    row = plan_of(demo, pair)
    assert (row.starts_at, row.minutes) == (picked, 45)


def test_the_other_one_may_propose_other_times(demo: Demo, pair: int, ann: Actor, gina: Actor) -> None:
    proposes(ann)
    first = card(gina)
    gina.clicks("Propose other times")
    gina.fills(at(ON_WEDNESDAY))
    assert "You proposed a session of 1 h to <@U0ANN>" in gina.reads(first).text
    assert card(ann).buttons[0] == WEDNESDAY
    ann.clicks(WEDNESDAY)
    assert plan_of(demo, pair).status == "accepted"
    assert "<@U0ANN> has accepted" in card(gina).text


@BOTH
def test_other_times_are_other_ones_whoever_asks_for_them(demo: Demo, pair: int, ann: Actor, gina: Actor) -> None:
    proposes(ann)
    seen = set(plan_of(demo, pair).slots)
    for person in (gina, ann, ann, gina):
        person.opens_home()
        person.clicks("Propose other times", in_=person.home)
        offered = choices(person)
        assert len(offered) == 3
        assert seen.isdisjoint(offered)
        assert all(
            abs(datetime.fromisoformat(one) - datetime.fromisoformat(before)) >= timedelta(hours=1)
            for one in offered
            for before in seen
        )
        person.fills()
        seen |= {*offered}
    assert plan_of(demo, pair).slots == sorted(offered)


@pytest.mark.usefixtures("pair")
def test_where_no_hours_are_shared_other_times_are_the_next_nearest(demo: Demo, ann: Actor, gina: Actor) -> None:
    remember(demo, "Gina", zone="America/Los_Angeles")
    ann.types("/mentor plan")
    first = choices(ann)
    ann.fills()
    ann.opens_home()
    ann.clicks("Propose other times")
    assert "No time lies in the working hours of both of you" in open_form(ann).text
    assert len(choices(ann)) == 3
    assert not {*first} & {*choices(ann)}
    assert gina.form is None


def test_after_a_proposal_is_taken_back_its_times_may_be_proposed_again(
    demo: Demo, pair: int, ann: Actor, gina: Actor
) -> None:
    proposes(ann)
    first = plan_of(demo, pair).slots
    gina.clicks("Decline")
    gina.types("/mentor plan")
    assert choices(gina) == first


def test_a_second_tap_changes_nothing(demo: Demo, world: World, pair: int, ann: Actor, gina: Actor) -> None:
    plan(ann, gina)
    told = len(ann.sees)
    once = clicked(world, "planning.accept")
    again(demo, once)
    other = once["actions"][0]["value"].replace("25T11:30", "24T08:00")
    again(demo, once, value=other)
    assert plan_of(demo, pair).starts_at == ON_WEDNESDAY
    assert len(ann.sees) == told
    assert WEDNESDAY in gina.sees[-1]


def test_a_tap_on_an_old_proposal_shows_how_it_stands(
    demo: Demo, world: World, pair: int, ann: Actor, gina: Actor
) -> None:
    proposes(ann)
    gina.clicks(WEDNESDAY)
    old = clicked(world, "planning.accept")
    gina.clicks("Cancel the session")
    proposes(ann)
    again(demo, old)
    row = plan_of(demo, pair)
    assert (row.status, row.starts_at) == ("proposed", None)


def test_nobody_accepts_what_they_proposed_themselves(
    demo: Demo, world: World, pair: int, ann: Actor, gina: Actor
) -> None:
    proposes(ann)
    gina.clicks("Propose other times")
    gina.fills(at(ON_WEDNESDAY))
    ann.clicks(WEDNESDAY)
    taken = clicked(world, "planning.accept")
    ann.clicks("Cancel the session")
    proposes(ann, times=[ON_WEDNESDAY.isoformat()])
    row = plan_of(demo, pair)
    again(demo, taken, value=f"{row.id}:{row.revision}:{ON_WEDNESDAY.isoformat()}")
    assert plan_of(demo, pair).status == "proposed"


def test_a_time_that_has_passed_is_not_accepted(demo: Demo, pair: int, ann: Actor, gina: Actor) -> None:
    proposes(ann)
    leap(demo, ON_WEDNESDAY + timedelta(hours=1))
    gina.clicks(WEDNESDAY)
    assert plan_of(demo, pair).status == "proposed"
    assert THURSDAY in card(gina).buttons
    assert WEDNESDAY not in card(gina).buttons


def test_strangers_neither_accept_nor_cancel(demo: Demo, world: World, pair: int, ann: Actor) -> None:
    proposes(ann)
    introduce(demo, "Ben", "Hugo")
    ben = world.person("Ben")
    proposes(ben)
    hugo = world.person("Hugo")
    hugo.clicks("Wednesday 25 November, 13:00")
    foreign = clicked(world, "planning.accept")
    row = plan_of(demo, pair)
    again(demo, foreign, value=f"{row.id}:{row.revision}:{ON_WEDNESDAY.isoformat()}")
    again(demo, foreign, action_id="planning.cancel", value=str(row.id))
    again(demo, foreign, action_id="planning.plan", value=str(pair))
    assert hugo.form is None
    assert plan_of(demo, pair) == row
    again(demo, foreign, value="99:1:" + ON_WEDNESDAY.isoformat())
    assert "pair" in hugo.last.text


@pytest.mark.usefixtures("pair")
def test_who_is_in_no_pair_plans_nothing(world: World) -> None:
    cora = world.person("Cora")
    cora.types("/mentor plan")
    assert cora.form is None
    assert "You are in no pair" in cora.last.text


def test_an_ended_pair_plans_nothing(demo: Demo, pair: int, ann: Actor, gina: Actor) -> None:
    proposes(ann)
    end(demo, pair)
    gina.clicks(WEDNESDAY)
    assert plan_of(demo, pair).status == "proposed"
    assert "has ended" in gina.last.text


def test_with_two_pairs_the_command_asks_which(demo: Demo, ann: Actor) -> None:
    introduce(demo)
    second = introduce(demo, "Ann", "Hugo")
    ann.types("/mentor plan")
    choices = open_form(ann)
    assert choices.title == "Which pair?"
    ann.act("click", view=choices.id, action_id="planning.plan:2")
    ann.fills()
    assert plan_of(demo, second).proposed_by == "U0ANN"


@BOTH
def test_sessions_of_other_pairs_are_avoided(demo: Demo, world: World, ann: Actor) -> None:
    introduce(demo)
    introduce(demo, "Ann", "Kaya")
    ann.types("/mentor plan")
    ann.act("click", view=open_form(ann).id, action_id="planning.plan")
    assert TUESDAY in str(open_form(ann).blocks)
    ann.fills()
    world.person("Gina").clicks(TUESDAY)
    ann.types("/mentor plan")
    ann.act("click", view=open_form(ann).id, action_id="planning.plan:2")
    assert TUESDAY not in str(open_form(ann).blocks)
    assert "Tuesday 24 November, 10:00" in str(open_form(ann).blocks)


@pytest.mark.usefixtures("pair")
@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"times": []}, "Please tick a time"),
        ({"times": [], "other": LAST_YEAR}, "{'other': 'Please choose times that lie ahead"),
        ({"other": LAST_YEAR}, "{'other': 'Please choose times that lie ahead"),
        ({"another": LAST_YEAR}, "{'another': 'Please choose times that lie ahead"),
        ({"times": [], "other": 1800000000, "another": LAST_YEAR}, "{'another': 'Please choose times"),
        ({"link": "javascript:alert(1)"}, "whole address"),
        ({"link": HOSTILE}, "whole address"),
    ],
)
def test_what_cannot_be_planned_is_said_at_its_field(
    demo: Demo, ann: Actor, given: dict[str, object], said: str
) -> None:
    ann.types("/mentor plan")
    result = ann.tries_to_fill(given)
    assert not result.ok
    assert said in str(result)
    with demo.store.read() as db:
        assert every(db, Plan) == []


@pytest.mark.usefixtures("pair")
def test_submitting_twice_proposes_once(demo: Demo, ann: Actor, gina: Actor) -> None:
    ann.types("/mentor plan")
    late = submission(demo, ann)
    ann.fills()
    answer = deliver(demo, late)
    assert answer["response_action"] == "update"
    assert "Something has changed while you were choosing" in str(answer)
    with demo.store.read() as db:
        assert len(every(db, Plan)) == 1
    assert sum("proposes a session" in text for text in gina.sees) == 1


@BOTH
def test_two_who_propose_at_once_make_one_plan(demo: Demo, pair: int, ann: Actor, gina: Actor) -> None:
    gina.types("/mentor plan")
    proposes(ann)
    gina.fills()
    assert "<@U0ANN> proposes a session" in open_form(gina).text
    assert plan_of(demo, pair).proposed_by == "U0ANN"


def test_what_was_cancelled_while_somebody_chose_other_times_is_said(
    demo: Demo, pair: int, ann: Actor, gina: Actor
) -> None:
    proposes(ann)
    gina.clicks("Propose other times")
    ann.opens_home()
    ann.clicks("Take it back")
    gina.fills()
    assert "cancelled or over by now" in open_form(gina).text
    assert plan_of(demo, pair).status == "cancelled"


def test_after_a_planned_session_the_question_comes_the_morning_after(
    demo: Demo, pair: int, ann: Actor, gina: Actor
) -> None:
    plan(ann, gina, THURSDAY)
    assert {seat.ask_at for seat in seats(demo, pair).values()} == {datetime(2026, 11, 27, 8, 0, tzinfo=UTC)}
    assert plan_of(demo, pair).minutes == planning.LENGTH
