"""What came of it all, as the coordinator's Home and those who took part tell it."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

ENDED = re.compile(r"pair-ended:(\d+):")
"""Said to whoever did not end the pair, be it that the other one ended it or left the programme."""


@dataclass(frozen=True)
class Summary:
    """Numbers of a programme that was played, in the order in which they are told, and what went wrong."""

    numbers: dict[str, int]
    refused: tuple[str, ...]

    def __str__(self) -> str:
        told = [f"{name}: {number}" for name, number in self.numbers.items()]
        return "\n".join([*told, f"refused or failed: {len(self.refused) or 'nothing'}", *self.refused[:10]])


def summary(home: str, pairs: int, said: Iterable[str], did: Counter[str], refused: Sequence[str]) -> Summary:
    """From what stands on a coordinator's Home, the number of pairs, the keys of what was said to people, and how
    often each button was pressed.
    """
    numbers = {
        "people joined": did["Join"],
        "agreements signed": did["Sign"],
        "pairs introduced": pairs,
        "sessions held": _number(r"sessions held (\d+)", home),
        "goals reached": _number(r"Goals reached (\d+)", home),
        "promises kept": _number(r"promises kept (\d+)", home),
        "surveys answered": did["Send anonymously"],
        "announcements": did["Send it now"],
        "pairs that completed their months": _number(r"(\d+) pairs? ha(?:s|ve) completed", home),
        "people who wanted a new partner": did["A new partner"] + did["Another circle"],
        "people who stay in touch": did["Stay in touch"],
        "pairs ended by one of the two": len({found[1] for key in said if (found := ENDED.match(key))}),
        "people who left": did["Leave the programme"],
        "messages that may not have arrived": _number(r"(\d+) messages? may not have arrived", home),
    }
    return Summary(numbers, tuple(refused))


def _number(pattern: str, text: str) -> int:
    found = re.search(pattern, text)
    return int(found[1]) if found else 0
