"""People named by e-mail address: found out once, and whoever is not found out is left out."""

from hypothesis import given
from hypothesis import strategies as some

from bot.rules.addresses import PLACES, addresses, identified
from bot.rules.people import COLUMNS, Sheet, is_email, read

IDS = {"ann@example.com": "U0ANN", "gina@example.com": "U0GINA", "nobody@example.com": None}


def sheet(*lines: str) -> Sheet:
    """A sheet of the columns that name people; a line may end early."""
    full = (line + "," * (5 - line.count(",")) for line in lines)
    return read("\n".join(["user,manager,reviewers,former_managers,never,met", *full]))


def test_every_address_of_a_sheet_is_asked_for_once() -> None:
    read_in = sheet("ann@example.com,gina@example.com,Gina@Example.com;U0HUGO,,,x@example.com", "U0BEN,ann@example.com")
    assert addresses(read_in) == ["ann@example.com", "gina@example.com", "x@example.com"]


def test_addresses_become_ids_wherever_they_stand() -> None:
    (row,) = identified(sheet("ann@example.com," + ",".join(["gina@example.com"] * 5)), IDS).rows
    assert (row.user, row.manager) == ("U0ANN", "U0GINA")
    assert row.reviewers == row.former_managers == row.never == row.met == frozenset({"U0GINA"})


def test_a_row_that_names_somebody_unknown_is_left_out_whatever_the_column() -> None:
    for column in PLACES:
        cells = {"user": "U0BEN"} | {column: "nobody@example.com"}
        line = ",".join(cells.get(name, "") for name in COLUMNS)
        found = identified(read(",".join(COLUMNS) + "\n" + line), IDS)
        assert found.rows == ()
        (fault,) = found.faults
        assert (fault.row, fault.column, fault.code) == (2, column, "address")
        assert fault.values == {"text": "nobody@example.com"}


def test_where_slack_may_not_be_asked_the_fault_says_so() -> None:
    (fault,) = identified(sheet("ann@example.com"), {}, allowed=False).faults
    assert fault.code == "address_scope"


def test_one_person_by_id_and_by_address_stands_in_the_sheet_twice() -> None:
    found = identified(sheet("U0ANN", "ann@example.com", "U0BEN"), IDS)
    assert [row.user for row in found.rows] == ["U0ANN", "U0BEN"]
    assert [(fault.row, fault.code, fault.values["first"]) for fault in found.faults] == [(3, "repeated", 2)]


def test_whoever_manages_themselves_under_another_name_is_found_out() -> None:
    (fault,) = identified(sheet("U0ANN,ann@example.com"), IDS).faults
    assert (fault.column, fault.code) == ("manager", "own_manager")


def test_faults_stay_in_the_order_of_the_rows() -> None:
    found = identified(sheet("nobody@example.com", "bob", "U0ANN", "nobody@example.com,U0ANN"), IDS)
    assert [fault.row for fault in found.faults] == [2, 3, 5]


PERSON = some.sampled_from([*IDS, "U0ANN", "U0HUGO", "ghost@example.com", "bob", ""])


@given(some.lists(some.tuples(PERSON, PERSON, PERSON), max_size=8))
def test_no_address_is_left_and_no_row_is_lost(lines: list[tuple[str, str, str]]) -> None:
    read_in = sheet(*map(",".join, lines))
    found = identified(read_in, IDS)
    assert not any(is_email(person) for row in found.rows for person in row.mentions())
    assert len(found.rows) + len(found.faults) == len(read_in.rows) + len(read_in.faults)
    assert len({row.user for row in found.rows}) == len(found.rows)
