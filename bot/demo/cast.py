"""The invented employees of the demo: the same people for the same seed."""

import csv
import io
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

SUBJECTS = ("Short video", "AI tools", "Social media", "Data and analytics", "Generations at work", "Digital skills")
DEPARTMENTS = ("Marketing", "Engineering", "Sales", "Finance", "People", "Operations")
ZONES = ("Europe/Berlin", "Europe/London", "Europe/Madrid", "Africa/Lagos", "America/New_York", "Asia/Kolkata")
FIRST = """
    Mona Noor Omar Pia Quentin Rosa Samir Tara Uma Viktor Wanda Xenia Yusuf Zoe Abel Bruna Carl Dina Emil Fatima
    George Hana Ivan Julia Karim Lena Mateo Nadia Olaf Priya Raul Sofia Tomas Ursula Vera Walid Yara Zane
"""
LAST = """
    Adeyemi Bauer Costa Dubois Eriksen Fischer Garcia Haddad Ibsen Jansen Kaur Larsen Moreau Nowak Okoye Patel
    Quinn Rossi Silva Tanaka Ueda Varga Weber Xu Yilmaz Zhou
"""


@dataclass(frozen=True)
class Employee:
    """One invented person as HR knows them; ``manager`` is an id, or empty for "has none"."""

    id: str
    first: str
    last: str
    level: int
    department: str
    manager: str
    zone: str
    offers: str
    wants: str
    languages: str = "en"

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}"

    @property
    def role(self) -> str:
        return "mentor" if self.level <= 5 else "mentee"


COORDINATOR = Employee("U0CORA", "Cora", "Lind", 5, "People", "", "Europe/Berlin", "", "")

_FIXED = (
    Employee("U0ANN", "Ann", "Okafor", 2, "Marketing", "U0GINA", "Europe/Berlin", "Short video:5;AI tools:3", ""),
    Employee("U0BEN", "Ben", "Ito", 2, "Engineering", "U0HUGO", "Europe/London", "AI tools:5;Digital skills:4", ""),
    Employee("U0CHLOE", "Chloe", "Martin", 3, "Sales", "U0JONAS", "Europe/Paris", "Social media:5;Short video:3", ""),
    Employee("U0DEV", "Dev", "Sharma", 1, "Operations", "U0LIAM", "Asia/Kolkata", "Data and analytics:4", ""),
    Employee("U0EVA", "Eva", "Novak", 3, "Finance", "U0INES", "Europe/Prague", "Data and analytics:5", ""),
    Employee("U0FEMI", "Femi", "Bello", 2, "People", "U0KAYA", "Africa/Lagos", "Generations at work:5;AI tools:2", ""),
    Employee("U0GINA", "Gina", "Ferrari", 8, "Marketing", "", "Europe/Rome", "", "AI tools:5;Data and analytics:2"),
    Employee("U0HUGO", "Hugo", "Berg", 8, "Engineering", "", "Europe/Stockholm", "", "Social media:4;Short video:4"),
    Employee("U0INES", "Ines", "Duarte", 7, "Finance", "", "Europe/Lisbon", "", "Generations at work:5;AI tools:2"),
    Employee("U0JONAS", "Jonas", "Keller", 9, "Sales", "", "Europe/Zurich", "", "Data and analytics:5;AI tools:4"),
    Employee("U0KAYA", "Kaya", "Demir", 7, "People", "", "Europe/Istanbul", "", "Short video:5;Social media:3"),
    Employee("U0LIAM", "Liam", "Byrne", 9, "Operations", "", "Europe/Dublin", "", "Data and analytics:3;AI tools:5"),
)


def cast(count: int, seed: int) -> tuple[Employee, ...]:
    """The first ``count`` employees: twelve known ones, then invented ones under the known heads."""
    chance = random.Random(seed)
    heads = [known for known in _FIXED if not known.manager]
    invented = [_invent(number, chance, heads) for number in range(len(_FIXED), count)]
    return (*_FIXED[:count], *_told_apart(invented))


def sheet(employees: tuple[Employee, ...]) -> str:
    """What HR would export about them: the file that ``mentor import`` reads."""
    out = io.StringIO()
    columns = ("user", "role", "level", "department", "manager", "timezone", "languages", "offers", "wants")
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(columns)
    for one in employees:
        lines.writerow(
            [one.id, one.role, one.level, one.department, one.manager, one.zone, one.languages, one.offers, one.wants]
        )
    return out.getvalue()


def _told_apart(invented: list[Employee]) -> Iterator[Employee]:
    """Of several of one name all but the first get a second first name."""
    named: set[str] = set()
    for one in invented:
        firsts = (one.first, *(f"{one.first} {second}" for second in FIRST.split() if second != one.first))
        called = (replace(one, first=first) for first in firsts)
        told = next(each for each in called if each.name not in named)
        named.add(told.name)
        yield told


def _invent(number: int, chance: random.Random, heads: list[Employee]) -> Employee:
    head, first, last = chance.choice(heads), FIRST.split(), LAST.split()
    junior = number % 2 == 0
    topics = ";".join(f"{topic}:{chance.randint(2, 5)}" for topic in chance.sample(SUBJECTS, 2))
    return Employee(
        id=f"U1{number:04d}",
        first=first[number % len(first)],
        last=chance.choice(last),
        level=chance.randint(1, 4) if junior else chance.randint(6, min(8, head.level - 1)),
        department=head.department,
        manager=head.id,
        zone=chance.choice(ZONES),
        offers=topics if junior else "",
        wants="" if junior else topics,
    )
