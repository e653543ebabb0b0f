"""People whom a sheet names by e-mail address: who they are is found out once, and only their ids are kept."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bot.rules.people import Fault, HrRow, Sheet, is_email

PLACES = ("user", "manager", "reviewers", "former_managers", "never", "met")
"""The columns that name people."""


def addresses(sheet: Sheet) -> list[str]:
    """Every address that stands in the good rows of a sheet, each once."""
    return sorted({person for row in sheet.rows for person in row.mentions() if is_email(person)})


def identified(sheet: Sheet, ids: Mapping[str, str | None], *, allowed: bool = True) -> Sheet:
    """The sheet with ids instead of addresses. A row that names somebody unknown is at fault and left out.

    ``allowed`` is whether Slack may be asked at all. Codes: address and address_scope (text), repeated and
    own_manager as in ``bot.rules.people``.
    """
    known = {address: user_id for address, user_id in ids.items() if user_id is not None}
    rows: dict[str, HrRow] = {}
    faults = list(sheet.faults)
    for row in sheet.rows:
        named = row.renamed(known)
        fault = _unknown(named, "address" if allowed else "address_scope") or _clash(named, rows)
        if fault:
            faults.append(fault)
        else:
            rows[named.user] = named
    return replace(sheet, rows=tuple(rows.values()), faults=tuple(sorted(faults, key=lambda fault: fault.row)))


def _unknown(row: HrRow, code: str) -> Fault | None:
    unknown = ((column, person) for column in PLACES for person in _people(row, column) if is_email(person))
    return next((Fault(row.row, column, code, {"text": person}) for column, person in unknown), None)


def _clash(row: HrRow, rows: Mapping[str, HrRow]) -> Fault | None:
    if row.user in rows:
        return Fault(row.row, "user", "repeated", {"text": row.user, "first": rows[row.user].row})
    if row.manager == row.user:
        return Fault(row.row, "manager", "own_manager", {"text": row.user})
    return None


def _people(row: HrRow, column: str) -> Iterator[str]:
    named = getattr(row, column)
    if isinstance(named, str):
        yield named
    elif named:
        yield from sorted(named)
