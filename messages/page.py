"""The page that a template fills while it is rendered: blocks in order, and the view that they stand in."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from messages.mrkdwn import escape


class Block(dict[str, Any]):
    """A Block Kit block: written in a template, it lands on the page."""


class Element(dict[str, Any]):
    """A Block Kit element: written in a template, it lands in the block that is open."""


class View(dict[str, Any]):
    """What a view has beside its blocks: type, title, buttons, callback."""


@dataclass(frozen=True)
class Enclosure:
    """A file that goes with a message: written in a template, it is enclosed. A picture says in words what it shows."""

    name: str
    title: str
    content: bytes
    alt_text: str | None = None


@dataclass
class Page:
    """Blocks, the view around them, the files enclosed, and the elements of the block that is open."""

    blocks: list[Block] = field(default_factory=list)
    view: View | None = None
    enclosures: list[Enclosure] = field(default_factory=list)
    open: list[Element] | None = None


_page: ContextVar[Page] = ContextVar("page")


@contextmanager
def fresh_page() -> Iterator[Page]:
    """A page that everything rendered inside the block is put on."""
    token = _page.set(Page())
    try:
        yield _page.get()
    finally:
        _page.reset(token)


def put(piece: Any) -> Any:
    """Place a piece where it belongs and print nothing; escape whatever is text. This is Jinja's ``finalize``."""
    if isinstance(piece, Block):
        _page.get().blocks.append(piece)
    elif isinstance(piece, View):
        _page.get().view = piece
    elif isinstance(piece, Enclosure):
        _page.get().enclosures.append(piece)
    elif isinstance(piece, Element):
        _add_element(piece)
    else:
        return escape(piece)
    return ""


def elements_of(caller: Callable[[], str]) -> tuple[list[Element], str]:
    """Run the inside of a block: the elements that it wrote, and the words."""
    page = _page.get()
    if page.open is not None:
        raise ValueError("a block cannot stand inside a block")
    found: list[Element] = []
    page.open = found
    try:
        return found, caller().strip()
    finally:
        page.open = None


def number_repeats(blocks: list[Block]) -> None:
    """Give each repeated ``action_id`` a number behind it (``sessions.log:2``): Slack wants them unique in a view."""
    times: dict[str, int] = {}
    for block in blocks:
        elements = block["elements"] if block["type"] == "actions" else [block.get("accessory")]
        for element in elements:
            if element and "action_id" in element:
                action = element["action_id"]
                times[action] = times.get(action, 0) + 1
                if times[action] > 1:
                    element["action_id"] = f"{action}:{times[action]}"


def _add_element(element: Element) -> None:
    target = _page.get().open
    if target is None:
        raise ValueError(f"a {element['type']} stands outside of a block")
    target.append(element)
