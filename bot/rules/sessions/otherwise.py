"""What was typed where no session is told: that it did not take place, that it is planned, a question, a greeting."""

import re

from bot.rules.pattern import Pattern
from bot.rules.phrases import Unclear


def _pattern(words: str) -> Pattern:
    return Pattern(words, re.IGNORECASE)


_OPENING = (
    r"(?:(?:ah|but|hello|hey|hi|however|i|it|meeting|no|nope|oh|our|sadly|session|sorry|the|they|this|unfortunately"
    r"|we|yes)\b|[\s\ufffc,.!;:-])*"
)
_HELD = (
    r"(?:meet|met|talk|talked|speak|spoke|spoken|happen|happened|connect|manage|managed|make it|made it|find time"
    r"|found time|get together|take place|have (?:a|any|the|time|our)|had (?:a|any|the|time|our))\b"
)
_NOT_HELD = (
    r"(?:(?:did|do|have|has|had|could|can|was|were|are|is)(?:\s?not|n'?t)|never)\s"
    rf"(?:(?:yet|actually|really|even|able to|manage to|managed to|get to|find time to)\s)?{_HELD}"
    r"|not (?:yet|this (?:week|month|time))\b|no[ -]show\b|no (?:session|meeting|call|time)\b"
    r"|(?:(?:had to|was|were|got|has been|had been|is)\s)?"
    r"(?:cancel|cancelled|canceled|postponed|rescheduled)\b(?! culture)"
)
_STARTS_NOT_HELD = _pattern(_OPENING + f"(?:{_NOT_HELD})")
_SAYS_NOT_HELD = _pattern(rf"\b(?:{_NOT_HELD})")
_STARTS_WITH_NO = _pattern(
    r"[\s,.!-]*(?!no (?:idea|clue|problem|worries)\b)"
    r"(?:no|nope|nah|never|not|(?:(?:we|i)\s)?(?:did|have|could|can)(?:\s?not|n'?t))\b"
)
_PLANNED = _pattern(
    r"(?:(?:hi|hello|hey|yes|ok|okay|and|so)\b[\s,.!]*)?(?:let's|lets\b|(?:we|i|they)(?:'ll|'d like to"
    r"|\s(?:will|shall|would like to|want to|plan to|are going to|are planning|hope to))\b|shall we\b)"
    r"(?!\s(?:log|record|report|add|note)\b)"
)
_ASKED = _pattern(
    r"(?:(?:hi|hello|hey|sorry|ok|so|and|mentor)\b[\s,.!\ufffc]*)?(?:(?:how|what|when|who|where|why|which)\b"
    r"|(?:can|could|should|is|are|do|does|did|will|would|may)\s(?:he|i|it|she|that|the|there|they|this|we|you)\b)"
)
_GREETING = _pattern(
    r"(?:\b(?:hi|hello|hey|there|good|morning|afternoon|evening|day|thanks|thank|thx|you|very|so|much|a|lot|ok|okay"
    r"|cool|great|cheers|bye|all|everyone|bot|mentor|help|please|lol|nice|ping|test)\b|[^\w])*+"
)


def told_otherwise(text: str, *, timed: bool) -> Unclear | None:
    """Why a masked text tells of no session, if so; if a duration was understood (`timed`) only the opening says it."""
    if _STARTS_NOT_HELD.compiled.match(text):
        return Unclear("not_held")
    if _PLANNED.compiled.match(text):
        return Unclear("future", {"day": None})
    asked = bool(_ASKED.compiled.match(text)) or (text.endswith("?") and not timed)
    if asked and (text.endswith("?") or not timed):
        return Unclear("not_about_a_session")
    return None if timed else _without_duration(text)


def _without_duration(text: str) -> Unclear | None:
    if _STARTS_WITH_NO.compiled.match(text) or _SAYS_NOT_HELD.compiled.search(text):
        return Unclear("not_held")
    return Unclear("not_about_a_session") if _GREETING.compiled.fullmatch(text) else None
