"""Home: what is next for me; for coordinators the health of the programme; for strangers one button."""

from bot.demo import Demo
from bot.sandbox.actors import World
from storage.tables import Programme


def test_a_stranger_reads_what_this_is_and_can_join(world: World) -> None:
    home = world.person("Ann").opens_home()
    assert "juniors are the mentors" in home.text
    assert home.buttons == ["Join Reverse mentoring"]


def test_where_nothing_is_open_a_stranger_is_told_to_come_again(demo: Demo, world: World) -> None:
    with demo.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE programme SET status = 'closed'")
    home = world.person("Ann").opens_home()
    assert "No programme is open at the moment" in home.text
    assert home.buttons == []


def test_a_coordinator_sees_the_programme_in_numbers_and_an_action_for_each(world: World) -> None:
    home = world.person("Cora").opens_home()
    assert "Enrolled 0 · matched 0 · unmatched 0 · sessions held 0" in home.text
    assert "No quiet pairs" in home.text
    for button in ("Run a round", "Edit programme", "Import people", "Create a programme"):
        assert button in home.buttons


def test_a_coordinator_of_one_programme_sees_no_other(demo: Demo, world: World) -> None:
    with demo.store.begin() as db:
        db.add(Programme(name="Secret pilot", created_by="U0CORA", created_at=demo.clock.now()))
    assert "Secret pilot" in world.person("Cora").opens_home().text
    assert "Secret pilot" not in world.person("Ann").opens_home().text


def test_a_programme_with_a_hostile_name_is_shown_and_pings_nobody(demo: Demo, world: World) -> None:
    hostile = '"}]}, <!channel> {% raw %} & co'
    with demo.store.begin() as db:
        db.add(Programme(name=hostile, status="open", created_by="U0CORA", created_at=demo.clock.now()))
    home = world.person("Cora").opens_home()
    assert hostile in home.text
    assert f"Join {hostile}"[:60] in " ".join(home.buttons)


def test_home_follows_the_state_each_time_it_is_opened(demo: Demo, world: World) -> None:
    cora = world.person("Cora")
    assert "open" in cora.opens_home().text
    with demo.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE programme SET status = 'closed'")
    assert "closed" in cora.opens_home().text
