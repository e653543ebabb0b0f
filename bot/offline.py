"""``mentor match``: a round computed from a sheet alone, before anybody is invited; no Slack, no database."""

import csv
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from bot.apart import clash
from bot.rules import people
from bot.rules.matching import (
    VERSION,
    Candidate,
    Outcome,
    Policy,
    Progress,
    Reason,
    Spent,
    allowed_pairs,
    chains_ended,
    named,
    pair_up,
    silent,
)
from bot.rules.people import HrRow, Sheet
from bot.watched import watched
from messages import sentence

if TYPE_CHECKING:
    from bot.rules.matching.equals import Chosen
    from bot.rules.matching.kinds import Gathered

GOOD, BAD = 0, 2


@dataclass(frozen=True)
class Wish:
    """What is asked for: the rules and the day they are judged on, the seed, where each result is written, and the
    kind: pairs, circles or peers."""

    policy: Policy
    on: date
    seed: int
    chains_end_at_file: bool
    pairs: Path
    unmatched: Path | None
    scores: Path | None
    kind: str = "pairs"


class Unusable(Exception):
    """A file that nothing can be read from or written to: a reason of messages/match/stopped.j2, and what about."""

    def __init__(self, why: str, about: object) -> None:
        super().__init__(why, about)
        self.why, self.about = why, about


def run(file: Path, wish: Wish, *, as_json: bool) -> int:
    """Match the people of a sheet and write down what came of it.

    Returns the exit code: 0, or 2 where the sheet cannot be read, or a file would be written over; then nothing is.
    """
    began = Spent.now()
    try:
        if same := clash(file, (wish.pairs, wish.unmatched, wish.scores)):
            raise Unusable(*same)
        sheet = people.read(_text(file), who=people.ANY_TEXT)
        if sheet.faults:
            return _refuse(sheet)
        read = Spent.now()
        with watched() as progress:
            outcome = (matched if wish.kind == "pairs" else gathered)(sheet, wish, progress)
        found = Spent.now()
        _write(sheet, outcome, wish)
    except Unusable as unusable:
        typer.echo(sentence("match/stopped", why=unusable.why, about=str(unusable.about)), err=True)
        return BAD
    written = Spent.now()
    parts = {"reading": read - began, "matching": found - read, "writing": written - found}
    report = summary(sheet, outcome, wish) | _took(outcome, parts, written - began)
    typer.echo(json.dumps(report, indent=2) if as_json else sentence("match/summary", **report))
    return GOOD


def matched(sheet: Sheet, wish: Wish, progress: Progress = silent) -> Outcome:
    """The round of everybody in the sheet who has a role."""
    people, managers = candidates(sheet), _managers(sheet, wish)
    return pair_up(people, policy=wish.policy, on=wish.on, seed=wish.seed, managers=managers, progress=progress)


def gathered(sheet: Sheet, wish: Wish, progress: Progress = silent) -> "Gathered":
    """The circles or the peers of everybody in the sheet who has a role."""
    from bot.rules.matching import kinds

    asked = candidates(sheet), wish.policy, wish.on, _managers(sheet, wish)
    made = kinds.circles if wish.kind == "circles" else kinds.peers
    return made(*asked, progress=progress)


def candidates(sheet: Sheet) -> list[Candidate]:
    """Everybody in the sheet who has a role, as matching sees them; what a cell leaves open has its default."""
    return [_candidate(row) for row in sheet.rows if row.role]


def summary(sheet: Sheet, outcome: "Outcome | Gathered", wish: Wish) -> dict[str, Any]:
    """The round in numbers. ``total`` is the sum of the scores as they are written, 0 to 100 each."""
    roles = Counter(row.role for row in sheet.rows)
    return {
        "kind": wish.kind,
        "people": len(sheet.rows),
        "mentors": roles["mentor"],
        "mentees": roles["mentee"],
        "either": roles["either"],
        "matched": len(outcome.pairs),
        "unmatched": len(outcome.unmatched),
        "total": outcome.points / 10,
        "minimum": min((pair.score for pair in outcome.pairs), default=None),
        "date": wish.on.isoformat(),
        "digest": outcome.digest,
        "version": VERSION,
        "cycles": [list(cycle) for cycle in outcome.cycles],
        "chains_end_at_file": wish.chains_end_at_file,
        "missing_columns": list(sheet.missing_columns),
        "unknown_columns": list(sheet.unknown_columns),
        **(_proven(outcome, wish) if isinstance(outcome, Outcome) else _bounded(outcome, wish)),
    }


def certificate(outcome: Outcome) -> dict[str, Any]:
    """What all pairs are worth, and the bound that none could exceed: equal, over so many allowed pairs."""
    best, whole = outcome.proof.best, outcome.proof.everybody or outcome.proof.best
    return {"proven": outcome.proof.holds, "primal": best.worth, "dual": best.bound, "allowed_pairs": whole.pairs}


def _proven(outcome: Outcome, wish: Wish) -> dict[str, Any]:
    made_from = {"seed": outcome.seed, "fair": wish.policy.fair}
    return made_from | {"certificate": certificate(outcome)}


def _bounded(outcome: "Gathered", wish: Wish) -> dict[str, Any]:
    """That no choice has more mentees in circles, or pairs of peers, than that; how many circles there are, or what
    proves the peers."""
    bounded = {"bound": outcome.bound}
    if wish.kind == "circles":
        return bounded | {"circles": len({pair.mentor for pair in outcome.pairs})}
    return bounded | {"certificate": _chosen(outcome.proof) if outcome.proof else None}


def _chosen(proof: "Chosen") -> dict[str, Any]:
    """What all pairs are worth, the bound that prices set, and among how many pairs a better one could still be: among
    these they are the best."""
    among = {"chosen_among": proof.near, "allowed_pairs": proof.allowed}
    return {"proven": True, "primal": proof.worth, "dual": proof.bound, **among}


def _took(outcome: "Outcome | Gathered", parts: dict[str, Spent], whole: Spent) -> dict[str, Any]:
    """Seconds of the whole and of its parts, by the clock and of the processor; solving is matching without reasons."""
    solving = {"solving": outcome.solving} if isinstance(outcome, Outcome) else {}
    spent = {part: _seconds(one) for part, one in (parts | solving).items()}
    return {"seconds": round(whole.seconds, 3), "spent": spent}


def _seconds(spent: Spent) -> dict[str, float]:
    return {"seconds": round(spent.seconds, 3), "processor": round(spent.processor, 3)}


def _text(file: Path) -> str:
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        raise Unusable("missing", file) from None
    except OSError as failed:
        raise Unusable("unreadable", f"{file}: {failed.strerror}") from None
    if not people.is_text(content):
        raise Unusable("binary", file)
    return people.decode(content)


def _refuse(sheet: Sheet) -> int:
    for fault in sheet.faults:
        values = {"row": fault.row, "column": fault.column, "code": fault.code, **fault.values}
        typer.echo(sentence("people/fault", fault=values), err=True)
    typer.echo(sentence("match/refused", wrong=len(sheet.faults)), err=True)
    return BAD


def _managers(sheet: Sheet, wish: Wish) -> dict[str, str | None]:
    known = sheet.managers()
    return chains_ended(known, (row.user for row in sheet.rows)) if wish.chains_end_at_file else known


def _candidate(row: HrRow) -> Candidate:
    said = {"hours": row.hours, "formats": row.formats, "capacity": row.capacity}
    return Candidate(
        user=row.user,
        role=row.role,
        level=row.level,
        department=row.department,
        reviewers=row.reviewers,
        former_managers=row.former_managers,
        zone=row.timezone,
        languages=row.languages,
        offers=row.offers,
        wants=row.wants,
        style=row.style,
        never=row.never,
        met=row.met,
        purpose=row.purpose,
        **{name: value for name, value in said.items() if value},  # type: ignore[arg-type]
    )


def _write(sheet: Sheet, outcome: "Outcome | Gathered", wish: Wish) -> None:
    two = ("one", "other") if wish.kind == "peers" else ("mentor", "mentee")
    _table(wish.pairs, (*two, "score", "reasons"), _pairs(outcome, peers=wish.kind == "peers"))
    if wish.unmatched:
        left = ((one.user, _why_left(one.reasons)) for one in outcome.unmatched)
        _table(wish.unmatched, ("user", "reason"), left)
    if wish.scores:
        pool, managers = candidates(sheet), _managers(sheet, wish)
        every = allowed_pairs(pool, policy=wish.policy, on=wish.on, managers=managers)
        _table(wish.scores, ("mentor", "mentee", "score"), every)


def _pairs(outcome: "Outcome | Gathered", *, peers: bool) -> Iterator[Sequence[object]]:
    for pair in outcome.pairs:
        why = named([reason.plain() for reason in pair.reasons])
        yield pair.mentor, pair.mentee, pair.score, sentence("rounds/why_pair", reasons=why, peers=peers, whole=True)


def _why_left(reasons: Iterable[Reason]) -> str:
    return " ".join(sentence("match/why_left", reason=reason.plain()) for reason in reasons)


def _table(file: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    try:
        with file.open("w", newline="", encoding="utf-8") as written:
            table = csv.writer(written)
            table.writerow(columns)
            table.writerows(rows)
    except OSError as failed:
        raise Unusable("unwritable", f"{file}: {failed.strerror}") from None
