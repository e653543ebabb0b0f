"""The stories, each in a file of its own, in the order in which Bolt asks them; help comes last."""

from handlers import (
    errors,
    joining,
    programmes,
    people,
    rounds,
    checkins,
    sessions,
    leaving,
    home,
    help,  # noqa: A004
)

STORIES = (errors, joining, programmes, people, rounds, checkins, sessions, leaving, home, help)
