"""The parts of compatibility that add up: a row of whole numbers for each mentee, a column for each mentor."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.rules.matching.candidate import Candidate
from bot.rules.matching.policy import Weights
from bot.rules.matching.purposes import LENGTH, vectors

FULL = 10_000
"""What a part comes to at most. All sums stay below 2 ** 24, so they are exact in single precision."""
STRONGEST = 5
MOST_DENSE = 48
"""So many of the commonest topics, taps and words are multiplied as a full table; a sparse one suits the rarer ones."""

Vector = Mapping[tuple[str, str], int]
Table = NDArray[np.float32]


class Features:
    """Topics, style and purpose of everybody. Their product, rows times columns, is what these parts earn a pair."""

    def __init__(
        self,
        mentees: Sequence[Candidate],
        mentors: Sequence[Candidate],
        weights: Weights,
        beside: Sequence[Candidate] = (),
    ) -> None:
        purposes = vectors(tuple({one.user: one for one in (*beside, *mentees, *mentors)}.values()))
        wanting = [_wanting(one, weights, purposes) for one in mentees]
        offering = [_offering(one, purposes) for one in mentors]
        spread: dict[tuple[str, str], int] = {}
        for vector in offering:
            for name in vector:
                spread[name] = spread.get(name, 0) + 1
        asked = {name for vector in wanting for name in vector}
        known = sorted(spread.keys() & asked, key=lambda name: (-spread[name], name))
        often, seldom = known[:MOST_DENSE], known[MOST_DENSE:]
        self._left, self._right = _table(wanting, often).toarray(), _table(offering, often).T.toarray()
        self._rare = (_table(wanting, seldom), _table(offering, seldom).T.tocsr()) if seldom else None

    def product(self, rows: slice, across: slice) -> Table:
        """For the mentees of `rows` and the mentors of `across`, what the parts earn, times their weights."""
        earned: Table = self._left[rows] @ self._right[:, across]
        if self._rare is not None:
            earned += (self._rare[0][rows] @ self._rare[1][:, across]).toarray()
        return earned


def has(people: Sequence[Candidate], of: Callable[[Candidate], object]) -> Table:
    """1 where somebody has something, else 0."""
    return np.array([bool(of(one)) for one in people], dtype=np.float32)


def taps(one: Candidate) -> dict[str, int]:
    """The answers on style by question; empty unless all four were given."""
    valid = len(one.style) == 4 and set(one.style) <= {"a", "b"}
    return {f"{at}{tap}": 1 for at, tap in enumerate(one.style)} if valid else {}


def folded(rated: Mapping[str, int]) -> dict[str, int]:
    """Topics as they are compared, whatever their case."""
    return {topic.casefold(): rating for topic, rating in rated.items()}


def shares(wants: Mapping[str, int]) -> dict[str, int]:
    """FULL / STRONGEST, shared out among topics by priority: whole numbers, the largest remainders rounded up."""
    whole, asked = FULL // STRONGEST, sum(wants.values())
    found = {topic: whole * priority // asked for topic, priority in wants.items()}
    over = sorted(wants, key=lambda topic: (-(whole * wants[topic] % asked), topic))
    for topic in over[: whole - sum(found.values())]:
        found[topic] += 1
    return found


def _wanting(one: Candidate, weights: Weights, purposes: Mapping[str, Mapping[str, int]]) -> Vector:
    topics = {("topic", topic): weights.topics * share for topic, share in shares(folded(one.wants)).items()}
    style = {("style", tap): weights.style * FULL // 4 for tap in taps(one)}
    return {**topics, **style, **_words(purposes.get(one.user, {}), weights.purpose)}


def _offering(one: Candidate, purposes: Mapping[str, Mapping[str, int]]) -> Vector:
    topics = {("topic", topic): strength for topic, strength in folded(one.offers).items()}
    return {**topics, **{("style", tap): 1 for tap in taps(one)}, **_words(purposes.get(one.user, {}), 1)}


def _words(purpose: Mapping[str, int], weight: int) -> Vector:
    assert LENGTH * LENGTH == FULL
    return {("word", word): weight * length for word, length in purpose.items() if length and weight}


def _table(vectors_of: Sequence[Vector], names: Iterable[tuple[str, str]]) -> Any:
    from scipy.sparse import csr_array  # type: ignore[import-untyped]

    place = {name: at for at, name in enumerate(names)}
    cells = [
        (row, place[name], much)
        for row, vector in enumerate(vectors_of)
        for name, much in vector.items()
        if name in place
    ]
    rows, columns, values = zip(*cells, strict=True) if cells else ((), (), ())
    shape = (len(vectors_of), len(place))
    return csr_array(
        (np.array(values, dtype=np.float32), (np.array(rows, dtype=np.int64), np.array(columns, dtype=np.int64))),
        shape=shape,
    )
