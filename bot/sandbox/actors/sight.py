"""What a person can see: messages, forms and Homes, with the words that stand on them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..elements import options_of, placed, visible_text

Json = dict[str, Any]


@dataclass(frozen=True)
class Said:
    """A message as it stood when it was looked at."""

    message: Json

    @property
    def text(self) -> str:
        """Its text, with Slack's three escapes undone."""
        return decoded(str(self.message["text"]))

    @property
    def reference(self) -> Json:
        """What the acts call a message."""
        return {"channel": self.message["channel"], "ts": self.message["ts"]}

    @property
    def channel(self) -> str:
        """The id of its conversation."""
        return str(self.message["channel"])

    @property
    def ts(self) -> str:
        """Its time, which is its id in the conversation."""
        return str(self.message["ts"])

    @property
    def thread(self) -> str:
        """The ts of the first message of its thread, its own where it has none."""
        return str(self.message["thread_ts"] or self.ts)

    @property
    def blocks(self) -> list[Json]:
        """Its blocks."""
        blocks: list[Json] = self.message["blocks"]
        return blocks

    @property
    def buttons(self) -> list[str]:
        """What can be clicked on it."""
        return labels(self.blocks)

    @property
    def files(self) -> list[Json]:
        """What can be downloaded from it."""
        files: list[Json] = self.message["files"]
        return files

    @property
    def by_bot(self) -> bool:
        """Whether the bot wrote it."""
        return bool(self.message["bot"])

    @property
    def only_to(self) -> str | None:
        """The one person who sees it, of an ephemeral message."""
        only: str | None = self.message["ephemeral_to"]
        return only

    @property
    def metadata(self) -> Json:
        """The payload of its metadata, empty where it has none."""
        payload: Json = (self.message["metadata"] or {}).get("event_payload", {})
        return payload


@dataclass(frozen=True)
class Form:
    """A modal, or with `Home` the Home tab."""

    view: Json

    @property
    def id(self) -> str:
        """The view's id."""
        return str(self.view["id"])

    @property
    def title(self) -> str:
        """What stands above it."""
        return str((self.view["title"] or {}).get("text", ""))

    @property
    def submit(self) -> str:
        """What stands on the button that submits it, empty where there is none."""
        return str((self.view["submit"] or {}).get("text", ""))

    @property
    def close(self) -> str:
        """What stands on the button that closes it."""
        return str((self.view["close"] or {}).get("text", "Close"))

    @property
    def blocks(self) -> list[Json]:
        """Its blocks."""
        blocks: list[Json] = self.view["blocks"]
        return blocks

    @property
    def text(self) -> str:
        """Every word on it, a line per text."""
        return "\n".join(words(self.blocks))

    @property
    def buttons(self) -> list[str]:
        """What can be clicked on it."""
        return labels(self.blocks)

    @property
    def fields(self) -> list[str]:
        """The labels of its inputs."""
        return [visible_label(block) for block in self.blocks if block["type"] == "input"]

    @property
    def values(self) -> Json:
        """What is filled in, as Slack's state.values."""
        values: Json = self.view["state"]["values"]
        return values


class Home(Form):
    """The Home tab."""


def visible_label(block: Json) -> str:
    """The label of an input block."""
    return decoded(visible_text({"text": block["label"]}))


def decoded(text: str) -> str:
    """A text with Slack's three escapes undone."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def words(node: Any) -> Iterator[str]:
    """Every text in blocks, in the order in which it is read."""
    if isinstance(node, list):
        for part in node:
            yield from words(part)
    elif isinstance(node, dict):
        if isinstance(node.get("text"), str):
            yield decoded(node["text"])
        for key, part in node.items():
            if key not in ("confirm", "state") and isinstance(part, dict | list):
                yield from words(part)


def labels(blocks: list[Json]) -> list[str]:
    """The words on every button and every option outside of inputs."""
    return [label for block, element in placed(blocks) if block["type"] != "input" for label in names(element)]


def names(element: Json) -> list[str]:
    """The visible names of an element: a button's text, else its options'."""
    if element["type"] == "button":
        return [decoded(visible_text(element))]
    return [decoded(visible_text(option)) for option in options_of(element)]
