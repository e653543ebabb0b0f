"""Every word that the programme says. ``render`` makes a message of a template, ``form`` makes a view."""

from functools import cache
from gettext import translation
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from messages.limits import Problem, Surface, lint
from messages.mrkdwn import FILTERS, Mrkdwn, plain, with_ids
from messages.page import Enclosure, Page, fresh_page, number_repeats, put
from messages.spoken import spoken
from messages.vocabulary import VOCABULARY

TEMPLATES = Path(__file__).parent


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
    return Mrkdwn(_environment("en").get_template(f"{name}.j2").render(values).strip())


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


def _said(name: str, values: dict[str, Any]) -> str:
    """Put another message's blocks on the page that is being written."""
    return markup(name, **values)


@cache
def _environment(locale: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        undefined=StrictUndefined,
        finalize=put,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.policies["ext.i18n.trimmed"] = True
    environment.filters.update(FILTERS)
    environment.globals.update(VOCABULARY, said=_said)
    catalogue = translation("messages", TEMPLATES / "locale", [locale], fallback=True)
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: Mrkdwn(catalogue.gettext(text)),
        lambda one, many, n: Mrkdwn(catalogue.ngettext(one, many, n)),
        newstyle=True,
    )
    return environment
