"""The stories, each in a file of its own, in the order in which Bolt asks them: the busiest first, help last."""

from handlers import (
    agreements,
    announcements,
    checkins,
    errors,
    goals,
    health,
    help,  # noqa: A004
    home,
    joining,
    leaving,
    nominations,
    people,
    planning,
    programmes,
    promises,
    reflections,
    rounds,
    sessions,
)

STORIES = (
    errors,
    home,
    sessions,
    joining,
    checkins,
    agreements,
    goals,
    planning,
    promises,
    reflections,
    leaving,
    nominations,
    rounds,
    programmes,
    announcements,
    health,
    people,
    help,
)
