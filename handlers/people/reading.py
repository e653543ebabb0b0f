"""A sheet that was sent: read at once where that is quick, else left for the tick."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from slack_bolt import Ack
from sqlmodel import Session

from bot.rules import people
from bot.rules.addresses import addresses
from bot.rules.people import Fault, Sheet
from bot.rules.refusal import Refusal
from handlers import rights
from handlers.forms import answers, carried
from messages import form
from storage import joining, sheets
from storage.sheets import TakenIn
from storage.store import Store
from storage.tables import Programme

FORM = "people"
"""The draft that keeps a sheet until the tick has read it."""
AT_ONCE = 500
"""Rows that are read while the coordinator waits; Slack waits three seconds."""
SHOWN = 60
"""Faults that are said; whoever has more has one mistake many times."""
Watched = Callable[[Sequence[Sheet]], Iterable[Sheet]]


def read(ack: Ack, view: dict[str, Any], user_id: str, store: Store, now: datetime) -> None:
    """Take a pasted sheet in and say what became of it; what takes longer is left for the tick."""
    given = answers(view)
    programme_id = int(given.get("programme") or carried(view))
    wished = given.get("how") or []
    how: dict[str, Any] = {"dry_run": "dry_run" in wished, "strict": "strict" in wished}
    text, files = given.get("sheet") or "", given.get("file") or []
    if bool(text.strip()) is bool(files):
        raise Refusal("people/one_sheet", field="sheet", both=bool(files))
    sheet = _readable(text) if text.strip() else None
    with store.begin() as db:
        programme = rights.coordinated(db, user_id, programme_id)
        if sheet and len(sheet.rows) <= AT_ONCE and not addresses(sheet):
            shown = form("people/read", **take_in(db, sheet, programme, now, **how))
        else:
            url = files[0]["url_private_download"] if files else None
            keep(db, user_id, programme, {"text": text, "url": url, **how}, now)
            shown = form("people/waiting", lookups=bool(sheet and addresses(sheet)))
    ack(response_action="update", view=shown)


def take_in(
    db: Session,
    sheet: Sheet,
    programme: Programme | None,
    now: datetime,
    *,
    dry_run: bool,
    strict: bool,
    watched: Watched = iter,
) -> dict[str, Any]:
    """Write the good rows down, or none in a dry run or where all or nothing is asked. What became of it, as values.

    The parts of the sheet go through ``watched``, which may show how far this is.
    """
    done = TakenIn()
    for part in () if strict and sheet.faults else watched(sheets.slices(sheet)):
        done += tried(db, part, programme, now, dry_run=dry_run)
    return outcome(db, sheet, programme, done, dry_run=dry_run, strict=strict)


def tried(db: Session, sheet: Sheet, programme: Programme | None, now: datetime, *, dry_run: bool) -> TakenIn:
    """Write the good rows down; in a dry run, take that back."""
    attempt = db.begin_nested()
    done = sheets.take_in(db, sheet, programme, now)
    if dry_run:
        attempt.rollback()
    else:
        attempt.commit()
    return done


def outcome(
    db: Session, sheet: Sheet, programme: Programme | None, done: TakenIn, *, dry_run: bool, strict: bool
) -> dict[str, Any]:
    """What became of a sheet, as values for its templates."""
    return {
        "programme": programme and programme.name,
        "dry_run": dry_run,
        "refused": strict and bool(sheet.faults),
        "rows": len(sheet.rows),
        **asdict(done),
        "wrong": len(sheet.faults),
        "faults": [fault_values(fault) for fault in sheet.faults[:SHOWN]],
        "unknown": list(sheet.unknown_columns[:SHOWN]),
        "missing": list(sheet.missing_columns),
        "cycles": sheets.in_circles(db, sheet),
    }


def fault_values(fault: Fault) -> dict[str, Any]:
    """A fault as values for its sentence; addresses are left out, since what is said may be kept."""
    shown = {name: _without_address(value) for name, value in fault.values.items()}
    return {"row": fault.row, "column": fault.column, "code": fault.code, **shown}


def keep(db: Session, user_id: str, programme: Programme, job: Mapping[str, Any], now: datetime) -> None:
    """Leave a sheet for the tick; one sent before and not read yet gives way to it."""
    joining.drop_draft(db, user_id, FORM, str(programme.id))
    db.flush()
    joining.keep_draft(db, user_id, FORM, job, now, about=str(programme.id))


def _readable(text: str) -> Sheet:
    sheet = people.read(text)
    header = next((fault for fault in sheet.faults if fault.code == "header"), None)
    if header:
        raise Refusal("people/unreadable", field="sheet", fault=fault_values(header))
    return sheet


def _without_address(value: object) -> object:
    return f"…@{value.rpartition('@')[2]}" if isinstance(value, str) and people.is_email(value) else value
