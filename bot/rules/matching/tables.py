"""Words that people have in common, counted for all pairs at once."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Rated = Mapping[str, int]


def common(left: Sequence[Rated], right: Sequence[Rated]) -> NDArray[np.int64]:
    """For each of `left` (down) and `right` (across), the sum over their common words of rating times rating."""
    from scipy.sparse import csr_array  # type: ignore[import-untyped]

    words = {word: place for place, word in enumerate(dict.fromkeys(word for row in right for word in row))}
    if not words:
        return np.zeros((len(left), len(right)), dtype=np.int64)

    def table(rows: Sequence[Rated]) -> Any:
        known = [[(words[word], rating) for word, rating in row.items() if word in words] for row in rows]
        ends = np.cumsum([0, *map(len, known)])
        cells = np.array([cell for row in known for cell in row], dtype=np.int64).reshape(-1, 2)
        return csr_array((cells[:, 1], cells[:, 0], ends), shape=(len(rows), len(words)))

    product: NDArray[np.int64] = (table(left) @ table(right).T).toarray()
    return product
