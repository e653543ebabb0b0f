"""Jinja as our templates know it: our vocabulary and filters, text escaped as Slack wants it, sentences translated."""

from collections.abc import Sequence
from functools import cache
from gettext import translation
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, nodes
from jinja2.compiler import CodeGenerator, Frame

from messages.mrkdwn import FILTERS, Mrkdwn
from messages.page import put
from messages.vocabulary import VOCABULARY

TEMPLATES = Path(__file__).parent


class Direct(CodeGenerator):
    """Whatever a template calls is simply called: no word of ours asks for Jinja's context.

    To find that out at every call takes a third of the time that a form takes.
    """

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        assert node.dyn_args is node.dyn_kwargs is None, "a template says one by one what it calls with"
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write("caller=caller)" if forward_caller else ")")


class Wording(Environment):
    """Templates that stay as they were read, and so does what each of them knows."""

    code_generator_class = Direct

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._read: dict[str, Template] = {}

    def get_template(self, name: Any, parent: Any = None, globals: Any = None) -> Template:  # noqa: A002
        if name not in self._read:
            self._read[name] = super().get_template(name, parent, globals)
        return self._read[name]

    def make_globals(self, _none: Any) -> dict[str, Any]:
        return self.globals


@cache
def environment(locale: str) -> Environment:
    """The templates in one language."""
    made = Wording(
        loader=FileSystemLoader(TEMPLATES),
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        undefined=StrictUndefined,
        finalize=put,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.newstyle_gettext = True  # type: ignore[attr-defined]
    made.policies["ext.i18n.trimmed"] = True
    made.filters.update(FILTERS)
    made.globals.update(VOCABULARY, **_sentences(locale))

    def said(name: str, values: dict[str, Any]) -> Mrkdwn:
        """Put another message's blocks on the page that is being written."""
        return Mrkdwn(made.get_template(f"{name}.j2").render(values).strip())

    def few(values: Sequence[str], most: int | None = 75) -> Mrkdwn:
        """The first three of what people typed, each this brief, and how many more; without a limit all of it."""
        return Mrkdwn(made.get_template("shared/few.j2").render({"values": values, "most": most}).strip())

    made.globals["said"] = said
    made.filters["few"] = few
    return made


def _sentences(locale: str) -> dict[str, Any]:
    """What makes sentences of a template markup in a language; what is put into them is escaped."""
    catalogue = translation("messages", TEMPLATES / "locale", [locale], fallback=True)

    @cache
    def translated(text: str) -> Mrkdwn:
        return Mrkdwn(catalogue.gettext(text))

    @cache
    def whole(text: str) -> Mrkdwn:
        return translated(text) % {}

    def gettext(text: str, /, **values: Any) -> Mrkdwn:
        return translated(text) % values if values else whole(text)

    def ngettext(one: str, many: str, num: int, /, **values: Any) -> Mrkdwn:
        return Mrkdwn(catalogue.ngettext(one, many, num)) % {"num": num, **values}

    return {"gettext": gettext, "_": gettext, "ngettext": ngettext}
