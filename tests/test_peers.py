"""Peers: two people of different departments or levels who both teach and learn, from the setting to the end."""

import pytest
from answering import open_form
from consenting import NO, YES, is_asked, question, says
from coordinating import end_from_home, heard, introductions, live, newest_preview, open_pairs, preview
from taking_part import enrol, id_of, programme_of, remember

from bot.demo import Demo
from bot.sandbox.actors import Actor, Refused, World


def choose(cora: Actor, kind: str) -> None:
    """What the coordinator says about who learns from whom."""
    cora.types("/mentor admin programme")
    cora.fills(kind=kind)


def approve_both(demo: Demo, cora: Actor) -> None:
    enrol(demo, "Chloe", "Hugo", role="either")
    preview(cora)
    cora.clicks("Approve 1 pair")


@pytest.fixture
def cora(world: World) -> Actor:
    """The coordinator, who has made the programme one of peers."""
    cora = world.person("Cora")
    choose(cora, "peers")
    return cora


@pytest.fixture
def chloe(world: World) -> Actor:
    """Of Sales."""
    return world.person("Chloe")


@pytest.fixture
def hugo(world: World) -> Actor:
    """Of Engineering."""
    return world.person("Hugo")


@pytest.fixture
def asked(demo: Demo, cora: Actor) -> None:
    """A round of Chloe and Hugo was approved."""
    approve_both(demo, cora)


@pytest.fixture
def introduced(demo: Demo, cora: Actor, chloe: Actor, hugo: Actor) -> None:
    """Chloe and Hugo, who have both said yes."""
    approve_both(demo, cora)
    says(hugo, YES)
    says(chloe, YES)


@pytest.mark.usefixtures("cora")
def test_whoever_joins_a_programme_of_peers_is_asked_for_no_role(world: World) -> None:
    ann = world.person("Ann")
    ann.types("/mentor join")
    form = open_form(ann)
    assert "peers teach each other and learn from each other" in form.text
    assert not [block for block in form.blocks if block.get("block_id") == "role"]


def test_a_preview_names_both_without_a_direction_and_offers_nothing_that_has_one(demo: Demo, cora: Actor) -> None:
    enrol(demo, "Ann", "Chloe", "Gina", "Hugo", role="either")
    shown = preview(cora)
    assert "2 pairs of peers" in shown.text
    assert "mentors <@" not in shown.text
    assert "Swap mentors" not in shown.text


def test_a_round_of_peers_keeps_what_it_was_computed_from_and_what_proves_it(demo: Demo, cora: Actor) -> None:
    enrol(demo, "Ann", "Chloe", "Gina", "Hugo", role="either")
    assert "2 pairs of peers, the best that the rules allow." in preview(cora).text
    row = live(demo)
    assert row is not None
    assert len(row.record["digest"]) == 64
    assert 0 < row.record["worth"] <= row.record["bound"]
    assert row.record["worth"] == round(10 * row.record["total"])
    assert row.record["chosen_among"] <= row.record["pairs_priced"]


@pytest.mark.parametrize(("department", "made"), [("Sales", False), ("Engineering", True)])
def test_two_of_one_department_and_one_level_are_no_peers(demo: Demo, cora: Actor, department: str, made: bool) -> None:
    for who, of in (("Chloe", "Sales"), ("Hugo", department)):
        remember(demo, who, department=of, level=4)
    enrol(demo, "Chloe", "Hugo", role="either")
    assert ("1 pair of peers" in preview(cora).text) is made


@pytest.mark.usefixtures("asked")
def test_the_first_is_asked_without_a_name_and_the_second_with_it(hugo: Actor, chloe: Actor) -> None:
    assert "Somebody could be your peer" in question(hugo).text
    assert chloe.id not in question(hugo).text
    assert not is_asked(chloe)
    says(hugo, YES)
    assert "<@U0HUGO> and you could be peers" in question(chloe).text


@pytest.mark.usefixtures("asked")
def test_a_no_pairs_nobody(demo: Demo, hugo: Actor, chloe: Actor) -> None:
    says(hugo, NO)
    assert open_pairs(demo) == []
    assert not is_asked(chloe)


@pytest.mark.usefixtures("introduced")
def test_both_read_that_they_teach_and_learn(hugo: Actor, chloe: Actor) -> None:
    for one, other in ((hugo, chloe), (chloe, hugo)):
        (said,) = introductions(one)
        assert f"<@{other.id}> and you are peers" in said.text
        assert "You both teach, and you both learn" in said.text
        one.opens_home()
        assert f"You and <@{other.id}> are peers" in one.home.text
        assert "You mentor" not in one.home.text


@pytest.mark.usefixtures("introduced")
def test_either_logs_a_session_and_the_other_one_is_told(world: World, hugo: Actor, chloe: Actor) -> None:
    hugo.types("/mentor log 45m: AI tools")
    world.wait(minutes=1)
    assert "45 min" in heard(chloe)[-1].text


@pytest.mark.usefixtures("introduced")
def test_peers_promise_nothing_and_set_goals_instead(chloe: Actor) -> None:
    chloe.types("/mentor promise")
    assert "As peers you have goals instead" in chloe.last.text


@pytest.mark.usefixtures("introduced")
def test_whoever_is_in_a_pair_is_not_matched_again_and_an_end_frees_both(
    demo: Demo, world: World, cora: Actor, hugo: Actor
) -> None:
    enrol(demo, "Ann", role="either")
    assert "U0HUGO" not in preview(cora).text
    end_from_home(hugo)
    world.wait(hours=2)
    assert open_pairs(demo) == []
    cora.clicks("Run again")
    assert "U0HUGO" in newest_preview(cora).text


@pytest.mark.usefixtures("asked")
def test_the_kind_stays_as_it_is_once_a_round_is_approved(demo: Demo, cora: Actor) -> None:
    with pytest.raises(Refused, match="A round of peers was approved"):
        choose(cora, "pairs")
    assert programme_of(demo).kind == "peers"


def test_two_peers_are_approved_alone_and_the_kind_stays_as_it_is_from_then_on(
    demo: Demo, world: World, cora: Actor
) -> None:
    enrol(demo, "Chloe", "Hugo", "Ann", "Kaya", role="either")
    preview(cora)
    cora.clicks("Approve pair")
    assert "1 of them is approved." in newest_preview(cora).text
    assert sum(is_asked(world.person(name)) for name in ("Chloe", "Hugo", "Ann", "Kaya")) == 1
    with pytest.raises(Refused, match="A round of peers was approved"):
        choose(cora, "pairs")


def test_a_round_that_nobody_approved_is_run_anew_for_the_other_kind(demo: Demo, cora: Actor) -> None:
    enrol(demo, "Chloe", "Hugo", role="either")
    assert "1 pair of peers" in preview(cora).text
    choose(cora, "pairs")
    assert f"<@{id_of(demo, 'Chloe')}> mentors <@{id_of(demo, 'Hugo')}>" in newest_preview(cora).text


def test_whoever_has_no_peer_is_listed_with_how_many_people_each_rule_keeps_from_them(demo: Demo, cora: Actor) -> None:
    enrol(demo, "Chloe", "Hugo", "Kaya", role="either")
    for name in ("Chloe", "Hugo", "Kaya"):
        remember(demo, name, department="Sales", level=3)
    remember(demo, "Kaya", level=9)
    enrol(demo, "Gina", role="either", languages=["fr"])
    shown = preview(cora).text
    assert f"*<@{id_of(demo, 'Gina')}>* stays unmatched: they share no language with 3 people." in shown
    assert "the one possible peer meets somebody else." in shown
    assert "1 person is too much like them, in department and in level." in shown
