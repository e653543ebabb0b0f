"""Whatever people do, in whichever order, while the clock moves: what must always hold, holds."""

import os
import shutil
import tempfile
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

from answering import join
from conftest import running
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlmodel import select

from bot.rules.surveys import ITEMS, KINDS, WHILE_PAIRED
from bot.sandbox.actors import Actor, World
from storage import tables
from storage.tables import Declined, HeldSession, Outbox, Pair, Participant, Plan, Seat, Survey, SurveyAnswer, Wish

PEOPLE = {"Ann": "mentor", "Ben": "mentor", "Gina": "mentee", "Hugo": "mentee", "Ines": "either"}
LABELS = [
    "Tue",
    "Wed",
    "Thu",
    "Cancel",
    "Not yet",
    "Snooze",
    "Sign",
    "Yes",
    "No",
    "Not for",
    "Not this",
    "Never",
    "Edit",
    "A new partner",
    "Stay in touch",
    "Rather stay",
]
"""How buttons begin that somebody may click whenever they see one."""
IN_AN_ANSWER = timedelta(minutes=5)
"""What comes so soon after somebody left is the answer to it."""
somebody = st.sampled_from(sorted(PEOPLE))


class Programme(RuleBasedStateMachine):
    """A programme of five people, a coordinator and a clock. What somebody cannot do just now, they do not do."""

    empty_file: ClassVar[Path]

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        file = shutil.copy(self.empty_file, Path(self.folder.name) / "mentor.db")
        self.running = running(f"sqlite:///{file}")
        self.demo = self.running.__enter__()
        self.world = World(self.demo.url)

    def teardown(self) -> None:
        self.running.__exit__(None, None, None)
        self.folder.cleanup()

    @initialize(asked=st.booleans(), months=st.sampled_from(["1", "6"]))
    def some_were_matched(self, asked: bool, months: str) -> None:
        self._edit(length_months=months, sessions=months)
        for who in ("Ann", "Ben", "Gina", "Hugo"):
            self.join(who)
        self.match()
        for who in ("Gina", "Hugo", "Ann", "Ben"):
            self.agree(who)
        if asked:
            self.world.wait(days=3)
            self.answer("Ann", 3)

    @rule(who=somebody)
    def join(self, who: str) -> None:
        if not self._takes_part(who) and self._is_open():
            join(self._somebody(who), role=PEOPLE[who])

    @rule()
    def match(self) -> None:
        cora = self.world.person("Cora")
        cora.types("/mentor admin round")
        self.world.wait(minutes=1)
        self._clicks(cora, "Approve all")
        self._clicks(cora, "Approve 1 pair")
        self.world.wait(minutes=2)

    @rule(who=somebody)
    def agree(self, who: str) -> None:
        self._clicks(self._somebody(who), "Yes, introduce us")

    @rule(who=somebody, words=st.sampled_from(["met 45m", "1h yesterday: AI tools", "30 min on Monday", "not yet"]))
    def log(self, who: str, words: str) -> None:
        self._somebody(who).says(words)

    @rule(who=somebody)
    def plan(self, who: str) -> None:
        person = self._somebody(who)
        person.types("/mentor plan")
        if person.form is not None and person.form.submit:
            self._sends(person, {})

    @rule(who=somebody, label=st.sampled_from(LABELS))
    def click(self, who: str, label: str) -> None:
        self._clicks(self._somebody(who), label)

    @rule(who=somebody, number=st.integers(0, 4))
    def answer(self, who: str, number: int) -> None:
        person = self._somebody(who)
        if self._clicks(person, "Answer questions") and person.form is not None:
            asked = [block["block_id"] for block in person.form.blocks if block["type"] == "input"]
            values = {"agree": str(number + 1), "recommend": str(number * 2), "fit": str(number % 3), "words": "words"}
            self._sends(person, {item: values[ITEMS[item].scale] for item in asked})

    @rule(who=somebody)
    def pause(self, who: str) -> None:
        self._somebody(who).types("/mentor pause until 15 January")

    @rule(who=somebody)
    def resume(self, who: str) -> None:
        self._somebody(who).types("/mentor resume")

    @rule(who=somebody)
    def end(self, who: str) -> None:
        person = self._somebody(who)
        home = person.opens_home()
        if "End this pair" in home.buttons:
            person.clicks("End this pair", in_=home)
            person.fills()

    @rule(who=somebody)
    def leave(self, who: str) -> None:
        person = self._somebody(who)
        person.types("/mentor leave")
        if person.form is not None and person.form.submit:
            self._sends(person, {})

    @rule(who=somebody)
    def take_back(self, who: str) -> None:
        self._clicks(self._somebody(who), "Take it back")
        self._clicks(self._somebody(who), "Come back")

    @rule(who=somebody, wanted=st.booleans())
    def choose_what_comes_next(self, who: str, wanted: bool) -> None:
        home = self._somebody(who).opens_home()
        label = next(
            (one for one in home.buttons if one.startswith("A new partner" if wanted else "Rather stay")), None
        )
        if label is not None:
            self.world.person(who).clicks(label, in_=home)

    @rule(label=st.sampled_from(["Close programme", "Open programme again"]))
    def close_or_open_again(self, label: str) -> None:
        cora = self._somebody("Cora")
        cora.types("/mentor admin programme")
        if cora.form is not None and label in cora.form.buttons:
            cora.clicks(label)

    @rule(months=st.sampled_from(["1", "3", "6", "12"]))
    def change_the_length(self, months: str) -> None:
        self._edit(length_months=months)

    @rule(audience=st.sampled_from(["everyone", "mentors", "mentees", "unmatched", "quiet"]))
    def announce(self, audience: str) -> None:
        cora = self._somebody("Cora")
        cora.types("/mentor admin announce")
        if cora.form is not None and "Write an announcement" in cora.form.buttons:
            cora.clicks("Write an announcement")
        if cora.form is not None and cora.form.submit:
            self._sends(cora, {"words": "Keep it up.", "audience": audience})
            if cora.form is not None and cora.form.submit:
                self._sends(cora, {})

    @rule(days=st.sampled_from([0.01, 1, 8, 31]))
    def time_passes(self, days: float) -> None:
        self.world.wait(days=days)

    @invariant()
    def the_database_is_whole(self) -> None:
        with self.demo.store.read() as db:
            assert db.connection().exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
            assert db.connection().exec_driver_sql("PRAGMA foreign_key_check").all() == []

    @invariant()
    def a_mentee_has_one_mentor_and_a_mentor_no_more_than_they_take_on(self) -> None:
        places = {row.user_id: row for row in self._rows(Participant)}
        going_on = [row for row in self._rows(Pair) if row.ended_at is None]
        assert all(count == 1 for count in Counter(row.mentee_id for row in going_on).values())
        mentors = Counter(row.mentor_id for row in going_on)
        assert all(count <= places[mentor].capacity for mentor, count in mentors.items())

    @invariant()
    def nobody_is_introduced_to_somebody_to_whom_either_said_no(self) -> None:
        apart = {(row.one_id, row.other_id) for row in self._rows(Declined)}
        assert not apart & {tuple(sorted((row.mentor_id, row.mentee_id))) for row in self._rows(Pair)}

    @invariant()
    def nobody_who_left_is_in_a_pair_that_goes_on(self) -> None:
        gone = {row.user_id for row in self._rows(Participant) if row.status == "left"}
        going_on = [row for row in self._rows(Pair) if row.ended_at is None]
        assert not any({row.mentor_id, row.mentee_id} & gone for row in going_on)

    @invariant()
    def nobody_is_paired_with_the_same_person_twice_or_with_themselves(self) -> None:
        both = [(row.mentor_id, row.mentee_id) for row in self._rows(Pair)]
        assert len(both) == len(set(both))
        assert all(mentor != mentee for mentor, mentee in both)

    @invariant()
    def nobody_is_nudged_twice_a_day(self) -> None:
        sent = [row for row in self._rows(Outbox) if row.kind == "nudge" and row.status not in ("withdrawn", "expired")]
        assert all(count == 1 for count in Counter((row.user_id, row.nudge_day) for row in sent).values())

    @invariant()
    def a_session_was_held_by_its_pair_and_not_in_the_future(self) -> None:
        today = (self.demo.clock.now() + timedelta(hours=14)).date()
        held = self._rows(HeldSession)
        assert all(row.held_on <= today for row in held)
        assert all(count == 1 for count in Counter((row.pair_id, row.held_on) for row in held).values())

    @invariant()
    def every_pair_has_two_seats_and_one_plan_at_most_that_is_open(self) -> None:
        seats = Counter(row.pair_id for row in self._rows(Seat))
        assert all(seats[row.id] == 2 for row in self._rows(Pair))
        proposed = Counter(row.pair_id for row in self._rows(Plan) if row.status == "proposed")
        assert all(count == 1 for count in proposed.values())

    @invariant()
    def there_are_as_many_answers_as_people_who_answered(self) -> None:
        answered = Counter(row.kind for row in self._rows(Survey) if row.status == "answered")
        kept = Counter((row.kind, row.item) for row in self._rows(SurveyAnswer))
        for kind, count in answered.items():
            assert all(kept[kind, item] == count for item in KINDS[kind])
        written = str([vars(row) for row in self._rows(SurveyAnswer)])
        assert not any(row.user_id in written for row in self._rows(Participant))

    @invariant()
    def whoever_completed_their_months_is_asked_nothing_more_about_the_pair(self) -> None:
        over = {row.id for row in self._rows(Pair) if row.ended_as == "completed"}
        assert all(row.ask_at is None for row in self._rows(Seat) if row.pair_id in over)
        waiting = [row for row in self._rows(Wish) if row.status == "waiting" and row.pair_id in over]
        assert waiting == []
        assert not any(
            row.status == "accepted" for row in self._rows(Plan) if row.pair_id in over and self._lies_ahead(row)
        )

    @invariant()
    def both_of_a_completed_pair_are_told_once_and_have_one_certificate_where_they_met(self) -> None:
        told = Counter(row.key.split(":")[0] + f" {row.pair_id}" for row in self._rows(Outbox) if row.replaces is None)
        met = {row.pair_id for row in self._rows(HeldSession)}
        for pair in (row for row in self._rows(Pair) if row.ended_as == "completed"):
            assert told[f"pair-completed {pair.id}"] == 2
            assert told[f"certificate {pair.id}"] <= 2 * (pair.id in met)

    @invariant()
    def a_pair_that_ended_as_its_months_is_asked_one_close_survey_each(self) -> None:
        completed = {row.id for row in self._rows(Pair) if row.ended_as == "completed"}
        asked = Counter(row.pair_id for row in self._rows(Survey) if row.kind == "close")
        assert asked == Counter(dict.fromkeys(completed, 2))

    @invariant()
    def nobody_is_asked_twice_about_half_time_or_when_the_end_is_near(self) -> None:
        along = [row for row in self._rows(Wish) if row.values.get("kind") in WHILE_PAIRED and not row.values["again"]]
        half = [row for row in along if row.values["kind"] == "midpoint" and row.status == "said"]
        assert len({(row.user_id, row.pair_id) for row in half}) == len(half)
        ends = {row.id: row.ends_at for row in self._rows(Pair) if row.ended_at is None and self._is_ahead(row.ends_at)}
        for row in (row for row in along if row.status == "waiting" and row.pair_id in ends):
            assert date.fromisoformat(row.values["closes_on"]) <= ends[row.pair_id].date() + timedelta(days=1)

    @invariant()
    def nothing_is_said_in_the_name_of_a_programme_to_who_has_left_it(self) -> None:
        gone = {row.user_id: row.left_at for row in self._rows(Participant) if row.status == "left"}
        late = [row for row in self._rows(Outbox) if row.user_id in gone and row.sent_at and row.replaces is None]
        assert [row.key for row in late if row.sent_at > gone[row.user_id] + IN_AN_ANSWER and not _answers(row)] == []

    @invariant()
    def whatever_was_said_was_wished_once(self) -> None:
        said = [row for row in self._rows(Wish) if row.status == "said"]
        assert all(row.outbox_id is not None for row in said)

    def _lies_ahead(self, plan: Plan) -> bool:
        return plan.starts_at is not None and self._is_ahead(plan.starts_at)

    def _is_ahead(self, moment: datetime) -> bool:
        return moment > self.demo.clock.now()

    def _edit(self, **fields: str) -> None:
        cora = self._somebody("Cora")
        cora.types("/mentor admin programme")
        cora.fills(**fields)

    def _rows(self, table: Any) -> list[Any]:
        with self.demo.store.read() as db:
            return list(db.exec(select(table)).all())

    def _takes_part(self, who: str) -> bool:
        user_id = self.world.person(who).id
        return any(row.user_id == user_id and row.status != "left" for row in self._rows(Participant))

    def _is_open(self) -> bool:
        return any(row.status == "open" for row in self._rows(tables.Programme))

    def _clicks(self, person: Actor, label: str) -> bool:
        """Click the newest button that begins like this, where there is one."""
        for said in reversed(person.hears):
            for button in said.buttons:
                if button.startswith(label):
                    person.clicks(button, in_=said)
                    return True
        return False

    def _sends(self, person: Actor, values: dict[str, str]) -> None:
        """Send a form; what the bot refuses is put aside."""
        if not person.tries_to_fill(values).ok:
            person.closes(everything=True)

    def _somebody(self, who: str) -> Actor:
        """One of the five, with every form put away that was left open."""
        person = self.world.person(who)
        while person.form is not None:
            person.closes(everything=True)
        return person


def _answers(row: Outbox) -> bool:
    """Whether it answers what somebody typed to the bot, who may do that though they take part no more."""
    return row.key.startswith(("heard:", "asked:", "welcome:", "nomination:"))


def test_what_must_always_hold_holds_after_every_step(empty_file: Path) -> None:
    Programme.empty_file = empty_file
    run_state_machine_as_test(
        Programme,
        settings=settings(
            max_examples=int(os.environ.get("EXAMPLES", "6")),
            stateful_step_count=int(os.environ.get("STEPS", "40")),
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
