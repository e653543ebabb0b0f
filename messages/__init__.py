"""Every word that the programme says. ``render`` makes a message of a template, ``form`` makes a view."""

from typing import Any

from messages.limits import Problem, Surface, lint
from messages.mrkdwn import Mrkdwn, plain, with_ids
from messages.page import Enclosure, Page, fresh_page, number_repeats
from messages.spoken import spoken
from messages.templates import environment


class Misworded(Exception):
    """A template that says something Slack would refuse, or words outside of a block."""


def render(name: str, **values: Any) -> dict[str, Any]:
    """The message of a template: ``{"text", "blocks"}``. Raises Misworded where Slack would refuse it."""
    return _message(name, _filled(name, values))


def form(name: str, **values: Any) -> dict[str, Any]:
    """The view of a template, modal or Home. Raises Misworded where Slack would refuse it."""
    return _view(name, _filled(name, values))


def enclosed(name: str, **values: Any) -> tuple[str, list[Enclosure]]:
    """The files of a template, with the words that go with them. Raises Misworded where it encloses none."""
    page = _filled(name, values)
    if not page.enclosures:
        raise Misworded(f"{name}: nothing is enclosed")
    return _message(name, page)["text"], page.enclosures


def preview(name: str, **values: Any) -> tuple[Surface, dict[str, Any]]:
    """Whatever a template makes, a message or a view, with the surface where it appears."""
    page = _filled(name, values)
    if page.view is None:
        return "message", _message(name, page)
    return page.view["type"], _view(name, page)


def markup(name: str, **values: Any) -> Mrkdwn:
    """One sentence as markup, for an ephemeral answer: a template without blocks."""
    return Mrkdwn(environment("en").get_template(f"{name}.j2").render(values).strip())


def sentence(name: str, **values: Any) -> str:
    """One sentence as plain text, for a form's field or a terminal: a template without blocks."""
    return plain(markup(name, **values))


def cell(name: str, **values: Any) -> str:
    """A template without blocks as plain text for a sheet, which names people by their ids."""
    return plain(with_ids(markup(name, **values)))


def _filled(name: str, values: dict[str, Any]) -> Page:
    with fresh_page() as page:
        stray = markup(name, **values)
    if stray:
        raise Misworded(f"{name}: words outside of a block: {stray!r}")
    number_repeats(page.blocks)
    return page


def _message(name: str, page: Page) -> dict[str, Any]:
    message = {"text": spoken(page.blocks), "blocks": page.blocks}
    _demand_none(name, lint("message", message))
    return message


def _view(name: str, page: Page) -> dict[str, Any]:
    if page.view is None:
        raise Misworded(f"{name}: neither modal(…) nor home(…) is said")
    view = {**page.view, "blocks": page.blocks}
    _demand_none(name, lint(view["type"], view))
    return view


def _demand_none(name: str, problems: list[Problem]) -> None:
    if problems:
        raise Misworded(f"{name}: " + "; ".join(f"{problem.path}: {problem.message}" for problem in problems))
