"""What may be pinned: a coordinator's wish never comes before a rule, neither when it is said nor when it is kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from bot.rules.matching import Candidate
from bot.rules.programmes import CIRCLES, PEERS
from handlers.rounds.kinds import judged
from handlers.rounds.standing import absence, fit_together
from storage import rulings
from storage.pool import Pool, pool
from storage.rulings import Pair
from storage.tables import Programme, Round, Ruling

Why = tuple[str, str | None]
"""Why a pair cannot be, as a code, and whom that is about."""


@dataclass(frozen=True)
class Unkept:
    """A pin that the round does not hold: why, as a code, and whom that is about. ``later``: the next run keeps it;
    ``small``: no circle could be filled around it."""

    mentor: str
    mentee: str
    why: str
    who: str | None = None


def possible(wanted: Iterable[Ruling], present: Pool, on: date) -> list[Pair]:
    """Those pins that the rules allow on this day, the oldest first where a mentor has more than seats."""
    pairs = [(one.mentor_id, one.mentee_id) for one in wanted]
    return [pair for pair, why in zip(pairs, reasons_against(pairs, present, on), strict=True) if why is None]


def reasons_against(pairs: Sequence[Pair], present: Pool, on: date) -> list[str | None]:
    """For each pair the rule by which it cannot be pinned, beside those before it, or None."""
    people = [present.candidates[who] for who in {*_people(pairs)} if who in present.candidates]
    told, before, found = _judged(people, pairs, present, on), list[Pair](), []
    for pair, rule in zip(pairs, told, strict=True):
        why = rule or _against_others(pair, before, present, on)
        if why is None:
            before.append(pair)
        found.append(why)
    return found


def _against_others(pair: Pair, before: Sequence[Pair], present: Pool, on: date) -> str | None:
    """Why the pins before it leave no room: `capacity`, `elsewhere` of a peer, or `circle` for its other mentees."""
    if present.kind == PEERS:
        return "elsewhere" if {*pair} & {*_people(before)} else None
    mentor, mentee = pair
    beside = [learns for teaches, learns in before if teaches == mentor]
    if len(beside) >= present.candidates[mentor].capacity:
        return "capacity"
    alone = present.kind != CIRCLES or not beside
    return None if alone or fit_together(present, mentor, [*beside, mentee], on) else "circle"


def why_not(db: Session, programme: Programme, pair: Pair, now: datetime) -> Why | None:
    """Why this pair cannot be pinned; None where it can."""
    present = pool(db, programme, now, only=pair)
    return explained(db, programme, present, pair, reasons_against([pair], present, now.date())[0])


def explained(db: Session, programme: Programme, present: Pool, pair: Pair, rule: str | None) -> Why | None:
    """A rule that forbids a pair as a coordinator may hear it, and whom it is about.

    What a coordinator has forbidden is no secret to them; all else that keeps two people apart is.
    """
    if rule == "apart" and any(one.kind == "forbidden" for one in rulings.between(db, programme.id or 0, *pair)):
        return "forbidden", None
    if rule != "absent":
        return (rule, None) if rule else None
    missing = next((who for who in pair if who not in present.candidates), None)
    return (absence(db, programme, missing), missing) if missing else ("role", None)


def unkept(db: Session, row: Round, programme: Programme, now: datetime) -> list[Unkept]:
    """The pins that are no pair of a preview: those that a rule forbids now, and those that the next run will keep."""
    missing = rulings.unmade(db, row.programme_id, row.id)
    if not missing:
        return []
    pairs = [(one.mentor_id, one.mentee_id) for one in rulings.of_programme(db, row.programme_id, "pinned")]
    present = pool(db, programme, now, only=_people(pairs))
    against = dict(zip(pairs, reasons_against(pairs, present, now.date()), strict=True))
    too_few, found = {tuple(pair) for pair in row.record.get("unkept", ())}, []
    for pair in ((one.mentor_id, one.mentee_id) for one in missing):
        usual = "small" if pair in too_few else "later"
        why, who = explained(db, programme, present, pair, against[pair]) or (usual, None)
        found.append(Unkept(*pair, why, who))
    return found


def _judged(people: Sequence[Candidate], pairs: Sequence[Pair], present: Pool, on: date) -> list[str | None]:
    told = judged(present.kind, people, pairs, policy=present.policy, on=on, managers=present.managers)
    return [one if isinstance(one, str) else None for one in told]


def _people(pairs: Iterable[Pair]) -> list[str]:
    return list(dict.fromkeys(who for pair in pairs for who in pair))
