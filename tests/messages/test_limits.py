"""Slack's limits, row by row: what stands at the limit goes through, one beyond is refused with the rule named."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.limits import VIEW_BYTES, Surface, lint
from messages.limits.blocks import SURFACES as CHECKED
from messages.limits.checks import Sheet

Json = dict[str, Any]
SURFACES: tuple[Surface, ...] = ("message", "modal", "home")


def plain(words: str = "Words") -> Json:
    return {"type": "plain_text", "text": words}


def mrkdwn(words: str = "Words") -> Json:
    return {"type": "mrkdwn", "text": words}


def section(**more: Any) -> Json:
    return {"type": "section", "text": mrkdwn(), **more}


def button(action_id: str = "checkins.not_yet", **more: Any) -> Json:
    return {"type": "button", "action_id": action_id, "text": plain(), **more}


def actions(*elements: Json, **more: Any) -> Json:
    return {"type": "actions", "elements": list(elements), **more}


def option(value: str = "one", **more: Any) -> Json:
    return {"text": plain(), "value": value, **more}


def options(number: int) -> list[Json]:
    return [option(str(index)) for index in range(number)]


def select(number: int = 1, **more: Any) -> Json:
    return {"type": "static_select", "action_id": "pick", "options": options(number), **more}


def asks(element: Json, **more: Any) -> Json:
    return {"type": "input", "label": plain(), "element": element, **more}


def typed(**more: Any) -> Json:
    return {"type": "plain_text_input", "action_id": "words", **more}


def picture(**more: Any) -> Json:
    return {"type": "image", "image_url": "https://example.org/chart.png", "alt_text": "A chart", **more}


def confirm(**more: str) -> Json:
    words = {"title": "Leave?", "text": "Your profile is deleted.", "confirm": "Leave", "deny": "Stay", **more}
    return {name: plain(text) for name, text in words.items()}


def table(rows: int, columns: int) -> Json:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": "cell"}] * columns] * rows}


def message(*blocks: Json, **more: Any) -> Json:
    return {"text": "Everything in words", "blocks": list(blocks), **more}


def modal(*blocks: Json, **more: Any) -> Json:
    return {"type": "modal", "title": plain("Join"), "submit": plain("Send"), "blocks": list(blocks), **more}


def home(*blocks: Json, **more: Any) -> Json:
    return {"type": "home", "blocks": list(blocks), **more}


def asking(element: Json, **more: Any) -> Json:
    return modal(asks(element, **more))


def view_of(size: int) -> Json:
    view = home(section(text=mrkdwn("x")), *(section(text=mrkdwn("x" * 3000)) for _ in range(80)))
    view["private_metadata"] = "x" * 2900
    missing = size - len(json.dumps(view))
    assert 0 <= missing < 3000
    view["blocks"][0]["text"]["text"] = "x" * (missing + 1)
    return view


Row = tuple[str, Surface, int, str, Callable[[int], Json]]
LIMITS: list[Row] = [
    ("blocks of a message", "message", 50, "count", lambda n: message(*[section()] * n)),
    ("blocks of a modal", "modal", 100, "count", lambda n: modal(*[section()] * n)),
    ("blocks of Home", "home", 100, "count", lambda n: home(*[section()] * n)),
    ("view JSON", "home", VIEW_BYTES, "size", view_of),
    ("private_metadata", "modal", 3000, "length", lambda n: modal(section(), private_metadata="x" * n)),
    ("private_metadata of Home", "home", 3000, "length", lambda n: home(section(), private_metadata="x" * n)),
    ("callback_id", "modal", 255, "length", lambda n: modal(section(), callback_id="x" * n)),
    ("block_id", "message", 255, "length", lambda n: message(section(block_id="x" * n))),
    ("action_id", "message", 255, "length", lambda n: message(actions(button("x" * n)))),
    ("modal title", "modal", 24, "length", lambda n: modal(section(), title=plain("x" * n))),
    ("modal submit", "modal", 24, "length", lambda n: modal(section(), submit=plain("x" * n))),
    ("modal close", "modal", 24, "length", lambda n: modal(section(), close=plain("x" * n))),
    ("message text", "message", 4000, "length", lambda n: {"text": "x" * n}),
    ("section text", "message", 3000, "length", lambda n: message(section(text=mrkdwn("x" * n)))),
    ("section text, plain", "message", 3000, "length", lambda n: message(section(text=plain("x" * n)))),
    ("section fields", "home", 10, "count", lambda n: home(section(fields=[mrkdwn()] * n))),
    ("section field", "home", 2000, "length", lambda n: home(section(fields=[mrkdwn("x" * n)]))),
    ("header", "home", 150, "length", lambda n: home({"type": "header", "text": plain("x" * n)})),
    ("text object", "home", 3000, "length", lambda n: home({"type": "context", "elements": [mrkdwn("x" * n)]})),
    ("context elements", "home", 10, "count", lambda n: home({"type": "context", "elements": [mrkdwn()] * n})),
    ("actions elements", "home", 25, "count", lambda n: home(actions(*(button(str(i)) for i in range(n))))),
    ("overflow", "home", 5, "count", lambda n: home(section(accessory={"type": "overflow", "options": options(n)}))),
    ("button text", "message", 75, "length", lambda n: message(actions(button(text=plain("x" * n))))),
    ("button value", "message", 2000, "length", lambda n: message(actions(button(value="x" * n)))),
    ("button url", "message", 3000, "length", lambda n: message(actions(button(url="x" * n)))),
    ("option text", "modal", 75, "length", lambda n: asking(select(options=[{**option(), "text": plain("x" * n)}]))),
    (
        "option description",
        "modal",
        75,
        "length",
        lambda n: asking(select(options=[option(description=plain("x" * n))])),
    ),
    ("option value", "modal", 75, "length", lambda n: asking(select(options=[option("x" * n)]))),
    ("select options", "modal", 100, "count", lambda n: asking(select(n))),
    ("options of a group", "modal", 100, "count", lambda n: asking(grouped(1, n))),
    ("option groups", "modal", 100, "count", lambda n: asking(grouped(n, 1))),
    ("radio buttons", "modal", 10, "count", lambda n: asking({"type": "radio_buttons", "options": options(n)})),
    ("checkboxes", "modal", 10, "count", lambda n: asking({"type": "checkboxes", "options": options(n)})),
    ("input label", "modal", 2000, "length", lambda n: asking(typed(), label=plain("x" * n))),
    ("input hint", "modal", 2000, "length", lambda n: asking(typed(), hint=plain("x" * n))),
    ("placeholder", "modal", 150, "length", lambda n: asking(typed(placeholder=plain("x" * n)))),
    ("typed text", "modal", 3000, "length", lambda n: asking(typed(initial_value="x" * n))),
    ("confirm title", "home", 100, "length", lambda n: home(actions(button(confirm=confirm(title="x" * n))))),
    ("confirm text", "home", 300, "length", lambda n: home(actions(button(confirm=confirm(text="x" * n))))),
    ("confirm button", "home", 30, "length", lambda n: home(actions(button(confirm=confirm(confirm="x" * n))))),
    ("deny button", "home", 30, "length", lambda n: home(actions(button(confirm=confirm(deny="x" * n))))),
    ("table rows", "message", 100, "count", lambda n: message(table(n, 1))),
    ("table columns", "message", 20, "count", lambda n: message(table(1, n))),
    ("tables of a message", "message", 1, "unique", lambda n: message(*[table(1, 1)] * n)),
    ("alt text", "home", 2000, "length", lambda n: home(picture(alt_text="x" * n))),
    ("files of an input", "modal", 10, "range", lambda n: asking({"type": "file_input", "max_files": n})),
]


def grouped(groups: int, each: int) -> Json:
    group = {"label": plain(), "options": options(each)}
    return {"type": "static_select", "option_groups": [group] * groups}


def rules(surface: Surface, payload: Json) -> set[tuple[str, str]]:
    return {(problem.path, problem.rule) for problem in lint(surface, payload)}


@pytest.mark.parametrize(
    ("surface", "limit", "build"), [(r[1], r[2], r[4]) for r in LIMITS], ids=[r[0] for r in LIMITS]
)
def test_what_stands_at_the_limit_is_accepted(surface: Surface, limit: int, build: Callable[[int], Json]) -> None:
    assert lint(surface, build(limit)) == []


@pytest.mark.parametrize(
    ("surface", "limit", "build"), [(r[1], r[2], r[4]) for r in LIMITS], ids=[r[0] for r in LIMITS]
)
def test_what_is_accepted_is_no_longer_than_it_is_taken_for(
    surface: Surface, limit: int, build: Callable[[int], Json]
) -> None:
    payload, sheet = build(limit), Sheet(surface)
    CHECKED[surface](sheet, None, payload)
    assert len(json.dumps(payload)) <= sheet.bytes_at_most()


@pytest.mark.parametrize(("surface", "limit", "rule", "build"), [r[1:] for r in LIMITS], ids=[r[0] for r in LIMITS])
def test_one_beyond_the_limit_is_refused(surface: Surface, limit: int, rule: str, build: Callable[[int], Json]) -> None:
    assert [problem.rule for problem in lint(surface, build(limit + 1))] == [rule]


WRONG: list[tuple[str, Surface, Json, str, str]] = [
    ("a message without text", "message", {"blocks": [section()]}, "text", "required"),
    ("a message with blank text", "message", {"text": " \n"}, "text", "empty"),
    ("a modal without title", "modal", {"type": "modal", "blocks": [section()]}, "title", "required"),
    ("a view without blocks", "home", home(), "blocks", "count"),
    ("letters of twelve bytes", "home", home(*[section(text=mrkdwn("🧭" * 3000))] * 7), "", "size"),
    ("a Home where a modal belongs", "modal", home(section()), "", "type"),
    ("an input without submit", "modal", {**asking(typed()), "submit": None}, "submit", "type"),
    ("an empty header", "home", home({"type": "header", "text": plain("")}), "blocks[0].text.text", "empty"),
    ("markup in a header", "home", home({"type": "header", "text": mrkdwn()}), "blocks[0].text", "type"),
    ("a section that says nothing", "home", home({"type": "section"}), "blocks[0]", "required"),
    ("an unknown block", "home", home({"type": "carousel"}), "blocks[0]", "type"),
    ("an unknown field", "home", home(section(colour="red")), "blocks[0].colour", "unknown"),
    ("an unknown element", "home", home(actions({"type": "slider"})), "blocks[0].elements[0]", "type"),
    ("a text input among actions", "home", home(actions(typed())), "blocks[0].elements[0]", "type"),
    ("a button as an input", "modal", asking(button()), "blocks[0].element", "type"),
    ("no elements", "home", home(actions()), "blocks[0].elements", "count"),
    (
        "no menu options",
        "home",
        home(section(accessory={"type": "overflow", "options": []})),
        "blocks[0].accessory.options",
        "count",
    ),
    ("no options", "modal", asking(select(0)), "blocks[0].element.options", "count"),
    ("neither options nor groups", "modal", asking({"type": "static_select"}), "blocks[0].element", "required"),
    ("options and groups", "modal", asking({**select(), **grouped(1, 1)}), "blocks[0].element", "required"),
    (
        "an empty option value",
        "modal",
        asking(select(options=[option("")])),
        "blocks[0].element.options[0].value",
        "empty",
    ),
    (
        "an initial option not offered",
        "modal",
        asking(select(initial_option=option("9"))),
        "blocks[0].element",
        "option",
    ),
    (
        "a picture without alt text",
        "home",
        home({"type": "image", "image_url": "https://x.y/z"}),
        "blocks[0].alt_text",
        "required",
    ),
    ("a picture from nowhere", "home", home({"type": "image", "alt_text": "A chart"}), "blocks[0]", "required"),
    ("a table in a modal", "modal", modal(table(1, 1)), "blocks[0]", "surface"),
    ("a table on Home", "home", home(table(1, 1)), "blocks[0]", "surface"),
    ("a file input in a message", "message", message(asks({"type": "file_input"})), "blocks[0].element", "surface"),
    ("a style of no kind", "home", home(actions(button(style="blue"))), "blocks[0].elements[0].style", "value"),
    (
        "markup in a confirm",
        "home",
        home(actions(button(confirm={**confirm(), "text": mrkdwn()}))),
        "blocks[0].elements[0].confirm.text",
        "type",
    ),
    (
        "a day that is none",
        "modal",
        asking({"type": "datepicker", "initial_date": "tomorrow"}),
        "blocks[0].element.initial_date",
        "length",
    ),
    (
        "an hour that is none",
        "modal",
        asking({"type": "timepicker", "initial_time": "25:00"}),
        "blocks[0].element.initial_time",
        "form",
    ),
    (
        "no e-mail",
        "modal",
        asking({"type": "email_text_input", "initial_value": "ann at x.y"}),
        "blocks[0].element.initial_value",
        "form",
    ),
    ("bounds that cross", "modal", asking(typed(min_length=5, max_length=4)), "blocks[0].element", "range"),
    (
        "a number out of bounds",
        "modal",
        asking({"type": "number_input", "is_decimal_allowed": False, "initial_value": "9", "max_value": "5"}),
        "blocks[0].element",
        "range",
    ),
    ("metadata without a type", "message", message(metadata={"event_payload": {}}), "metadata.event_type", "required"),
]


@pytest.mark.parametrize(("surface", "payload", "path", "rule"), [w[1:] for w in WRONG], ids=[w[0] for w in WRONG])
def test_what_is_wrong_is_refused_where_it_stands(surface: Surface, payload: Json, path: str, rule: str) -> None:
    assert rules(surface, payload) == {(path, rule)}


def test_a_modal_with_an_input_needs_a_submit_label() -> None:
    view = asking(typed())
    del view["submit"]
    assert rules("modal", view) == {("submit", "required")}
    assert lint("modal", {"type": "modal", "title": plain("Help"), "blocks": [section()]}) == []


@pytest.mark.parametrize("surface", SURFACES)
def test_each_id_is_taken_once_in_a_message_or_view(surface: Surface) -> None:
    build = {"message": message, "modal": modal, "home": home}[surface]
    twice = build(actions(button("a"), block_id="row"), actions(button("a"), block_id="row"))
    assert rules(surface, twice) == {("blocks[1].block_id", "unique"), ("blocks[1].elements[0].action_id", "unique")}
    assert lint(surface, build(actions(button("a"), block_id="1"), actions(button("b"), block_id="2"))) == []


def test_only_one_input_takes_the_focus() -> None:
    first, second = typed(focus_on_load=True), typed(action_id="more", focus_on_load=True)
    assert lint("modal", modal(asks(first))) == []
    assert rules("modal", modal(asks(first), asks(second))) == {("blocks[1].element.focus_on_load", "unique")}


def every_input() -> list[Json]:
    chosen = {"options": options(3), "initial_options": options(2)}
    return [
        typed(multiline=True, min_length=0, max_length=3000, placeholder=plain()),
        {"type": "email_text_input", "initial_value": "ann@example.org"},
        {"type": "url_text_input", "initial_value": "https://example.org/a?b=c"},
        {
            "type": "number_input",
            "is_decimal_allowed": True,
            "min_value": "0",
            "initial_value": "0.5",
            "max_value": "24",
        },
        {"type": "rich_text_input", "action_id": "rich"},
        {"type": "file_input", "action_id": "file", "filetypes": ["csv"], "max_files": 1},
        select(3, initial_option=option("2")),
        {**grouped(2, 3), "initial_option": option("1")},
        {"type": "multi_static_select", **chosen, "max_selected_items": 3},
        {"type": "checkboxes", **chosen},
        {"type": "radio_buttons", "options": [option(description=mrkdwn("_softly_"))]},
        {"type": "users_select", "initial_user": "U1"},
        {"type": "multi_users_select", "initial_users": ["U1", "U2"]},
        {"type": "conversations_select", "default_to_current_conversation": True, "filter": {"include": ["public"]}},
        {"type": "channels_select", "initial_channel": "C1"},
        {"type": "datepicker", "initial_date": "2026-12-01"},
        {"type": "timepicker", "initial_time": "09:30", "timezone": "Europe/Zurich"},
        {"type": "datetimepicker", "initial_date_time": 1_796_000_000},
    ]


@pytest.mark.parametrize("element", every_input(), ids=lambda element: element["type"])
def test_every_input_of_slack_is_known(element: Json) -> None:
    assert lint("modal", asking(element)) == []


def rich_text() -> Json:
    runs = [
        {"type": "text", "text": "Met ", "style": {"bold": True}},
        {"type": "user", "user_id": "U1"},
        {"type": "link", "url": "https://example.org", "text": "there"},
        {"type": "emoji", "name": "wave"},
        {"type": "date", "timestamp": 1_796_000_000, "format": "{date}", "fallback": "a day"},
    ]
    line = {"type": "rich_text_section", "elements": runs}
    bullets = {"type": "rich_text_list", "style": "bullet", "elements": [line, line]}
    quote = {"type": "rich_text_quote", "elements": runs}
    return {"type": "rich_text", "elements": [line, bullets, quote]}


def test_the_blocks_that_we_build_on_are_known_on_every_surface() -> None:
    blocks = [
        section(accessory=picture()),
        actions(button(style="primary", confirm=confirm())),
        {"type": "context", "elements": [picture(), mrkdwn(), plain()]},
        {"type": "header", "text": plain()},
        {"type": "divider"},
        picture(title=plain()),
        rich_text(),
    ]
    assert lint("message", message(*blocks, table(2, 2))) == []
    assert lint("modal", modal(*blocks)) == []
    assert lint("home", home(*blocks)) == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=10,
)
NAMES = st.sampled_from(["text", "elements", "element", "fields", "accessory", "options", "option_groups", "rows"])
KINDS = st.sampled_from(["section", "actions", "context", "input", "rich_text", "table", "static_select", "checkboxes"])
BROKEN = st.recursive(
    st.dictionaries(NAMES, JSON, max_size=3) | JSON,
    lambda inner: (
        st.builds(lambda kind, rest: {"type": kind, **rest}, KINDS, st.dictionaries(NAMES, inner, max_size=3))
        | st.lists(inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.sampled_from(SURFACES), BROKEN, BROKEN)
def test_nothing_that_is_json_makes_it_raise(surface: Surface, blocks: Any, rest: Any) -> None:
    payload = {"type": surface, "text": rest, "title": rest, "blocks": [blocks, rest], "submit": blocks}
    assert lint(surface, payload)
    assert isinstance(lint(surface, {"type": surface, "blocks": blocks}), list)
