"""Goals: set together, changed together, moved with the check-in, and celebrated with both."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from answering import HOSTILE, clicking, deliver, open_form, submission
from databases import BOTH
from pairing import DUE, again, clicked, end, introduce, mornings, set_status
from taking_part import another_programme

from bot.demo import PROGRAMME, Demo
from bot.sandbox.actors import Actor, Said, World
from storage import goals, pairs
from storage.goals import Wording
from storage.prepared import every
from storage.store import Store
from storage.tables import Goal, Outbox, Pair, Programme, Wish

VIDEO = {"what": "Post one video", "measure": "It is on the intranet"}
AFTER_THE_DAY = datetime(2026, 12, 11, 8, 0, tzinfo=UTC)
"""The Friday after Thursday 10 December, 09:00 in Berlin and Rome."""
THE_DAY = "2026-12-10"


def of(demo: Demo, pair: int) -> Sequence[Goal]:
    with demo.store.read() as db:
        return every(db, Goal, pair_id=pair)


def only(demo: Demo, pair: int) -> Goal:
    (row,) = of(demo, pair)
    return row


def proposes(person: Actor, **words: Any) -> None:
    if person.form is not None:
        person.closes(everything=True)
    person.types("/mentor goals")
    person.clicks("Add a goal")
    person.fills(VIDEO | words)
    person.closes()


def edits(person: Actor, **words: Any) -> None:
    person.types("/mentor goals")
    person.clicks("Edit")
    person.fills(words)
    person.closes()


def sets(by: Actor, other: Actor, **words: Any) -> None:
    """A goal that both agree on."""
    proposes(by, **words)
    other.clicks("Agree")


def told(person: Actor, words: str) -> int:
    return sum(words in text for text in person.sees)


def reached_in(demo: Demo) -> int:
    with demo.store.read() as db:
        return goals.reached(db, [1]).get(1, 0)


def asked(world: World, name: str) -> Said:
    return next(said for said in world.messages(to=name) if said.metadata.get("class") == "nudge")


def passed(world: World, name: str) -> list[Said]:
    return [said for said in world.messages(to=name) if "wanted to reach" in said.text]


@pytest.mark.usefixtures("pair")
def test_a_pair_without_goals_is_shown_a_next_step(ann: Actor) -> None:
    ann.types("/mentor goals")
    assert "no goal yet that you work on" in open_form(ann).text
    assert open_form(ann).buttons == ["Add a goal"]


def test_one_proposes_and_the_other_agrees(demo: Demo, pair: int, ann: Actor, gina: Actor) -> None:
    ann.types("/mentor goals")
    ann.clicks("Add a goal")
    ann.fills(VIDEO | {"topic": "Short video", "due_on": THE_DAY, "progress": "20"})
    shown = open_form(ann).text
    assert "*Post one video* · Short video" in shown
    assert "20 % · by Thursday 10 December" in shown
    assert "waits for <@U0GINA> to agree" in shown
    assert "<@U0ANN> proposes a goal for the two of you" in gina.last.text
    assert "How we will know: It is on the intranet" in gina.last.text
    gina.clicks("Agree")
    assert "You and <@U0ANN> agreed on this goal: “Post one video”" in gina.last.text
    assert "<@U0GINA> agrees: “Post one video”" in ann.last.text
    assert only(demo, pair).status == "agreed"


@BOTH
@pytest.mark.usefixtures("pair")
def test_both_homes_show_the_goals_and_lead_to_them(ann: Actor, gina: Actor) -> None:
    proposes(ann, progress="30")
    assert ann.home is not None
    assert "Goal: Post one video · waits for <@U0GINA> to agree" in ann.home.text
    assert "Goal: Post one video · waits for you to agree" in gina.opens_home().text
    gina.clicks("Goals")
    gina.clicks("Agree")
    assert "You both agreed" in open_form(gina).text
    for person in (ann, gina):
        assert "Goal: Post one video · 30 %" in person.opens_home().text
    gina.clicks("Reached")
    assert "1 goal reached" in ann.opens_home().text
    assert "1 goal reached" in gina.opens_home().text


def test_who_proposed_a_goal_cannot_agree_to_it_alone(demo: Demo, pair: int, ann: Actor, gina: Actor) -> None:
    proposes(ann)
    ann.types("/mentor goals")
    assert "Agree" not in open_form(ann).buttons
    gina.clicks("Agree")
    click = clicked(ann.world, "goals.agree")
    proposes(gina, what="Another")
    second = of(demo, pair)[1]
    again(demo, click, value=f"{second.id}:1")
    assert [row.status for row in of(demo, pair)] == ["agreed", "proposed"]


def test_agreeing_twice_agrees_once(demo: Demo, pair: int, ann: Actor, gina: Actor) -> None:
    sets(ann, gina)
    again(demo, clicked(gina.world, "goals.agree"))
    assert "agreed on this goal" in gina.last.text
    assert told(ann, "<@U0GINA> agrees") == 1
    assert only(demo, pair).status == "agreed"


def test_other_words_are_a_new_proposal_by_whoever_wrote_them(demo: Demo, pair: int, ann: Actor, gina: Actor) -> None:
    sets(ann, gina)
    edits(gina, what="Post two videos")
    assert only(demo, pair).status == "proposed"
    assert "<@U0GINA> proposes other words for a goal of yours" in ann.last.text
    assert "*Post two videos*" in ann.last.text
    ann.clicks("Agree")
    assert (only(demo, pair).status, only(demo, pair).what) == ("agreed", "Post two videos")


def test_an_old_button_agrees_to_nothing_that_was_not_read(demo: Demo, pair: int, ann: Actor, gina: Actor) -> None:
    proposes(ann)
    first = gina.last
    edits(ann, what="Post five videos")
    gina.clicks("Agree", in_=first)
    now_reads = gina.reads(first)
    assert "<@U0ANN> has changed this goal. It now reads:" in now_reads.text
    assert "*Post five videos*" in now_reads.text
    assert only(demo, pair).status == "proposed"
    gina.clicks("Agree", in_=now_reads)
    assert only(demo, pair).status == "agreed"


def test_an_old_page_shows_what_changed_and_drops_nothing(demo: Demo, pair: int, ann: Actor, gina: Actor) -> None:
    sets(ann, gina)
    ann.types("/mentor goals")
    edits(gina, what="Post two videos")
    ann.clicks("Drop")
    assert "has changed since you last looked" in open_form(ann).text
    assert "*Post two videos*" in open_form(ann).text
    assert only(demo, pair).status == "proposed"


@BOTH
def test_two_who_edit_at_once_lose_no_word(demo: Demo, pair: int, ann: Actor, gina: Actor) -> None:
    sets(ann, gina)
    for person in (ann, gina):
        person.types("/mentor goals")
        person.clicks("Edit")
    ann.fills({"what": "Post two videos"})
    gina.fills({"what": "Post a podcast", "measure": "Ten people heard it"})
    both = open_form(gina)
    assert "<@U0ANN> has changed this goal while you were writing" in both.text
    assert "*Post two videos*" in both.text
    assert both.values["what"]["what"]["value"] == "Post a podcast"
    gina.fills({})
    row = only(demo, pair)
    assert (row.what, row.measure, row.changed_by) == ("Post a podcast", "Ten people heard it", "U0GINA")
    assert "*Post a podcast*" in ann.last.text


def test_progress_that_the_other_noted_meanwhile_survives_other_words(
    demo: Demo, pair: int, ann: Actor, gina: Actor
) -> None:
    sets(ann, gina)
    gina.types("/mentor goals")
    gina.clicks("Edit")
    edits(ann, progress="50")
    gina.fills({"what": "Post two videos"})
    assert (only(demo, pair).what, only(demo, pair).progress) == ("Post two videos", 50)


def test_progress_alone_needs_no_new_agreement_and_disturbs_nobody(
    demo: Demo, pair: int, ann: Actor, gina: Actor
) -> None:
    sets(ann, gina)
    before = gina.sees
    edits(ann, progress="60")
    row = only(demo, pair)
    assert (row.status, row.progress, row.changed_by) == ("agreed", 60, "U0ANN")
    assert gina.sees == before


def test_saving_without_a_change_changes_nothing(demo: Demo, pair: int, ann: Actor, gina: Actor) -> None:
    sets(ann, gina)
    edits(gina)
    assert (only(demo, pair).status, only(demo, pair).revision) == ("agreed", 1)


@pytest.mark.parametrize("by", ["Ann", "Gina"])
def test_either_drops_a_goal_and_the_other_is_told(demo: Demo, pair: int, ann: Actor, gina: Actor, by: str) -> None:
    sets(ann, gina)
    one, other = (ann, gina) if by == "Ann" else (gina, ann)
    one.types("/mentor goals")
    late = clicking(demo, one, "goals.drop")
    one.clicks("Drop")
    assert "no goal yet that you work on" in open_form(one).text
    deliver(demo, late)
    assert only(demo, pair).status == "dropped"
    assert told(other, f"<@{one.id}> has dropped the goal “Post one video”") == 1


def test_three_goals_at_once_are_enough(demo: Demo, pair: int, ann: Actor, gina: Actor) -> None:
    proposes(ann, what="First")
    proposes(gina, what="Second")
    for person in (ann, gina):
        person.types("/mentor goals")
        person.clicks("Add a goal")
    ann.fills(VIDEO | {"what": "Third"})
    result = gina.tries_to_fill(VIDEO | {"what": "Fourth"})
    assert "at most 3 goals" in str(result.errors)
    assert open_form(gina).values["what"]["what"]["value"] == "Fourth"
    assert [row.what for row in of(demo, pair)] == ["First", "Second", "Third"]
    assert "Three goals at once are enough" in open_form(ann).text
    assert "Add a goal" not in open_form(ann).buttons
    ann.clicks("Drop")
    gina.fills({})
    assert [row.what for row in of(demo, pair) if row.status != "dropped"] == ["Second", "Third", "Fourth"]


def test_sending_the_form_twice_proposes_once(demo: Demo, pair: int, ann: Actor, gina: Actor) -> None:
    ann.types("/mentor goals")
    ann.clicks("Add a goal")
    late = submission(demo, ann, **VIDEO)
    ann.fills(VIDEO)
    deliver(demo, late)
    assert len(of(demo, pair)) == 1
    assert told(gina, "proposes a goal") == 1


def test_a_day_that_has_passed_is_refused_at_its_field(demo: Demo, pair: int, ann: Actor) -> None:
    ann.types("/mentor goals")
    ann.clicks("Add a goal")
    result = ann.tries_to_fill(VIDEO | {"due_on": "2026-11-22"})
    assert "This day has passed" in result.errors["due_on"]
    assert of(demo, pair) == []
    ann.fills({"due_on": "2026-11-23"})
    assert only(demo, pair).due_on == date(2026, 11, 23)


def test_words_of_any_kind_are_shown_as_they_were_typed(demo: Demo, pair: int, ann: Actor, gina: Actor) -> None:
    sets(ann, gina, what=HOSTILE, topic=HOSTILE, measure=HOSTILE)
    assert only(demo, pair).what == HOSTILE
    assert HOSTILE in ann.last.text
    assert HOSTILE in ann.opens_home().text
    gina.types("/mentor goals")
    assert f"*{HOSTILE}* · {HOSTILE}" in open_form(gina).text


def test_a_reached_goal_is_celebrated_with_both_once(demo: Demo, pair: int, ann: Actor, gina: Actor) -> None:
    sets(ann, gina)
    for person in (ann, gina):
        person.types("/mentor goals")
    ann.clicks("Reached")
    gina.clicks("Reached")
    assert "*Reached together*" in open_form(ann).text
    for person in (ann, gina):
        assert told(person, "Well done") == 1
    assert only(demo, pair).progress == 100
    assert reached_in(demo) == 1


def test_all_of_it_in_the_form_reaches_the_goal(demo: Demo, pair: int, ann: Actor, gina: Actor) -> None:
    sets(ann, gina)
    gina.types("/mentor goals")
    gina.clicks("Edit")
    late = submission(demo, gina, progress="100")
    gina.fills({"progress": "100"})
    assert "already" in str(deliver(demo, late)["errors"]["what"])
    assert told(ann, "Well done") == told(gina, "Well done") == 1
    assert only(demo, pair).status == "reached"


@pytest.mark.usefixtures("pair")
def test_a_goal_that_is_proposed_as_reached_is_so_once_both_say_it(demo: Demo, ann: Actor, gina: Actor) -> None:
    proposes(ann, progress="100")
    assert reached_in(demo) == 0
    gina.clicks("Agree")
    assert reached_in(demo) == 1
    assert told(ann, "Well done") == told(gina, "Well done") == 1


def test_a_goal_that_is_over_is_not_edited(demo: Demo, pair: int, ann: Actor, gina: Actor) -> None:
    proposes(ann)
    proposal = gina.last
    ann.types("/mentor goals")
    ann.clicks("Drop")
    gina.clicks("Edit", in_=proposal)
    assert "reached or dropped already" in gina.last.text
    assert gina.form is None
    gina.clicks("Agree", in_=proposal)
    assert "This goal is dropped" in gina.reads(proposal).text
    assert only(demo, pair).status == "dropped"


@pytest.mark.parametrize("name", ["Ben", "Cora"])
@pytest.mark.usefixtures("pair")
def test_who_is_in_no_pair_has_no_goals(world: World, name: str) -> None:
    stranger = world.person(name)
    stranger.types("/mentor goals")
    assert stranger.form is None
    assert "You are in no pair" in stranger.last.text


@pytest.mark.parametrize("verb", ["goals.agree", "goals.edit", "goals.show"])
def test_the_buttons_of_other_people_do_nothing(demo: Demo, world: World, pair: int, ann: Actor, verb: str) -> None:
    proposes(ann)
    other = introduce(demo, "Ben", "Hugo")
    ben, hugo = world.person("Ben"), world.person("Hugo")
    proposes(ben, what="Theirs")
    hugo.clicks("Agree")
    value = str(pair) if verb == "goals.show" else f"{only(demo, pair).id}:1"
    again(demo, clicked(world, "goals.agree"), action_id=verb, value=value)
    assert "Only the two people of a pair" in hugo.last.text
    assert hugo.form is None
    assert only(demo, pair).status == "proposed"
    assert only(demo, other).status == "agreed"


def test_an_ended_pair_sets_and_decides_nothing(demo: Demo, pair: int, ann: Actor, gina: Actor) -> None:
    proposes(ann)
    ann.types("/mentor goals")
    ann.clicks("Add a goal")
    end(demo, pair)
    ann.fills(VIDEO | {"what": "Too late"})
    assert "has ended" in open_form(ann).text
    gina.clicks("Agree")
    assert "has ended" in gina.last.text
    assert [row.status for row in of(demo, pair)] == ["proposed"]


def test_with_two_pairs_the_command_asks_which(demo: Demo, ann: Actor) -> None:
    introduce(demo)
    second = introduce(demo, "Ann", "Hugo")
    ann.types("/mentor goals")
    choices = open_form(ann)
    ann.act("click", view=choices.id, action_id="goals.show:2")
    ann.clicks("Add a goal")
    ann.fills(VIDEO)
    assert only(demo, second).what == "Post one video"


@BOTH
def test_the_check_in_asks_how_far_the_agreed_goals_are(
    demo: Demo, world: World, pair: int, ann: Actor, gina: Actor
) -> None:
    sets(ann, gina)
    proposes(ann, what="Not agreed")
    mornings(demo, world, DUE)
    question = asked(world, "Ann")
    assert "Your goal “Post one video” is at 0 %" in question.text
    assert "Not agreed" not in question.text
    ann.clicks("40 %", in_=question)
    moved = ann.reads(question)
    assert "Your goal “Post one video” is at 40 %" in moved.text
    assert "Did you and <@U0GINA> meet" in moved.text
    ann.clicks("Not yet", in_=moved)
    answered = ann.reads(question)
    assert "have not met yet" in answered.text
    assert "is at 40 %" in answered.text
    ann.clicks("70 %", in_=answered)
    assert "have not met yet" in ann.reads(question).text
    assert "is at 70 %" in ann.reads(question).text
    assert of(demo, pair)[0].progress == 70


@BOTH
def test_the_check_in_asks_by_the_agreed_words_while_other_ones_wait(
    demo: Demo, world: World, pair: int, ann: Actor, gina: Actor
) -> None:
    sets(ann, gina)
    edits(gina, what="Post two videos")
    edits(gina, what="Post three videos")
    mornings(demo, world, DUE)
    question = asked(world, "Ann")
    assert "Your goal “Post one video” is at 0 %" in question.text
    ann.clicks("40 %", in_=question)
    assert "Your goal “Post one video” is at 40 %" in ann.reads(question).text
    waits = "Goal: Post one video · 40 %; other words wait for"
    assert f"{waits} you to agree: Post three videos" in ann.opens_home().text
    assert f"{waits} <@U0ANN> to agree: Post three videos" in gina.opens_home().text
    row = only(demo, pair)
    assert (row.what, row.status, row.progress) == ("Post three videos", "proposed", 40)
    ann.types("/mentor goals")
    assert "Until then your goal is “Post one video”." in open_form(ann).text
    ann.clicks("Agree")
    assert "Until then" not in open_form(ann).text
    ann.closes()
    ann.clicks("60 %", in_=ann.reads(question))
    assert "Your goal “Post three videos” is at 60 %" in ann.reads(question).text


@BOTH
def test_what_was_agreed_on_may_be_reached_while_other_words_wait(
    demo: Demo, world: World, pair: int, ann: Actor, gina: Actor
) -> None:
    sets(ann, gina, due_on="2026-12-30")
    edits(gina, what="Post two videos", due_on="2027-01-30")
    waits = ann.last
    mornings(demo, world, DUE)
    ann.clicks("100 %", in_=asked(world, "Ann"))
    row = only(demo, pair)
    assert (row.what, row.status, row.due_on) == ("Post one video", "reached", date(2026, 12, 30))
    assert told(ann, "have reached “Post one video”") == told(gina, "have reached “Post one video”") == 1
    ann.clicks("Agree", in_=waits)
    assert "have reached this goal: “Post one video”" in ann.reads(waits).text


def test_the_proposer_of_other_words_who_notes_all_of_it_waits_for_them(
    demo: Demo, pair: int, ann: Actor, gina: Actor
) -> None:
    sets(ann, gina)
    edits(gina, what="Post two videos")
    edits(gina, progress="100")
    assert (only(demo, pair).status, only(demo, pair).what) == ("proposed", "Post two videos")
    ann.clicks("Agree")
    assert (only(demo, pair).status, only(demo, pair).what) == ("reached", "Post two videos")


@pytest.mark.usefixtures("pair")
def test_a_session_that_is_logged_leaves_the_goals_to_be_answered(
    demo: Demo, world: World, ann: Actor, gina: Actor
) -> None:
    sets(ann, gina)
    mornings(demo, world, DUE)
    question = asked(world, "Ann")
    gina.says("met 45m yesterday")
    assert "A session with <@U0GINA> is logged" in ann.reads(question).text
    ann.clicks("90 %", in_=ann.reads(question))
    assert "A session with <@U0GINA> is logged" in ann.reads(question).text
    assert "is at 90 %" in ann.reads(question).text


@pytest.mark.usefixtures("pair")
def test_all_of_it_in_the_check_in_celebrates_once(demo: Demo, world: World, ann: Actor, gina: Actor) -> None:
    sets(ann, gina)
    mornings(demo, world, DUE)
    for name, person in (("Ann", ann), ("Gina", gina)):
        question = asked(world, name)
        person.clicks("100 %", in_=question)
        assert "Your goal “Post one video” is reached" in person.reads(question).text
        assert "Did you and" in person.reads(question).text
        person.clicks("Not yet", in_=question)
        assert "Your goal “Post one video” is reached" in person.reads(question).text
    again(demo, clicked(world, "goals.progress"))
    assert told(ann, "Well done") == told(gina, "Well done") == 1
    assert reached_in(demo) == 1


def test_a_late_answer_counts_for_the_words_that_were_agreed_on(
    demo: Demo, world: World, pair: int, ann: Actor, gina: Actor
) -> None:
    sets(ann, gina)
    mornings(demo, world, DUE)
    question = asked(world, "Ann")
    edits(gina, what="Post two videos")
    ann.clicks("80 %", in_=question)
    assert "Your goal “Post one video” is at 80 %" in ann.reads(question).text
    row = only(demo, pair)
    assert (row.what, row.status, row.progress) == ("Post two videos", "proposed", 80)


def test_each_part_of_a_digest_is_answered_in_its_place(demo: Demo, world: World, ann: Actor, gina: Actor) -> None:
    introduce(demo)
    introduce(demo, "Ann", "Hugo")
    hugo = world.person("Hugo")
    for other, what in ((gina, "Post one video"), (hugo, "Write a prompt")):
        ann.opens_home()
        ann.clicks("Goals" if other is gina else "goals.show:2", in_=ann.home)
        ann.clicks("Add a goal")
        ann.fills(VIDEO | {"what": what, "due_on": "2026-12-22"})
        ann.closes()
        other.clicks("Agree")
    mornings(demo, world, DUE)
    digest = asked(world, "Ann")
    assert "4 things, in one message" in digest.text
    ann.clicks("50 %", in_=digest)
    ann.clicks("Drop", in_=ann.reads(digest))
    now_reads = ann.reads(digest).text
    assert "This goal is dropped: “Post one video”" in now_reads
    assert "You and <@U0HUGO> wanted to reach “Write a prompt”" in now_reads
    assert "Did you and <@U0GINA> meet" in now_reads
    assert "Your goal “Write a prompt” is at 0 %" in now_reads
    ann.clicks("Not yet", in_=ann.reads(digest))
    now_reads = ann.reads(digest).text
    assert "have not met yet" in now_reads
    assert "Your goal “Post one video” is dropped" in now_reads
    assert "This goal is dropped: “Post one video”" in now_reads
    assert "Did you and <@U0HUGO> meet" in now_reads
    ann.clicks("30 %", in_=ann.reads(digest))
    assert "Your goal “Write a prompt” is at 30 %" in ann.reads(digest).text


def test_a_mentor_of_many_with_three_goals_each_gets_a_message_that_slack_takes(demo: Demo, world: World) -> None:
    mentors = ("Ann", "Ben", "Chloe", "Dev", "Eva", "Femi")
    another_programme(demo, "Second")
    both = [introduce(demo, mentor, "Gina", held) for held in (PROGRAMME, "Second") for mentor in mentors]
    with demo.store.begin() as db:
        for one in both:
            db.add_all(_agreed(one, number, demo.clock.now()) for number in range(3))
    mornings(demo, world, DUE)
    question = asked(world, "Gina")
    assert "6 things, in one message" in question.text
    assert 40 < len(question.blocks) <= 50


def _agreed(pair: int, number: int, now: datetime) -> Goal:
    return Goal(pair_id=pair, what=f"Goal {number}", status="agreed", changed_by="U0GINA", changed_at=now)


@pytest.mark.usefixtures("pair")
def test_a_passed_day_is_asked_about_gently_and_once(demo: Demo, world: World, ann: Actor, gina: Actor) -> None:
    sets(ann, gina, due_on=THE_DAY)
    mornings(demo, world, AFTER_THE_DAY - timedelta(days=1))
    assert passed(world, "Ann") == []
    mornings(demo, world, *(AFTER_THE_DAY + timedelta(days=days) for days in range(5)))
    for name in ("Ann", "Gina"):
        (question,) = passed(world, name)
        assert "“Post one video” by Thursday 10 December" in question.text
        assert question.metadata["class"] == "nudge"
        assert question.buttons == ["Reached", "Set a new day", "Drop"]


def test_the_question_about_a_passed_day_is_answered_in_its_place(
    demo: Demo, world: World, pair: int, ann: Actor, gina: Actor
) -> None:
    sets(ann, gina, due_on=THE_DAY)
    mornings(demo, world, AFTER_THE_DAY)
    (to_ann,), (to_gina,) = passed(world, "Ann"), passed(world, "Gina")
    ann.clicks("Reached", in_=to_ann)
    assert "have reached this goal" in ann.reads(to_ann).text
    gina.clicks("Drop", in_=to_gina)
    assert "have reached this goal" in gina.reads(to_gina).text
    assert only(demo, pair).status == "reached"


@BOTH
@pytest.mark.usefixtures("pair")
def test_a_new_day_is_asked_about_anew(demo: Demo, world: World, ann: Actor, gina: Actor) -> None:
    sets(ann, gina, due_on=THE_DAY)
    mornings(demo, world, AFTER_THE_DAY)
    ann.clicks("Set a new day", in_=passed(world, "Ann")[0])
    ann.fills({"due_on": "2026-12-17"})
    ann.closes()
    gina.clicks("Agree")
    mornings(demo, world, AFTER_THE_DAY + timedelta(days=7))
    assert ["Thursday 17 December" in said.text for said in passed(world, "Ann")] == [False, True]


def test_a_passed_day_may_stay_when_other_words_change(
    demo: Demo, world: World, pair: int, ann: Actor, gina: Actor
) -> None:
    sets(ann, gina, due_on=THE_DAY)
    mornings(demo, world, AFTER_THE_DAY)
    edits(ann, what="Post two videos")
    gina.clicks("Agree")
    assert (only(demo, pair).what, only(demo, pair).status) == ("Post two videos", "agreed")
    mornings(demo, world, AFTER_THE_DAY + timedelta(days=3))
    assert len(passed(world, "Ann")) == 1


@pytest.mark.usefixtures("pair")
def test_a_day_that_was_moved_in_time_is_not_asked_about(demo: Demo, world: World, ann: Actor, gina: Actor) -> None:
    sets(ann, gina, due_on=THE_DAY)
    edits(ann, what="Post two videos")
    mornings(demo, world, AFTER_THE_DAY)
    assert passed(world, "Ann") == []
    gina.clicks("Agree")
    mornings(demo, world, AFTER_THE_DAY + timedelta(days=3))
    assert "“Post two videos”" in passed(world, "Ann")[0].text


@pytest.mark.parametrize("hindrance", ["dropped", "reached", "paused", "ended"])
def test_a_day_that_passes_while_nothing_is_worked_on_is_not_asked_about(
    demo: Demo, world: World, pair: int, ann: Actor, gina: Actor, hindrance: str
) -> None:
    sets(ann, gina, due_on=THE_DAY)
    ann.types("/mentor goals")
    hinder: dict[str, Callable[[], Any]] = {
        "dropped": lambda: ann.clicks("Drop"),
        "reached": lambda: ann.clicks("Reached"),
        "paused": lambda: set_status(demo, "Gina", "paused"),
        "ended": lambda: end(demo, pair),
    }
    hinder[hindrance]()
    mornings(demo, world, AFTER_THE_DAY, AFTER_THE_DAY + timedelta(days=3))
    assert passed(world, "Ann") == passed(world, "Gina") == []


@BOTH
def test_leaving_deletes_the_words_and_keeps_the_count(
    demo: Demo, world: World, pair: int, ann: Actor, gina: Actor
) -> None:
    sets(ann, gina, what="A secret wish", topic="Secrets", due_on=THE_DAY)
    proposes(gina, what="A secret step")
    ann.types("/mentor goals")
    ann.clicks("Reached")
    ann.closes()
    sets(ann, gina, what="A secret plan", due_on=THE_DAY)
    ann.types("/mentor leave")
    ann.clicks("Leave the programme")
    world.wait(hours=3)
    assert {(row.what, row.topic, row.measure) for row in of(demo, pair)} == {("", "", "")}
    with demo.store.read() as db:
        assert "secret" not in str([row.values for row in (*every(db, Outbox), *every(db, Wish))])
    assert reached_in(demo) == 1


def _pair_in(store: Store) -> Pair:
    now = datetime(2026, 11, 23, tzinfo=UTC)
    with store.begin() as db:
        programme = Programme(name="Pilot", status="open", created_by="U0CORA", created_at=now)
        db.add(programme)
        db.flush()
        return pairs.introduce(db, programme, "U0ANN", "U0GINA", now)


@BOTH
def test_many_proposals_at_the_same_moment_leave_three(store: Store) -> None:
    pair = _pair_in(store)

    def propose(number: int) -> bool:
        with store.begin() as db:
            words = Wording(f"Goal {number}", "", "seen", date(2026, 12, 10), 0)
            return goals.propose(db, pair, words, "U0ANN", pair.introduced_at) is not None

    with ThreadPoolExecutor(8) as at_once:
        assert sum(at_once.map(propose, range(12))) == 3
    with store.read() as db:
        assert len(goals.of_pair(db, pair.id)) == 3


@BOTH
def test_a_goal_goes_its_way_on_either_database(store: Store) -> None:
    pair, now = _pair_in(store), datetime(2026, 11, 23, tzinfo=UTC)
    words = Wording("Post one video", "", "seen", date(2026, 12, 10), 0)
    with store.begin() as db:
        row = goals.propose(db, pair, words, "U0ANN", now)
        assert row is not None
        assert goals.agree(db, pair, row, 1, "U0GINA", now)
        assert len(every(db, Wish)) == 2
        assert goals.edit(db, pair, row, 1, Wording("Two videos", "", "seen", None, 0), "U0GINA", now)
        assert every(db, Wish) == []
        assert not goals.agree(db, pair, row, 1, "U0ANN", now)
        assert goals.agree(db, pair, row, 2, "U0ANN", now)
        assert goals.move(db, pair, row, 100, now)
        assert not goals.reach(db, pair, row, now)
    with store.read() as db:
        assert goals.reached(db, [pair.programme_id]) == {pair.programme_id: 1}
        assert {one: [row.status for row in rows] for one, rows in goals.of_person(db, "U0GINA").items()} == {
            pair.id: ["reached"]
        }
