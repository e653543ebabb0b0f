"""The proof of a large round, looked at once more by the definition, pair by pair."""

import random
from dataclasses import replace

from round_cast import ON
from round_definition import broken, points

from bot.rules.matching import Policy, pair_up
from tests.benchmarks.company import candidates

PEOPLE, SAMPLED = 2_100, 4


def test_by_the_prices_of_the_proof_no_pair_of_a_large_company_would_leave_anybody_more() -> None:
    drawn, managers = candidates(PEOPLE, 3)
    pool = [replace(one, purpose=one.purpose if at % 60 == 0 else "") for at, one in enumerate(drawn)]
    found = pair_up(pool, policy=Policy(), on=ON, seed=1, managers=managers)
    proof, own = found.proof.best, {pair.mentee: pair for pair in found.pairs}
    mentees, mentors = ([one for one in pool if one.role == role] for role in ("mentee", "mentor"))
    assert proof.worth == len(own) * proof.person + found.points == proof.bound
    for mentee in random.Random(1).sample(mentees, SAMPLED):
        left = {
            mentor.user: points(mentor, mentee, Policy(), ON, pool) + proof.person - proof.prices.get(mentor.user, 0)
            for mentor in mentors
            if not any(broken(mentor, mentee, Policy(), ON, managers))
        }
        pair = own.get(mentee.user)
        gained = pair.points + proof.person - proof.prices.get(pair.mentor, 0) if pair else 0
        assert max(left.values(), default=0) == gained
        assert pair is None or left[pair.mentor] == gained
