"""Words at rest, sealed where the operator has set a key: whoever copies the database does not read them.

AES-256-GCM (NIST SP 800-38D) with a random nonce of 96 bits, which one key bears four thousand million times. What is
sealed is bound to its place: workspace, table, column and row. It is refused where somebody changed it, or put it
elsewhere. It reads ``sealed:<id of the key>:<nonce and cipher>``, so that keys can rotate: the first one seals, every
one opens. Words that were written without a key stay readable.
"""

import re
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

Keys = Mapping[str, bytes]
"""Keys of 32 bytes by id; the first one seals. None at all leaves words as they are."""
Place = tuple[str, ...]
"""Where words stand: workspace, table, column, and what names the row."""
NONCE = 12
SEALED = re.compile(r"sealed:([A-Za-z0-9-]{1,16}):([A-Za-z0-9_-]{38,}={0,2})")


class Unreadable(Exception):
    """Sealed words that were changed, stand in another place, or whose key is gone; never says which words."""


def seal(keys: Keys, words: str, place: Place) -> str:
    """The words as they are stored at a place."""
    key_id = next(iter(keys), None)
    if key_id is None:
        return f" {words}" if SEALED.fullmatch(words) else words  # what somebody types is never taken for sealed
    nonce = secrets.token_bytes(NONCE)
    cipher = _cipher(keys[key_id]).encrypt(nonce, words.encode(), _bound(place))
    return f"sealed:{key_id}:{urlsafe_b64encode(nonce + cipher).decode()}"


def unseal(keys: Keys, stored: str, place: Place) -> str:
    """The words that are stored at a place. Raises Unreadable."""
    found = SEALED.fullmatch(stored)
    if found is None:
        return stored
    key_id, encoded = found.groups()
    if key_id not in keys:
        raise Unreadable(f"{place[1]}.{place[2]} is sealed by the key {key_id}, which is not in MENTOR_KEYS")
    kept = urlsafe_b64decode(encoded)
    try:
        return _cipher(keys[key_id]).decrypt(kept[:NONCE], kept[NONCE:], _bound(place)).decode()
    except _invalid():
        raise Unreadable(f"{place[1]}.{place[2]} was not sealed in this row, or not by this key {key_id}") from None


def _bound(place: Place) -> bytes:
    return "\0".join(place).encode()


@cache
def _cipher(key: bytes) -> "AESGCM":
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key)


def _invalid() -> type[Exception]:
    from cryptography.exceptions import InvalidTag

    return InvalidTag
