"""What is computed for a round: its pairs as the programme wants them, and what the other choice would have cost."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.rules.matching import Outcome, pair_up


@dataclass(frozen=True, slots=True)
class Computed:
    """A round, and the one in which the total and the weakest pair had changed places."""

    outcome: Outcome
    otherwise: Outcome

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
        }


def computed(arguments: Mapping[str, Any], **watching: Any) -> Computed:
    """``pair_up`` of these arguments, both ways; like it, this refuses a round that cannot be shown to be the best."""
    policy = arguments["policy"]
    both = (policy, replace(policy, fair=not policy.fair))
    return Computed(*(pair_up(**{**arguments, "policy": each}, **watching) for each in both))


def worth(outcome: Outcome) -> dict[str, float]:
    """The sum of all scores and the lowest of them, 0 to 100 each."""
    return {"total": outcome.points / 10, "weakest": min((pair.score for pair in outcome.pairs), default=0.0)}
