"""Equal values get equal numbers, so that what two people are to each other is looked up in a small table."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

Value = TypeVar("Value", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Coded(Generic[Value]):
    """For each person a number, and the value that each number stands for."""

    number: NDArray[np.int64]
    values: tuple[Value, ...]


def coded(values: Sequence[Value]) -> Coded[Value]:
    places: dict[Value, int] = {}
    numbers = [places.setdefault(value, len(places)) for value in values]
    return Coded(np.array(numbers, dtype=np.int64), tuple(places))
