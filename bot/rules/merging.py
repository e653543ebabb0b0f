"""Two people who have one form open at once: each changes what they changed, and nothing of what the other did."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, TypeVar
from zlib import crc32

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Values = TypeVar("Values", bound="DataclassInstance")


def prints(values: "DataclassInstance") -> dict[str, int]:
    """What a form remembers of the values that it was opened with: a short print of each."""
    return {name: _print(value) for name, value in asdict(values).items()}


def merged(read: Mapping[str, int], wanted: Values, present: Values) -> Values:
    """What somebody changed since ``read``; all else as it stands. Where both changed a value, the later one stands."""
    changed = {name for name, now in prints(wanted).items() if now != read[name]}
    return replace(present, **{name: getattr(wanted, name) for name in changed})


def merged_people(read: Iterable[str], wanted: Iterable[str], present: Iterable[str]) -> set[str]:
    """Those of now, without whom somebody took away since ``read``, and with whom they added."""
    return ({*present} - ({*read} - {*wanted})) | ({*wanted} - {*read})


def _print(value: object) -> int:
    return crc32(json.dumps(value, sort_keys=True, default=str).encode())
