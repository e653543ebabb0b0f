"""What a round found out: pairs, whoever is left, and why, as codes and values; the words are elsewhere."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.rules import languages
from bot.rules.matching.proof import Proof
from bot.rules.matching.spent import Spent

MATCH_CODES = {
    "topics": ("topics",),
    "departments": ("mentor", "mentee"),
    "style": ("same", "of"),
    "purpose": (),
    "hours": ("hours",),
    "formats": ("formats",),
    "languages": ("languages",),
}
"""Why two people fit: topics that one wants and the other offers, the most wished first (a sensitive one is not
among them); their two departments, which differ; how many of the four questions on style they answer alike (three or
four); words in common about their purpose; common hours a day; formats and languages (codes) in common."""

UNMATCHED_CODES = {
    "no_level": (),
    "no_department": (),
    "no_language": (),
    "no_zone": ("zone",),
    "no_manager": (),
    "manager_unknown": ("manager",),
    "chain_cycle": ("people",),
    "no_mentors": (),
    "no_mentees": (),
    "nobody": (),
    "mentors_taken": ("possible",),
    "mentees_taken": ("possible",),
    "no_company": ("possible", "least"),
    "level": ("removed", "alone"),
    "alike": ("removed", "alone"),
    "hours": ("removed", "alone"),
    "languages": ("removed", "alone"),
    "departments": ("removed", "alone"),
    "met": ("removed", "alone"),
    "capacity": ("removed", "alone"),
    "apart": ("removed",),
    "cheapest": ("rule", "to", "more"),
    "incomplete": ("removed",),
}
"""Why somebody is left. First what is missing: level, department (where departments must differ), language, zone (or
`zone` is none), whether they have a manager; the row of `manager`, who stands above them; a way out of the circle of
`people` who manage each other. Then that nobody of the other side joined; that all `possible` partners were matched
with others; of peers and of circles, that they meet others, or are too few for a circle of the `least` size. Then each
rule with how many people it `removed`, and how many of them it removed `alone`: the rule by which most were removed
alone stands first. alike: peers of whom neither the department nor the level by the gap is another.

cheapest: of the settings in this person's way the one whose relaxing by a step brings the whole round most: the `rule`
(level, hours, departments, met; mentors_taken: one mentee more for each mentor), what it is relaxed `to`, and how many
`more` mentees a round then matches, exactly. It comes second. Nothing that protects people is ever relaxed.
apart: management chains, reviewers, former managers and never-lists, counted together and never first among rules,
because never-lists are secret. incomplete: people of the other side who lack data themselves.
"""


@dataclass(frozen=True, slots=True, init=False)
class Reason:
    """One reason: a code of MATCH_CODES or UNMATCHED_CODES, and its values (numbers, texts, tuples of texts)."""

    code: str
    values: Mapping[str, object]

    def __init__(self, code: str, /, **values: object) -> None:
        object.__setattr__(self, "code", code)
        object.__setattr__(self, "values", values)

    def plain(self) -> dict[str, object]:
        """Code and values in one dictionary, as a row keeps them."""
        return {"code": self.code, **self.values}


@dataclass(frozen=True, slots=True)
class Match:
    """One mentor and one mentee; `points` is their compatibility in thousandths."""

    mentor: str
    mentee: str
    points: int
    reasons: tuple[Reason, ...] = ()

    @property
    def score(self) -> float:
        """Compatibility as people see it, 0 to 100."""
        return self.points / 10


@dataclass(frozen=True, slots=True)
class Unmatched:
    """Somebody who is in no pair of the round, and why."""

    user: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A round's result: pairs and leftovers by user, the circles in the management chain, and what it was made from.

    `digest` names pool, chain, policy and day (SHA-256) and the version of the matching; the same digest and seed give
    the same pairs. `proof` says that no round is better. `solving` is what judging, choosing and proving took, without
    the reasons; it makes no two outcomes different.
    """

    pairs: tuple[Match, ...]
    unmatched: tuple[Unmatched, ...]
    cycles: tuple[tuple[str, ...], ...]
    seed: int
    digest: str
    proof: Proof
    solving: Spent = field(compare=False)

    @property
    def unkept(self) -> tuple[tuple[str, str], ...]:
        """The pins that are not kept: none, since one that breaks a rule was refused."""
        return ()

    @property
    def points(self) -> int:
        """The sum over all pairs, in thousandths."""
        return sum(pair.points for pair in self.pairs)


def named(reasons: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Reasons in plain form with languages by their names instead of their codes."""
    return [
        dict(reason) | {"languages": [languages.NAMES.get(code, (code,))[0] for code in reason["languages"]]}
        if reason["code"] == "languages" and "languages" in reason
        else dict(reason)
        for reason in reasons
    ]
