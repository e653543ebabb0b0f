"""What HR's row suggests for somebody's joining form; they see it, change it and decide."""

from collections.abc import Iterable, Mapping
from datetime import time

from bot.rules import joining, languages
from bot.rules.joining import Answers
from bot.rules.people import HrRow


def suggestions(row: HrRow, catalogue: Iterable[str]) -> Answers:
    """The answers that a row has something to say about. A row without a role suggests nothing: no part is meant."""
    if not row.role:
        return {}
    spelling = list(catalogue)
    found: Answers = {"role": row.role, "from_hr": True}
    if row.offers:
        found |= {"offers": _topics(row.offers, spelling), "offer_weights": _weights(row.offers, spelling)}
    if row.wants:
        found |= {"wants": _topics(row.wants, spelling), "want_weights": _weights(row.wants, spelling)}
    if row.style:
        found["style"] = row.style
    if formats := [known for known in joining.FORMATS if known in row.formats]:
        found["formats"] = formats
    if row.languages:
        found["languages"] = sorted({languages.code(word) for word in row.languages})
    if row.hours and row.hours[0] < row.hours[1]:
        found |= {"hours_from": _clock(row.hours[0]), "hours_to": _clock(row.hours[1])}
    if row.capacity:
        found["capacity"] = row.capacity
    if row.purpose:
        found["purpose"] = row.purpose
    if row.never:
        found["never"] = sorted(row.never)
    return found


def _topics(rated: Mapping[str, int], spelling: list[str]) -> list[str]:
    return joining.merged(rated, (), spelling)


def _weights(rated: Mapping[str, int], spelling: list[str]) -> dict[str, int]:
    return {joining.merged([topic], (), spelling)[0]: weight for topic, weight in rated.items()}


def _clock(moment: time) -> str:
    return f"{moment:%H:%M}"
