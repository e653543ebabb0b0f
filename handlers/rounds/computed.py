"""What is computed for a round: its pairs as the programme wants them, and what the other choices would have cost."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from bot.rules.matching import VERSION, Match, Outcome, Policy, Unmatched
from bot.rules.programmes import PAIRS
from handlers.rounds.kinds import matched

if TYPE_CHECKING:
    from bot.rules.matching.kinds import Gathered

Handful = list[Match | Unmatched]
Record = dict[str, Any]
HANDFUL = 500
"""Rows that are written down at once: so few that nobody waits noticeably."""


@dataclass(frozen=True, slots=True)
class Computed:
    """A round of this kind by this policy, how many pins it keeps, and how many came first, by why; the one in which
    the total and the weakest pair had changed places; and, where some mentor takes more than one mentee, the one in
    which it mattered that many different mentors teach, or did not. Peers and circles have no other."""

    kind: str
    policy: Policy
    pins: int
    outcome: "Outcome | Gathered"
    first: Mapping[str, int]
    otherwise: "Outcome | Gathered | None" = None
    spread: "Outcome | Gathered | None" = None

    @property
    def record(self) -> Record:
        """What it was computed from and by which matching, what proves it, and what either choice is worth, as a row
        keeps it."""
        return {
            "kind": self.kind,
            "pins": self.pins,
            "weights": asdict(self.policy.weights),
            "fair": self.policy.fair,
            "many_mentors": self.policy.many_mentors,
            "first": self.first,
            "digest": self.outcome.digest,
            "version": VERSION,
            **_proven(self.outcome),
            **worth(self.outcome),
            "otherwise": self.otherwise and worth(self.otherwise),
            "spread": self.spread and worth(self.spread),
        }

    def by_handfuls(self) -> Iterator[Handful]:
        """All pairs, then everybody without one."""
        found: Handful = [*self.outcome.pairs, *self.outcome.unmatched]
        return (found[start : start + HANDFUL] for start in range(0, len(found), HANDFUL))


def computed(arguments: Mapping[str, Any], **watching: Any) -> Computed:
    """``matched`` of these arguments, each way; a round of pairs that cannot be shown to be the best is refused."""
    policy = arguments["policy"]

    def compared(**other: bool) -> "Outcome | Gathered":
        return matched(**{**arguments, "policy": replace(policy, **other)}, **watching, explained=False)

    chosen = matched(**arguments, **watching)
    first = dict(Counter(one.first for one in arguments["pool"] if one.first))
    found = (arguments["kind"], policy, len(arguments["pins"]) - len(chosen.unkept))
    if arguments["kind"] != PAIRS:
        return Computed(*found, chosen, first)
    several = any(one.capacity > 1 for one in arguments["pool"] if one.role in ("mentor", "either"))
    return Computed(
        *found,
        chosen,
        first,
        otherwise=compared(fair=not policy.fair),
        spread=compared(many_mentors=not policy.many_mentors) if several else None,
    )


def worth(outcome: "Outcome | Gathered") -> dict[str, float]:
    """The sum of all scores and the lowest of them, 0 to 100 each, and how many different mentors teach."""
    return {
        "total": outcome.points / 10,
        "weakest": min((pair.score for pair in outcome.pairs), default=0.0),
        "mentors": len({pair.mentor for pair in outcome.pairs}),
    }


def _proven(outcome: "Outcome | Gathered") -> dict[str, Any]:
    """What the round is worth and what no other exceeds; of circles, how many mentees no other has more than."""
    if isinstance(outcome, Outcome):
        best = outcome.proof.best
        return {"worth": best.worth, "bound": best.bound, "pairs_priced": best.pairs}
    if outcome.proof is None:
        return {"bound": outcome.bound, "unkept": list(outcome.unkept)}
    best_of = {"chosen_among": outcome.proof.near, "pairs_priced": outcome.proof.allowed}
    return {"worth": outcome.proof.worth, "bound": outcome.proof.bound, **best_of}
