"""Help: what one can do now, and the nearest word for a typo."""

import pytest

from bot.sandbox.actors import World


def test_a_stranger_is_told_how_to_join(world: World) -> None:
    world.person("Ann").types("/mentor help")
    said = world.person("Ann").last.text
    assert "/mentor join" in said
    assert "/mentor leave" not in said


def test_the_bare_command_is_help_too(world: World) -> None:
    ann = world.person("Ann")
    ann.types("/mentor")
    assert "What you can do now" in ann.last.text


@pytest.mark.parametrize(("typed", "meant"), [("joim", "join"), ("halp", "help"), ("admin roumd", "admin round")])
def test_a_typo_is_answered_with_the_nearest_word(world: World, typed: str, meant: str) -> None:
    cora = world.person("Cora")
    cora.types(f"/mentor {typed}")
    assert f"Did you mean `/mentor {meant}`?" in cora.last.text


def test_nobody_is_pointed_to_a_word_that_is_not_for_them(world: World) -> None:
    ann = world.person("Ann")
    ann.types("/mentor admin roumd")
    assert "admin round" not in ann.last.text


def test_a_word_like_no_other_is_said_back_without_a_guess(world: World) -> None:
    ann = world.person("Ann")
    ann.types("/mentor xylophone <!channel> & friends")
    assert "<!channel> & friends" in ann.last.text
    assert "Did you mean" not in ann.last.text


def test_a_coordinator_is_told_of_the_coordinators_words_and_nobody_else_is(world: World) -> None:
    for name, told in (("Cora", True), ("Ann", False)):
        person = world.person(name)
        person.types("/mentor help")
        assert ("/mentor admin round" in person.last.text) is told
