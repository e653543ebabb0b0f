"""What people hope for, as vectors: two that point the same way speak of the same things."""

import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from math import sqrt

from bot.rules.matching.candidate import Candidate

LENGTH = 100
"""Of a vector, in whole numbers: two that are equal multiply to nearly LENGTH * LENGTH, never to more."""

NEARLY = 1e-6
"""What is a whole number but for rounding errors stays one."""


def words(one: Candidate) -> frozenset[str]:
    """The words of a purpose; those of one or two letters mean nothing."""
    return frozenset(word for word in re.findall(r"\w+", one.purpose.casefold()) if len(word) > 2)


def vectors(cohort: Sequence[Candidate]) -> dict[str, dict[str, int]]:
    """Each person's purpose as TF-IDF: a word weighs ln((n + 1) / how many of the n people wrote it).

    A purpose is one sentence, so a word counts once. Rounded down to whole numbers, which are the same everywhere.
    """
    said = {one.user: words(one) for one in cohort if one.purpose}
    spread = Counter(word for vocabulary in said.values() for word in vocabulary)
    rarity = {word: _logarithm(len(said) + 1, many) for word, many in spread.items()}
    return {user: _scaled({word: rarity[word] for word in sorted(said[user])}) for user in said if said[user]}


@cache
def _logarithm(of: int, over: int) -> float:
    """Rounded the same way on every machine, which a processor's own logarithm is not."""
    return float((Decimal(of) / Decimal(over)).ln())


def _scaled(vector: dict[str, float]) -> dict[str, int]:
    length = sqrt(sum(weight * weight for weight in vector.values()))
    return {word: int(LENGTH * weight / length + NEARLY) for word, weight in vector.items()}
