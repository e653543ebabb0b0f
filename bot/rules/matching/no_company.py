"""Why people are left without company, by rule: of circles, and of peers."""

from collections.abc import Sequence

import numpy as np

from bot.rules.matching.alike import BIT, RULES, Bits
from bot.rules.matching.candidate import Candidate
from bot.rules.matching.equals import Equals
from bot.rules.matching.judged import Judged
from bot.rules.matching.leftovers import Leftovers

ALONE = ("no_company", "no_company")


class WithoutCircle(Leftovers):
    """Whoever is in no circle: in such a one, mentor and mentee keep the rules of any pair."""

    taken = ALONE


class WithoutPeer(Leftovers):
    """Whoever has no peer: what either direction forbids keeps two apart, and being alike does, in place of levels."""

    taken = ALONE
    rules = tuple("alike" if rule == "level" else rule for rule in RULES)

    def __init__(self, found: Judged, left: Sequence[Candidate], market: Equals) -> None:
        super().__init__(found, left)
        self._market, self._place = market, found.cohort.mentee_at

    def _broken(self, some: Sequence[Candidate]) -> tuple[Bits, list[bool]]:
        alike = ~self._market.unlike(np.array([self._place[one.user] for one in some]))
        broken = self._learning(some) | self._teaching(some) | alike * np.uint8(BIT["level"])
        return broken, [False] * len(some)
