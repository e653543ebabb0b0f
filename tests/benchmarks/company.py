"""An invented company as HR would list it: half of it mentors, about one pair in six allowed."""

import csv
import io
import random
from collections.abc import Iterator, Sequence

from bot import offline
from bot.rules.matching import Candidate
from bot.rules.people import ANY_TEXT, COLUMNS, read

TOPICS = [f"Topic {number}" for number in range(24)]
DEPARTMENTS = [f"Department {number}" for number in range(15)]
ZONES = ("Europe/Berlin", "Europe/London", "Europe/Paris", "America/New_York", "Asia/Kolkata", "America/Chicago")
HOURS = ("09:00-17:30", "08:00-16:30", "10:00-18:30", "07:00-15:00")
LANGUAGES = ("en", "en;de", "de", "fr", "en;fr", "es", "en;es")
WORDS = [f"hope{number}" for number in range(400)]


def sheet(people: int, seed: int) -> Iterator[Sequence[str]]:
    """The rows of `people.csv`, header first. The same seed, the same company."""
    chance = random.Random(seed)
    yield COLUMNS
    for number in range(people):
        yield _row(number, people, chance)


def candidates(people: int, seed: int) -> tuple[list[Candidate], dict[str, str | None]]:
    """The same company as matching sees it, and who manages whom."""
    written = io.StringIO()
    csv.writer(written).writerows(sheet(people, seed))
    read_back = read(written.getvalue(), who=ANY_TEXT)
    return offline.candidates(read_back), read_back.managers()


def _row(number: int, people: int, chance: random.Random) -> list[str]:
    mentor = number % 2 == 0
    level = min(10, max(1, round(chance.gauss(4 if mentor else 5.3, 1.5))))
    others = [f"p{chance.randrange(people)}" for _ in range(3)]
    rated = {topic: chance.randint(1, 5) for topic in chance.sample(TOPICS, 3)}
    topics = ";".join(f"{topic}:{rating}" for topic, rating in rated.items())
    return [
        f"p{number}",
        "mentor" if mentor else "mentee",
        str(level),
        chance.choice(DEPARTMENTS),
        f"p{chance.randrange(number)}" if number else "",
        others[0] if mentor else "",
        others[1] if mentor else "",
        chance.choice(ZONES),
        chance.choice(HOURS),
        chance.choice(LANGUAGES),
        topics if mentor else "",
        "" if mentor else topics,
        "".join(chance.choices("ab", k=4)) if chance.random() < 0.9 else "",
        chance.choice(("video", "video;in person", "in person")),
        str(chance.choice((1, 1, 2, 3))) if mentor else "",
        others[2] if chance.random() < 0.1 else "",
        "",
        " ".join(chance.choices(WORDS, [1 / (place + 1) for place in range(400)], k=8))
        if chance.random() < 0.7
        else "",
    ]
