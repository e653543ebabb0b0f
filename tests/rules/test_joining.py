"""What is typed into the joining form: topics in own words, languages, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import languages
from bot.rules.joining import (
    MOST_TOPICS,
    Answers,
    about,
    check_manager,
    check_topics,
    merged,
    number,
    rated,
    topics,
    visible,
)
from bot.rules.refusal import Refusal

CATALOGUE = ["AI tools", "Short video"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("", []),
        (" , ;\n", []),
        ("Podcasts", ["Podcasts"]),
        ("Podcasts, radio  plays;chess\nGo\r\nbridge", ["Podcasts", "radio plays", "chess", "Go", "bridge"]),
        ("\u200bPod\u202ecasts\x00", ["Pod casts"]),
        ("C++ & C#", ["C++ & C#"]),
    ],
)
def test_own_words_are_separated_by_commas_semicolons_and_lines(written: str, read: list[str]) -> None:
    assert topics(written) == read


@given(st.text())
def test_what_is_read_can_be_seen_and_reads_the_same_again(written: str) -> None:
    read = topics(written)
    assert all(topic.isprintable() and topic.strip() == topic != "" for topic in read)
    assert topics(", ".join(read)) == read
    assert visible(visible(written)) == visible(written)


def test_a_topic_counts_once_in_the_spelling_of_the_catalogue() -> None:
    assert merged(["AI tools"], ["ai TOOLS", "short video", "Chess", "CHESS"], CATALOGUE) == [
        "AI tools",
        "Short video",
        "Chess",
    ]


@given(st.lists(st.text(max_size=5)), st.lists(st.text(max_size=5)))
def test_merging_loses_no_topic_and_repeats_none(chosen: list[str], own: list[str]) -> None:
    found = [topic.casefold() for topic in merged(chosen, own, CATALOGUE)]
    assert len(found) == len(set(found))
    assert set(found) == {topic.casefold() for topic in (*chosen, *own)}


@given(st.text(), st.text())
def test_two_topics_have_two_numbers(one: str, other: str) -> None:
    assert (number(one) == number(other)) is (one.casefold() == other.casefold())


def answers(offers: int, wants: int) -> Answers:
    return {"offers": [f"o{n}" for n in range(offers)], "wants": [f"w{n}" for n in range(wants)]}


@pytest.mark.parametrize(("offers", "wants"), [(0, 0), (1, 0), (0, 1), (30, 0), (15, 15), (0, 30)])
def test_up_to_thirty_topics_are_taken(offers: int, wants: int) -> None:
    check_topics(answers(offers, wants))
    assert len(rated(answers(offers, wants))) == offers + wants <= MOST_TOPICS


@pytest.mark.parametrize(("offers", "wants"), [(31, 0), (0, 31), (16, 15)])
def test_more_than_thirty_are_refused_with_their_number(offers: int, wants: int) -> None:
    with pytest.raises(Refusal) as no:
        check_topics(answers(offers, wants))
    assert no.value.values["count"] == offers + wants


def test_ratings_stand_beside_their_topic_and_side() -> None:
    told: Answers = {"offers": ["a", "b"], "wants": ["a"], "offer_ratings": {"a": 5}, "want_ratings": {"a": 1, "b": 2}}
    assert rated(told) == [("offer", "a", 5), ("offer", "b", None), ("want", "a", 1)]


@pytest.mark.parametrize(("manager", "none"), [("U2", False), (None, True)])
def test_a_manager_or_none_is_an_answer(manager: str | None, none: bool) -> None:
    check_manager({"manager": manager, "no_manager": none}, "U1")


@pytest.mark.parametrize(("manager", "none"), [(None, False), ("U2", True), ("U1", False)])
def test_neither_both_and_oneself_are_no_answer(manager: str | None, none: bool) -> None:
    with pytest.raises(Refusal):
        check_manager({"manager": manager, "no_manager": none}, "U1")


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("English", "en"),
        ("EN", "en"),
        ("en-GB", "en"),
        ("pt_BR", "pt"),
        ("Deutsch", "de"),
        (" français ", "fr"),
        ("tiếng  việt", "vi"),
        ("Klingon", "klingon"),
        ("zz-ZZ", "zz-zz"),
        ("", ""),
    ],
)
def test_a_language_is_known_by_code_and_by_name(word: str, code: str) -> None:
    assert languages.code(word) == code


@given(st.sampled_from(sorted(languages.NAMES)))
def test_every_language_is_found_again_by_each_of_its_names(code: str) -> None:
    assert {languages.code(name) for name in (code, *languages.NAMES[code])} == {code}
    assert languages.label(code).startswith(languages.NAMES[code][0])


def test_a_language_of_ones_own_stands_for_itself() -> None:
    assert languages.label("plattdeutsch") == "plattdeutsch"


@pytest.mark.parametrize(
    ("people", "told"),
    [
        (0, 0),
        (4, 0),
        (5, 5),
        (7, 5),
        (8, 10),
        (17, 15),
        (18, 20),
        (24, 20),
        (25, 30),
        (96, 100),
        (100, 100),
        (101, 101),
    ],
)
def test_a_number_of_people_is_rounded_until_it_points_at_nobody(people: int, told: int) -> None:
    assert about(people, smallest=5) == told


@given(st.integers(0, 500), st.integers(5, 40))
def test_fewer_people_than_a_programme_shows_are_never_numbered(people: int, smallest: int) -> None:
    told = about(people, smallest)
    assert (told == 0) is (people < smallest)
    assert told == 0 or told >= smallest
    assert told <= about(people + 1, smallest)
