"""What people say of themselves, as two of them are compared."""

from bot.rules import languages
from bot.rules.matching.candidate import Candidate


def spoken(one: Candidate) -> frozenset[str]:
    """The languages somebody speaks by code, however they are written."""
    return frozenset(map(languages.code, one.languages))


def formats(one: Candidate) -> frozenset[str]:
    return frozenset(way.casefold() for way in one.formats)


def department(one: Candidate) -> str:
    """The department as it is compared, empty where it is unknown."""
    return " ".join((one.department or "").casefold().split())
