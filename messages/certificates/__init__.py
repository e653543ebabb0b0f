"""A certificate as a picture and as a document. Typst sets both of one page, which stands beside this file.

The document is PDF/A and PDF/UA: it holds its fonts, says its words to a screen reader, and may have no letter that no
font can draw. So nobody's name becomes a row of boxes: another name that Slack knows for them is taken.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from messages.mrkdwn import plain
from messages.page import Enclosure, put

if TYPE_CHECKING:
    from typst import PDFStandard

PAGE = Path(__file__).with_name("page.typ")
ANY_NAME = b"""
#set document(title: "A name", date: datetime(year: 2026, month: 1, day: 1))
#set text(font: "Libertinus Serif", lang: "en")
#sys.inputs.name
"""
STANDARDS: "list[PDFStandard]" = ["a-2a", "ua-1"]
DOTS = 150
"""Dots an inch: 1754 by 1240 for A4."""
ARROWS = 0x2190
"""Where Unicode's pictures begin; a symbol before that is one that people write with, such as ^ or ®."""
JOINERS = "\u200c\u200d"
"""They cannot be seen and belong to Persian and Indian names, inside of a word."""
KEYCAP, VARIANTS = 0x20E3, range(0xFE00, 0xFE10)
TOWER = re.compile("([\u0300-\u036f]{3})[\u0300-\u036f]+")
"""Accents upon accents, which would reach into other lines; Vietnamese has two."""


def certificate(
    file: str,
    *,
    name: str,
    kind: str,
    statement: str,
    facts: Sequence[tuple[str, str]],
    issuer: str,
    colophon: str,
    title: str,
    alt: str,
    issued_on: str,
) -> str:
    """Enclose a certificate as PNG and as PDF, which has the name of ``file``; the same words make the same bytes."""
    words = {"name": name, "kind": kind, "statement": statement, "issuer": issuer, "colophon": colophon, "title": title}
    day = date.fromisoformat(issued_on)
    page = {word: plain(said) for word, said in words.items()} | {
        "facts": [[plain(label), plain(value)] for label, value in facts],
        "issued_on": {"year": day.year, "month": day.month, "day": day.day},
    }
    picture, document = drawn(page)
    put(Enclosure(PurePath(file).with_suffix(".png").name, plain(title), picture, alt_text=plain(alt)))
    put(Enclosure(file, plain(title), document))
    return ""


def drawn(page: Mapping[str, Any]) -> tuple[bytes, bytes]:
    """The words of a certificate as PNG and as PDF."""
    import typst

    words = {"words": json.dumps(page)}
    document = typst.compile(PAGE, format="pdf", sys_inputs=words, pdf_standards=STANDARDS)
    return typst.compile(PAGE, format="png", ppi=DOTS, sys_inputs=words), document


def legible(names: Iterable[str]) -> str | None:
    """The first of somebody's names whose every letter can be drawn with the fonts that are here, without pictures."""
    return next((name for written in names if (name := letters(written)) and _can_be_drawn(name)), None)


def letters(written: str) -> str:
    """A name on one line, without emoji, without what directs other text, and without what cannot be seen."""
    low = TOWER.sub(r"\1", unicodedata.normalize("NFC", written))
    seen = "".join(_as_seen(letter) for letter in low)
    return " ".join(word for part in seen.split() if (word := part.strip(JOINERS)))


def _as_seen(letter: str) -> str:
    kind, number = unicodedata.category(letter), ord(letter)
    if letter.isspace() or (kind in ("So", "Sk") and number >= ARROWS):
        return " "
    unseen = kind.startswith("C") or number == KEYCAP or number in VARIANTS
    return "" if unseen and letter not in JOINERS else letter


def _can_be_drawn(name: str) -> bool:
    if name.isascii():
        return True
    import typst

    try:
        typst.compile(ANY_NAME, format="pdf", sys_inputs={"name": name}, pdf_standards=STANDARDS)
    except typst.TypstError:
        return False
    return True
