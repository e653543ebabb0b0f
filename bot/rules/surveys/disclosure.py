"""What of anonymous answers may be shown: what says something of many people, and nothing of one.

Answers are shown of a group of closed months, once enough people have answered in it, and a group that was shown is
never cut or extended: so no two reports can be subtracted. Somebody who answers more than once, in another month or
about another pair, is one of these people. Within a group the answers to a question are shown only where no single
answer was given by all, or by all but those of one person: whoever knows their own answers knows nobody else's then.
The two roles are shown apart only where both may be; else subtracting one from the total would tell of the other.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

Counts = Mapping[int, int]
"""How often each value was given."""
Who = Collection[str | None]
"""Who has answered, as often as they did; None for each answer of somebody who has left."""


@dataclass(frozen=True)
class Crowd:
    """How many people answered, at least, and how many of the answers may be those of one of them."""

    people: int
    most: int = 1


@dataclass(frozen=True)
class Group:
    """Months whose answers are shown together, the earliest first, and how often they were answered."""

    windows: tuple[str, ...]
    answered: int


def crowd(who: Who) -> Crowd:
    """Count each person once. Those who have left may all be one, and that one may have come back."""
    present = Counter(one for one in who if one is not None)
    return Crowd(len(present), max(present.values(), default=0) + len(who) - present.total())


def groups(closed: Sequence[tuple[str, Who]], smallest: int) -> list[Group]:
    """Put closed months together, the earliest first, until enough people have answered. What is left over waits.

    ``closed`` are months with who has answered, in none of which anybody can answer any more. More closed months after
    them change no group that there was.
    """
    made: list[Group] = []
    windows: tuple[str, ...] = ()
    answered: list[str | None] = []
    for window, who in closed:
        windows, answered = (*windows, window), [*answered, *who]
        if crowd(answered).people >= smallest:
            made.append(Group(windows, len(answered)))
            windows, answered = (), []
    return made


def may_be_shown(counts: Counts, crowd: Crowd, smallest: int) -> bool:
    """Whether the answers to one question may be shown: of enough people, and none that all but one person gave."""
    others = sum(counts.values()) - crowd.most
    return crowd.people >= smallest and max(counts.values(), default=0) < others


def change_may_be_shown(ratings: Sequence[tuple[int, int]], smallest: int) -> bool:
    """Whether the means of what people rated before and after may be shown: where both alone may be.

    Each person's two ratings stand in one group only, for good. What changed is the one less the other and tells
    nothing more.
    """
    everybody = Crowd(len(ratings))
    return all(may_be_shown(Counter(side), everybody, smallest) for side in zip(*ratings, strict=True))


def breakdown_may_be_shown(parts: Collection[tuple[Counts, Crowd]], smallest: int) -> bool:
    """Whether the answers of every role may be shown apart: all or none."""
    return len(parts) > 1 and all(may_be_shown(counts, crowd, smallest) for counts, crowd in parts)
