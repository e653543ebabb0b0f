"""What proves that no round is better."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Certificate:
    """What the pairs are worth together, and a bound that no round can exceed. They are equal, or nothing is proven.

    A matched mentee is worth `person`, a point 1, whoever comes first something between. The bound: charge
    `prices` for the seats of each mentor (whoever is not named costs nothing), and let every mentee gain what the best
    of `pairs` allowed pairs leaves them.
    """

    worth: int
    bound: int
    person: int
    pairs: int
    prices: Mapping[str, int]

    @property
    def proven(self) -> bool:
        return self.worth == self.bound

    @property
    def most(self) -> int:
        """How many mentees can be matched at most."""
        return self.bound // self.person


@dataclass(frozen=True, slots=True)
class Proof:
    """That no round is better. Where the worst pair comes before the total, also how many could be matched at all
    (`everybody`), and that fewer could where every pair had more points than the worst has (`higher`)."""

    best: Certificate
    everybody: Certificate | None = None
    higher: Certificate | None = None

    @property
    def holds(self) -> bool:
        if self.everybody is None or self.higher is None:
            return self.best.proven
        return self.best.proven and self.higher.most < self.best.most == self.everybody.most
