"""What a coordinator does with an announcement, and what the others read of it."""

from typing import Any

from answering import open_form
from taking_part import MENTEES, MENTORS, enrol, programme_of

from bot.demo import Demo
from bot.sandbox.actors import Actor, World
from bot.sandbox.actors.sight import Form
from storage import announcements
from storage.tables import Announcement, Outbox, Participant, Person

WORDS = "We start on 1 December."


def everybody(demo: Demo) -> None:
    """Let the demo's twelve people take part."""
    enrol(demo, *MENTORS, *MENTEES)


def write(cora: Actor, **fields: Any) -> Form:
    """Fill the form in as far as the preview."""
    cora.types("/mentor admin announce")
    if "Write an announcement" in open_form(cora).buttons:
        cora.clicks("Write an announcement")
    cora.fills({"words": WORDS} | fields)
    return open_form(cora)


def send(cora: Actor, **fields: Any) -> Form:
    """Write, look at the preview and confirm; the page that says how it stands."""
    write(cora, **fields)
    cora.fills()
    return open_form(cora)


def readers(world: World, words: str = WORDS) -> list[str]:
    """Who has read it in the bot's conversation with them, once for each copy."""
    state = world.state()
    whose = {channel["id"]: channel["members"] for channel in state["channels"] if channel["kind"] == "dm"}
    names = {person["id"]: person["real_name"].split()[0] for person in state["people"]}
    copies = [said for said in world.messages() if said.text.startswith(words) and said.channel in whose]
    return sorted(names[member] for said in copies for member in whose[said.channel])


def stored(demo: Demo) -> list[Announcement]:
    with demo.store.read() as db:
        return list(announcements.newest(db, [programme_of(demo).id]))


def messages_of(demo: Demo) -> list[Outbox]:
    with demo.store.read() as db:
        return list(announcements.messages(db, stored(demo)[0]))


def crowd(demo: Demo, count: int, zone: str = "Europe/Berlin") -> list[str]:
    """So many people who take part and have no account in this workspace."""
    names = [f"U9{number:05d}" for number in range(count)]
    now = demo.clock.now()
    programme = programme_of(demo)
    with demo.store.begin() as db:
        db.add_all(Person(user_id=name, zone=zone) for name in names)
        db.flush()
        db.add_all(
            Participant(programme_id=programme.id, user_id=name, role="mentor", consented_at=now, joined_at=now)
            for name in names
        )
    return names


def page_of(cora: Actor, button: str) -> Form:
    """The form that a button of the form in sight leads to."""
    cora.clicks(button)
    return open_form(cora)
