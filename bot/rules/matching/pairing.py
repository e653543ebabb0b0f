"""One round from beginning to end."""

import random
from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np

from bot.rules.matching.candidate import Candidate
from bot.rules.matching.certificate import certify
from bot.rules.matching.cohort import Cohort
from bot.rules.matching.digest import digest
from bot.rules.matching.fairness import evened, fairest
from bot.rules.matching.judged import Managers, judged, with_a_role
from bot.rules.matching.leftovers import Leftovers
from bot.rules.matching.market import Market, open_market
from bot.rules.matching.optimum import best
from bot.rules.matching.outcome import Match, Outcome, Unmatched
from bot.rules.matching.outlook import outlook
from bot.rules.matching.policy import Policy
from bot.rules.matching.proof import Proof
from bot.rules.matching.reasons import why
from bot.rules.matching.seats import NOBODY, Integers, Seating
from bot.rules.matching.spent import Spent
from bot.rules.matching.wishes import Pairs, Progress


def matched(
    pool: Sequence[Candidate],
    policy: Policy,
    on: date,
    seed: int,
    managers: Managers,
    pins: Pairs,
    forbidden: Pairs,
    progress: Progress,
    explained: bool,
) -> Outcome:
    """See `pair_up`."""
    began, people = Spent.now(), _shuffled(pool, seed)
    found = judged(people, policy, on, managers, forbidden)
    market, pinned = _pinned(found.cohort, pins, progress)
    seating, proof = _best(market)
    if not proof.holds:
        raise ArithmeticError("the round is not proven best, so nobody may see it")
    solving = Spent.now() - began
    pairs = [*pinned, *_pairs(found.cohort, seating)]
    placed = {user for pair in pairs for user in (pair.mentor, pair.mentee)}
    left = sorted((one for one in people if one.user not in placed), key=lambda one: one.user)
    made = [(pair.mentor, pair.mentee) for pair in pairs]
    more = outlook(found.cohort, people, made, pins) if explained and left else ()
    reasons = Leftovers(found, left, more).why() if explained else {}
    return Outcome(
        pairs=tuple(sorted(pairs, key=lambda pair: (pair.mentor, pair.mentee))),
        unmatched=tuple(Unmatched(one.user, reasons.get(one.user, ())) for one in left),
        cycles=found.cycles,
        seed=seed,
        digest=digest(pool, policy, on, managers, pins, forbidden),
        proof=proof,
        solving=solving,
    )


def allowed(
    pool: Sequence[Candidate], policy: Policy, on: date, managers: Managers
) -> Iterator[tuple[str, str, float]]:
    """See `allowed_pairs`."""
    people = judged(with_a_role(pool), policy, on, managers).cohort
    for block in open_market(people).scan("scores", lambda block: block):
        scores = (block.points / 10).tolist()
        for row, column, score in zip(block.mentee.tolist(), block.mentor.tolist(), scores, strict=True):
            yield people.mentors[column].user, people.mentees[row].user, score


def _shuffled(pool: Sequence[Candidate], seed: int) -> list[Candidate]:
    """Whoever has a role, in an order that only the people and the seed decide."""
    people = with_a_role(pool)
    random.Random(seed).shuffle(people)
    return people


def _pinned(judged: Cohort, pins: Pairs, progress: Progress) -> tuple[Market, list[Match]]:
    """What is left to decide, and the pairs that are decided. Refuses a pin that breaks a rule."""
    market, found = open_market(judged, progress), []
    for mentor, mentee in sorted(set(pins)):
        row, column = judged.mentee_at.get(mentee, NOBODY), judged.mentor_at.get(mentor, NOBODY)
        known = NOBODY not in (row, column)
        if not known or market.taken[row] or not market.free[column] or judged.broken(slice(row, row + 1))[0, column]:
            raise ValueError(f"the pin {mentor}, {mentee} breaks a rule")
        market.taken[row] = True
        market.free[column] -= 1
        found.append(_match(judged, row, column, int(judged.points(slice(row, row + 1))[0, column])))
    return market, found


def _best(market: Market) -> tuple[Seating, Proof]:
    seating, prices, graph, seen = best(market)
    if not market.cohort.policy.fair or not seating.matched:
        seating = evened(market, seating, seen)
        return seating, Proof(certify(market, seating, prices))
    everybody = certify(market, seating, prices)
    fair, found, prices, higher = fairest(market, seating, graph)
    above = market.above(fair.floor + 1, flat=True)
    nobody = Seating(np.full(market.mentees, NOBODY), np.zeros(market.mentees, dtype=np.int64))
    return found, Proof(certify(fair, found, prices), everybody, certify(above, nobody, higher))


def _pairs(judged: Cohort, seating: Seating) -> list[Match]:
    rows: Integers = np.flatnonzero(seating.mentor_of != NOBODY)
    return [_match(judged, row, int(seating.mentor_of[row]), int(seating.points_of[row])) for row in rows.tolist()]


def _match(judged: Cohort, row: int, column: int, points: int) -> Match:
    mentor, mentee = judged.mentors[column], judged.mentees[row]
    reasons = why(mentor, mentee, judged.minutes(row, column), judged.policy)
    return Match(mentor.user, mentee.user, points, reasons)
