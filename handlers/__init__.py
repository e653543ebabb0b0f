"""The stories, each in a file of its own, in the order in which Bolt asks them; help comes last."""

from handlers import (
    checkins,
    errors,
    help,  # noqa: A004
    home,
    joining,
    leaving,
    people,
    programmes,
    rounds,
    sessions,
)

STORIES = (errors, joining, programmes, people, rounds, checkins, sessions, leaving, home, help)
