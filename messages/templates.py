"""Jinja as our templates know it: our vocabulary and filters, text escaped as Slack wants it, sentences translated."""

from functools import cache
from gettext import translation
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.runtime import Context, Macro

from messages.mrkdwn import FILTERS, Mrkdwn
from messages.page import put
from messages.vocabulary import VOCABULARY

TEMPLATES = Path(__file__).parent


class Plain(Context):
    """Whatever a template calls is simply called: no word of ours asks for Jinja's context.

    To find that out at every call takes a third of the time that a form takes.
    """

    def call(self, called: Any, /, *arguments: Any, **named: Any) -> Any:
        if isinstance(called, Macro):
            return super().call(called, *arguments, **named)
        named.pop("_loop_vars", None)
        named.pop("_block_vars", None)
        return called(*arguments, **named)


@cache
def environment(locale: str) -> Environment:
    """The templates in one language."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        undefined=StrictUndefined,
        finalize=put,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.context_class = Plain
    made.newstyle_gettext = True  # type: ignore[attr-defined]
    made.policies["ext.i18n.trimmed"] = True
    made.filters.update(FILTERS)
    made.globals.update(VOCABULARY, **_sentences(locale))

    def said(name: str, values: dict[str, Any]) -> Mrkdwn:
        """Put another message's blocks on the page that is being written."""
        return Mrkdwn(made.get_template(f"{name}.j2").render(values).strip())

    made.globals["said"] = said
    return made


def _sentences(locale: str) -> dict[str, Any]:
    """What makes sentences of a template markup in a language; what is put into them is escaped."""
    catalogue = translation("messages", TEMPLATES / "locale", [locale], fallback=True)

    def gettext(text: str, /, **values: Any) -> Mrkdwn:
        return Mrkdwn(catalogue.gettext(text)) % values

    def ngettext(one: str, many: str, num: int, /, **values: Any) -> Mrkdwn:
        return Mrkdwn(catalogue.ngettext(one, many, num)) % {"num": num, **values}

    return {"gettext": gettext, "_": gettext, "ngettext": ngettext}
