"""Programmes of circles, and circles that stand."""

from coordinating import preview
from taking_part import enrol, remember

from bot.demo import Demo
from bot.sandbox.actors import Actor, World


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
