"""What of anonymous answers may be shown: what says something of many people, and nothing of one.

Answers are shown of a group of closed months, once it has answers of enough people, and a group that was shown is
never cut or extended: so no two reports can be subtracted. Within a group the answers to a question are shown only
where no single answer was given by all, or by all but one: whoever knows their own answer knows nobody else's then.
The two roles are shown apart only where both may be; else subtracting one from the total would tell of the other.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

Counts = Mapping[int, int]
"""How often each value was given."""


@dataclass(frozen=True)
class Group:
    """Months whose answers are shown together, the earliest first, and how many people answered in them."""

    windows: tuple[str, ...]
    answered: int


def groups(closed: Sequence[tuple[str, int]], smallest: int) -> list[Group]:
    """Put closed months together, the earliest first, until enough people have answered. What is left over waits.

    ``closed`` are months with the number of their answers, none of which can grow any more. More closed months after
    them change no group that there was.
    """
    made: list[Group] = []
    windows: tuple[str, ...] = ()
    answered = 0
    for window, count in closed:
        windows, answered = (*windows, window), answered + count
        if answered >= smallest:
            made.append(Group(windows, answered))
            windows, answered = (), 0
    return made


def may_be_shown(counts: Counts, smallest: int) -> bool:
    """Whether the answers to one question may be shown: enough people, and no answer that all but one gave."""
    people = sum(counts.values())
    return people >= smallest and max(counts.values()) <= people - 2


def change_may_be_shown(ratings: Sequence[tuple[int, int]], smallest: int) -> bool:
    """Whether the means of what people rated before and after may be shown: where both alone may be.

    Each person's two ratings stand in one group only, for good. What changed is the one less the other and tells
    nothing more.
    """
    before, after = (Counter(side) for side in zip(*ratings, strict=True))
    return may_be_shown(before, smallest) and may_be_shown(after, smallest)


def breakdown_may_be_shown(parts: Collection[Counts], smallest: int) -> bool:
    """Whether the answers of every role may be shown apart: all or none."""
    return len(parts) > 1 and all(may_be_shown(counts, smallest) for counts in parts)
