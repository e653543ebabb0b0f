"""What a programme decides about its rounds."""

from dataclasses import dataclass, fields
from typing import Literal

HEAVIEST = 400
"""The most that all weights may add up to, so that single precision is exact."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each part of compatibility counts; only their proportions matter. None may be negative."""

    topics: int = 50
    """Half of it: a pair meets because one can teach what the other wants to learn."""
    style: int = 12
    """Two people who like to work alike need no sessions to find a way of working."""
    purpose: int = 10
    """Rare words in common for what one hopes for are a weak sign of the same hope."""
    departments: int = 10
    """Distance makes it safer to speak up, and brings news; it is no hard rule unless the programme says so."""
    hours: int = 10
    """Pairs whose days hardly touch cancel more; beyond four common hours nothing is gained."""
    formats: int = 8
    """Whoever wants to meet in person and whoever wants video can still agree: a wish, not an obstacle."""

    def __post_init__(self) -> None:
        if any(getattr(self, part.name) < 0 for part in fields(self)):
            raise ValueError("a weight is negative")
        if sum(getattr(self, part.name) for part in fields(self)) > HEAVIEST:
            raise ValueError(f"weights add up to more than {HEAVIEST}")


@dataclass(frozen=True, slots=True)
class Policy:
    """The settings of a programme that matching needs, named as the programme names them."""

    level_gap: int = 2
    overlap_hours: float = 2.0
    across_departments: Literal["preferred", "required", "no"] = "preferred"
    rotation: Literal["never", "keep"] = "never"
    sensitive: frozenset[str] = frozenset()
    """Topics that count and are never named."""
    weights: Weights = Weights()
    fair: bool = False
    """Whether the worst pair comes before the total."""
    many_mentors: bool = False
    """Whether as many different mentors as possible come before the total."""
