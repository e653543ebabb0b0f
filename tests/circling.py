"""Programmes of circles, and circles that stand."""

from coordinating import open_pairs, preview
from taking_part import enrol, remember

from bot.demo import Demo
from bot.sandbox.actors import Actor, Form, Said, World


def make_circles(cora: Actor) -> None:
    """What the coordinator says about who learns from whom."""
    cora.types("/mentor admin programme")
    cora.fills(kind="circles")


def circle_of(demo: Demo, mentor: str, *mentees: str) -> None:
    """Let these people take part: nobody manages another, and the mentor takes as many mentees as there are."""
    for who in (mentor, *mentees):
        remember(demo, who, level=2 if who == mentor else 6, manager_id=None, reviewers=[], former_managers=[])
    enrol(demo, mentor, capacity=max(len(mentees), 2))
    enrol(demo, *mentees)


def approve(world: World, cora: Actor) -> None:
    """Run a round of one circle, approve it, and let it be carried out."""
    preview(cora)
    cora.clicks("Approve 1 circle")
    world.wait(minutes=2)


def gathered(demo: Demo) -> dict[str, set[str]]:
    """The circles that were introduced."""
    found: dict[str, set[str]] = {}
    for pair in open_pairs(demo):
        found.setdefault(pair.mentor_id, set()).add(pair.mentee_id)
    return found


def circles_of(said: Said | Form) -> dict[str, list[str]]:
    """The circles of a preview, in their order, with the mentees who stand in them."""
    found: dict[str, list[str]] = {}
    mentor = ""
    for line in said.text.splitlines():
        if "> leads a circle of" in line:
            mentor = line[3 : line.index(">")]
            found[mentor] = []
        elif "> · fits" in line:
            found[mentor].append(line[2 : line.index(">")])
    return found
