"""The whole schema, a page a noun.

Only Slack ids are stored, never names. Every row carries ``workspace_id``; the store fills it in and filters by it.
Datetimes are aware UTC; dates are a person's local days.
"""

from storage.tables.announcements import Announcement
from storage.tables.outbox import TAKES_THE_DAY, Delivery, Outbox, Wish
from storage.tables.pairs import Agreement, Goal, Pair, Seat
from storage.tables.people import Draft, Interest, Met, Nomination, Participant, Person
from storage.tables.programmes import Coordinator, Programme, Topic
from storage.tables.rounds import Act, Leftover, Proposal, Round, Ruling
from storage.tables.row import WorkspaceRow
from storage.tables.sessions import Drift, HeldSession, Plan, PlanChange, Promise
from storage.tables.skills import Skill, SkillResult
from storage.tables.suggestions import Declined, Suggestion
from storage.tables.surveys import Survey, SurveyAnswer, SurveyGroup

WITH_SEALED_WORDS: tuple[type[WorkspaceRow], ...] = (
    Agreement,
    Draft,
    Goal,
    HeldSession,
    Outbox,
    Participant,
    Plan,
    Promise,
    Skill,
    SurveyAnswer,
    Wish,
)
"""The tables with words that are sealed at rest, where a key is set."""

__all__ = [
    "TAKES_THE_DAY",
    "WITH_SEALED_WORDS",
    "Act",
    "Agreement",
    "Announcement",
    "Coordinator",
    "Declined",
    "Delivery",
    "Draft",
    "Drift",
    "Goal",
    "HeldSession",
    "Interest",
    "Leftover",
    "Met",
    "Nomination",
    "Outbox",
    "Pair",
    "Participant",
    "Person",
    "Plan",
    "PlanChange",
    "Programme",
    "Promise",
    "Proposal",
    "Round",
    "Ruling",
    "Seat",
    "Skill",
    "SkillResult",
    "Suggestion",
    "Survey",
    "SurveyAnswer",
    "SurveyGroup",
    "Topic",
    "Wish",
    "WorkspaceRow",
]
