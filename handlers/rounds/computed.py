"""What is computed for a round: its pairs as the programme wants them, and what the other choices would have cost."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.rules.matching import Outcome, Policy, pair_up


@dataclass(frozen=True, slots=True)
class Computed:
    """A round; the one in which the total and the weakest pair had changed places; and, where some mentor takes more
    than one mentee, the one in which it mattered that many different mentors teach, or did not."""

    outcome: Outcome
    otherwise: Outcome
    spread: Outcome | None

    def record(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """What it was computed from, what proves it, and what either choice is worth, as a row keeps it."""
        policy, best = arguments["policy"], self.outcome.proof.best
        return {
            "digest": self.outcome.digest,
            "weights": asdict(policy.weights),
            "fair": policy.fair,
            "worth": best.worth,
            "bound": best.bound,
            "pairs_priced": best.pairs,
            **worth(self.outcome),
            "otherwise": worth(self.otherwise),
            "many_mentors": policy.many_mentors,
            "spread": self.spread and worth(self.spread),
        }


def computed(arguments: Mapping[str, Any], **watching: Any) -> Computed:
    """``pair_up`` of these arguments, each way; like it, this refuses a round that cannot be shown to be the best."""
    policy = arguments["policy"]

    def matched(policy: Policy) -> Outcome:
        return pair_up(**{**arguments, "policy": policy}, **watching)

    several = any(one.capacity > 1 for one in arguments["pool"] if one.role in ("mentor", "either"))
    return Computed(
        matched(policy),
        otherwise=matched(replace(policy, fair=not policy.fair)),
        spread=matched(replace(policy, many_mentors=not policy.many_mentors)) if several else None,
    )


def worth(outcome: Outcome) -> dict[str, float]:
    """The sum of all scores and the lowest of them, 0 to 100 each, and how many different mentors teach."""
    return {
        "total": outcome.points / 10,
        "weakest": min((pair.score for pair in outcome.pairs), default=0.0),
        "mentors": len({pair.mentor for pair in outcome.pairs}),
    }
