"""Taking a planned session over into a calendar, by a link that fills in the entry."""

from urllib.parse import parse_qs, urlsplit

import pytest
from planned import ON_TUESDAY, at, card, plan

from bot.sandbox.actors import Actor, World
from bot.sandbox.actors.sight import Said
from messages.calendars import MOST, google_calendar

LABEL = "Add to Google Calendar"


def entry(said: Said) -> dict[str, list[str]]:
    """What the link of a card fills in."""
    elements = [element for block in said.message["blocks"] for element in block.get("elements", ())]
    (link,) = [element["url"] for element in elements if element["action_id"] == "planning.calendar"]
    assert urlsplit(link).netloc == "calendar.google.com"
    return parse_qs(urlsplit(link).query)


@pytest.mark.usefixtures("pair")
def test_both_get_a_link_that_fills_in_the_entry(ann: Actor, gina: Actor) -> None:
    ann.types("/mentor plan")
    ann.fills({"Link for a video call": "https://meet.example.com/ann?a=1&b=2"})
    proposal = card(gina)
    assert LABEL not in proposal.buttons
    gina.clicks(proposal.buttons[1])
    for said in (gina.reads(proposal), card(ann)):
        assert entry(said) == {
            "action": ["TEMPLATE"],
            "text": ["Mentoring session"],
            "dates": ["20261125T113000Z/20261125T123000Z"],
            "location": ["https://meet.example.com/ann?a=1&b=2"],
        }


@pytest.mark.usefixtures("pair")
def test_a_session_without_a_link_has_no_place(ann: Actor, gina: Actor) -> None:
    plan(ann, gina)
    assert "location" not in entry(card(ann))


@pytest.mark.usefixtures("pair")
def test_following_the_link_changes_nothing_and_no_error_is_seen(world: World, ann: Actor, gina: Actor) -> None:
    plan(ann, gina)
    before = card(ann)
    ann.clicks(LABEL)
    assert ann.reads(before).message == before.message
    (click,) = [one for one in world.traffic() if one["name"].endswith("planning.calendar")]
    assert (click["status"], click["error"]) == (200, None)


@pytest.mark.usefixtures("pair")
def test_what_is_cancelled_or_moving_is_not_offered_to_a_calendar(ann: Actor, gina: Actor) -> None:
    plan(ann, gina)
    ann.clicks("Move the session")
    ann.fills(at(ON_TUESDAY))
    assert LABEL not in card(gina).buttons
    gina.opens_home()
    gina.clicks("Cancel the session")
    assert LABEL not in card(ann).buttons


def test_a_place_that_makes_the_address_too_long_is_left_out() -> None:
    starts_at = "2026-11-25T11:30:00+00:00"
    without = google_calendar("Mentoring session", starts_at, 60, "")
    room = MOST - len(without) - len("&location=")
    assert len(google_calendar("Mentoring session", starts_at, 60, "a" * room)) == MOST
    assert google_calendar("Mentoring session", starts_at, 60, "a" * (room + 1)) == without
