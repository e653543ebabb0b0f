"""A certificate as it is drawn: read back by other libraries than drew it, whatever people call themselves."""

from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from pypdf import PageObject, PdfReader

from messages import enclosed
from messages.certificates import legible, letters
from messages.page import Enclosure
from messages.samples import SAMPLES

TEMPLATE = "certificates/given"
MENTOR, MENTEE = SAMPLES[TEMPLATE]["to a mentor"], SAMPLES[TEMPLATE]["to a mentee"]
LONG = "Maximiliana Wolfeschlegelsteinhausenbergerdorff-Montgomery von Hohenstaufen"
WIDE = "W" * 200
MARKUP = r"$x^2$ \frac #strong[x] *b* _i_ <l> @r `c` // = {{ 7 * 7 }} &amp; </w:t>"
NO_FONT = "\U00013000\U00013001"
"""Two hieroglyphs."""
CALLED = {
    "plain": "Ann Berg",
    "one letter": "O",
    "accents": "Søren Łukasz Ğüneş Nguyễn Thị Hồng",
    "greek": "Ελένη Παπαδοπούλου",
    "cyrillic": "Надежда Щербакова",
    "long": LONG,
    "markup": MARKUP,
    "quotes": "Conan O'Brien \"The 'Boss\"",
    "dashes": "Anne--Marie --- ... ->",
}


def drawn(**values: Any) -> tuple[Enclosure, Enclosure]:
    _, (picture, document) = enclosed(TEMPLATE, **MENTOR | values)
    return picture, document


def page(document: Enclosure) -> PageObject:
    """Its only page."""
    (only,) = PdfReader(BytesIO(document.content)).pages
    return only


def text(**values: Any) -> str:
    """The words that one can select, in one line."""
    return " ".join(page(drawn(**values)[1]).extract_text().split())


def image(picture: Enclosure) -> Image.Image:
    return Image.open(BytesIO(picture.content)).convert("RGB")


def test_the_document_says_who_did_what_with_whom_how_often_and_when() -> None:
    said = "Certificate of mentoring Ann Berg mentored Gina Ortiz in the programme “Reverse mentoring” for 6 months."
    assert said in text()
    assert "Sessions held 6 Time together 5 h 30 min From 25 May 2026 To 23 November 2026" in text()
    assert text().startswith("Demo ")


def test_the_mentee_reads_what_they_did() -> None:
    said = "Certificate of learning Gina Ortiz learned from Ann Berg in the programme “Reverse mentoring” for a month."
    assert said in text(**MENTEE)


def test_the_document_is_one_page_of_a4_with_its_fonts_a_title_and_a_language() -> None:
    _, document = drawn()
    read = PdfReader(BytesIO(document.content))
    assert [round(float(side) / 72 * 25.4) for side in page(document).mediabox[2:]] == [297, 210]
    assert read.metadata is not None
    assert read.metadata.title == document.title == "Certificate of mentoring: Ann Berg"
    assert read.trailer["/Root"]["/Lang"] == "en"
    fonts = [font.get_object() for font in page(document)["/Resources"]["/Font"].values()]
    described = [one.get_object()["/FontDescriptor"] for font in fonts for one in font["/DescendantFonts"]]
    assert described
    assert all({"/FontFile", "/FontFile2", "/FontFile3"} & {*descriptor} for descriptor in described)


def test_a_screen_reader_is_told_what_is_what() -> None:
    read = PdfReader(BytesIO(drawn()[1].content))
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "pdfuaid:part" in read.xmp_metadata.stream.get_data().decode()  # type: ignore[union-attr]


def test_the_picture_is_a4_too_and_says_what_it_shows() -> None:
    picture, document = drawn()
    assert image(picture).size == (1754, 1240)
    assert (picture.name, document.name) == ("mentoring-certificate-3-1.png", "mentoring-certificate-3-1.pdf")
    assert picture.alt_text is not None
    assert picture.alt_text in f"{text()} {picture.alt_text}"
    assert "Ann Berg mentored Gina Ortiz" in picture.alt_text


def test_the_same_words_make_the_same_bytes() -> None:
    assert drawn() == drawn()
    assert drawn()[1].content != drawn(sessions=5)[1].content


@pytest.mark.parametrize("name", CALLED.values(), ids=CALLED)
def test_names_are_written_as_people_write_them(name: str) -> None:
    squeezed = "".join(text(names=[name]).split())
    assert "".join(name.split()) in squeezed
    assert f"mentored{''.join(name.split())}intheprogramme" in "".join(text(partner_names=[name]).split())
    assert f"“{''.join(name.split())}”" in "".join(text(programme=name).split())


@pytest.mark.parametrize("long", [LONG, WIDE, f"{WIDE[:50]} {WIDE}", "n" * 200, "שלום" * 50, "a\u0301\u0302" * 100])
def test_nothing_is_too_long_for_the_page(long: str) -> None:
    picture, document = drawn(names=[long], partner_names=[long], programme=long, workspace=long)
    page(document)
    usual, now = image(drawn()[0]), image(picture)
    for edge in ((0, 0, 155, 1240), (0, 0, 1754, 140), (0, 1120, 1754, 1240), (1220, 0, 1754, 1240)):
        assert now.crop(edge).tobytes() == usual.crop(edge).tobytes()


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Ann 🌴", "Ann"),
        ("👩‍💻 Ann 👨‍👩‍👧 Berg ☀️ 1️⃣", "Ann Berg 1"),
        ("Ann👍🏽Berg", "Ann Berg"),
        ("Ann \u202egreB\u202c", "Ann greB"),
        ("A\x00n\x07n\r\n\tBerg\x1b[31m", "Ann Berg[31m"),
        ("Zoe\u0301", "Zoé"),
        ("A" + "\u0301" * 90, "Á\u0301\u0301\u0301"),
        ("\ud83d Ann", "Ann"),
        ("\u200b\u2060\ufeff", ""),
        ("علی\u200cرضا", "علی\u200cرضا"),  # noqa: RUF001
        ("ශ්\u200dරී", "ශ්\u200dරී"),
        ("Acme® ^_^ $ ~", "Acme® ^_^ $ ~"),
        ("🌴", ""),
    ],
)
def test_what_is_no_letter_of_a_name_is_left_out(written: str, kept: str) -> None:
    assert letters(written) == kept


def test_a_name_that_no_font_here_can_draw_gives_way_to_the_next_one() -> None:
    assert legible([NO_FONT, "🌴", "Ann", "ann"]) == "Ann"
    assert legible([f"Ann {NO_FONT}"]) is None
    assert "Ann mentored a senior colleague in" in text(names=[NO_FONT, "Ann"], partner_names=[NO_FONT])
    assert "One of our mentors mentored Gina Ortiz in" in text(names=["🌴"])
    assert "One of our colleagues learned from a junior colleague in" in text(
        **MENTEE | {"names": [], "partner_names": []}
    )


def test_names_from_right_to_left_are_drawn_where_they_belong() -> None:
    said = text(partner_names=["שלום"])
    assert "mentored שלום in the programme" in said


def test_no_character_is_drawn_as_an_empty_box() -> None:
    """The document's standard forbids the glyph of what is missing, so whatever is asked for, none is in it."""
    strange = [chr(number) for number in (0xE000, 0xFFFD, 0x1F600, 0x4E00, 0x0E01, 0x0905, 0xFFFF, 0x10FFFF, 0x378)]
    for letter in strange:
        drawn(names=[letter, "Ann"], partner_names=[f"x{letter}"], programme=letter, workspace=letter)
