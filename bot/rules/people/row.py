"""The values that a sheet is read into."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import time


@dataclass(frozen=True, slots=True)
class HrRow:
    """One person as HR describes them. What a cell left empty has the value that means "not said".

    `role` is mentor, mentee, either, or empty: listed for the management chain only. `manager` None means
    "has none" where `manager_known`, else nothing is known. People are ids, or e-mail addresses in lower case.
    """

    row: int
    user: str
    role: str = ""
    level: int | None = None
    department: str | None = None
    manager: str | None = None
    manager_known: bool = False
    reviewers: frozenset[str] = frozenset()
    former_managers: frozenset[str] = frozenset()
    timezone: str | None = None
    hours: tuple[time, time] | None = None
    languages: frozenset[str] = frozenset()
    offers: Mapping[str, int] = field(default_factory=dict)
    wants: Mapping[str, int] = field(default_factory=dict)
    style: str = ""
    formats: frozenset[str] = frozenset()
    capacity: int | None = None
    never: frozenset[str] = frozenset()
    met: frozenset[str] = frozenset()
    purpose: str = ""

    def mentions(self) -> Iterator[str]:
        """Everybody whom the row names, its own person first."""
        yield self.user
        if self.manager is not None:
            yield self.manager
        for others in (self.reviewers, self.former_managers, self.never, self.met):
            yield from others

    def renamed(self, ids: Mapping[str, str]) -> "HrRow":
        """The same row with people called by `ids` (an e-mail address by its Slack id); who is absent there stays."""

        def each(people: frozenset[str]) -> frozenset[str]:
            return frozenset(ids.get(person, person) for person in people)

        return replace(
            self,
            user=ids.get(self.user, self.user),
            manager=None if self.manager is None else ids.get(self.manager, self.manager),
            reviewers=each(self.reviewers),
            former_managers=each(self.former_managers),
            never=each(self.never),
            met=each(self.met),
        )


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a row of the sheet (counted as a spreadsheet does, the header is usually 1).

    `code` is one of CODES; `values` say what stood there and what would be right.
    """

    row: int
    column: str
    code: str
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole sheet: its good rows, one fault per bad row, and which columns were unknown or missing."""

    rows: tuple[HrRow, ...] = ()
    faults: tuple[Fault, ...] = ()
    unknown_columns: tuple[str, ...] = ()
    missing_columns: tuple[str, ...] = ()

    def managers(self) -> dict[str, str | None]:
        """The management chain as far as the sheet knows it: person to manager, None for "has none"."""
        return {row.user: row.manager for row in self.rows if row.manager_known}
