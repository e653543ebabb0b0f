"""Chance that is the same on every machine and in every run."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

SPREAD = np.uint32(2_654_435_761)
"""Knuth's multiplier: scatters neighbouring numbers."""


def scattered(mentee: NDArray[Any], mentor: NDArray[Any]) -> NDArray[np.uint32]:
    """A number for each pair; of pairs that stand beside each other they lie far apart."""
    down, over = mentee.astype(np.uint32) * SPREAD, mentor.astype(np.uint32) * (SPREAD >> np.uint32(3))
    return np.asarray((down + over) * SPREAD)
