"""A name for everything that a round was computed from."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from hashlib import sha256

from bot.rules.matching.candidate import Candidate
from bot.rules.matching.policy import Policy

VERSION = 3
"""Grows whenever the same inputs would give other pairs."""


def digest(
    pool: Sequence[Candidate],
    policy: Policy,
    on: date,
    managers: Mapping[str, str | None],
    pins: Iterable[tuple[str, str]] = (),
    forbidden: Iterable[tuple[str, str]] = (),
    *of: object,
) -> str:
    """SHA-256 over the inputs, the same for every order of people, topics and words; ``of`` which kind, where the
    round is not of pairs, and what else counts then."""
    told = [
        VERSION,
        policy,
        on,
        sorted(pool, key=lambda one: one.user),
        dict(managers),
        sorted(pins),
        sorted(forbidden),
        *of,
    ]
    return sha256(json.dumps(told, default=_plain, sort_keys=True).encode()).hexdigest()


def _plain(value: object) -> object:
    if is_dataclass(value):
        return {part.name: getattr(value, part.name) for part in fields(value)}
    if isinstance(value, Mapping):
        return dict(value)
    return sorted(value) if isinstance(value, frozenset) else str(value)
