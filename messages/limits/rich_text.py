"""Rich text: a block of lines, lists and quotes, each a row of runs; it stands alone or in a table's cell."""

from messages.limits.checks import Check, Fields, boolean, by_type, many, one_of, shape, string, whole


def block(required: Fields, optional: Fields | None = None, *rules: Check) -> Check:
    """A block with these fields, and a `block_id` that no other block has."""
    return shape(required, {"block_id": string(255, 1, unique="block_id"), **(optional or {})}, *rules)


_NAME = string(255, 1)
_STYLED = {"style": shape({}, dict.fromkeys(("bold", "italic", "strike", "code"), boolean))}
_RUNS = by_type(
    {
        "text": shape({"text": string(4000)}, _STYLED),
        "link": shape({"url": string(3000, 1)}, {"text": string(4000), "unsafe": boolean, **_STYLED}),
        "user": shape({"user_id": _NAME}, _STYLED),
        "usergroup": shape({"usergroup_id": _NAME}, _STYLED),
        "channel": shape({"channel_id": _NAME}, _STYLED),
        "broadcast": shape({"range": one_of("here", "channel", "everyone")}, _STYLED),
        "emoji": shape({"name": _NAME}, {"unicode": string(255), "skin_tone": whole(1, 6), **_STYLED}),
        "date": shape(
            {"timestamp": whole(0, 9_999_999_999), "format": string(255, 1)},
            {"url": string(3000, 1), "fallback": string(255), **_STYLED},
        ),
        "color": shape({"value": string(7, 7, r"#[0-9a-fA-F]{6}")}),
    }
)
_LINE = shape({"elements": many(_RUNS, 1000, 0)})
_QUOTE = shape({"elements": many(_RUNS, 1000, 0)}, {"border": whole(0, 1)})
_BULLETS = shape(
    {
        "style": one_of("bullet", "ordered"),
        "elements": many(by_type({"rich_text_section": _LINE}), 1000),
    },
    {"indent": whole(0, 8), "offset": whole(0, 9999), "border": whole(0, 1)},
)
RICH_TEXT = block(
    {
        "elements": many(
            by_type(
                {
                    "rich_text_section": _LINE,
                    "rich_text_list": _BULLETS,
                    "rich_text_preformatted": _QUOTE,
                    "rich_text_quote": _QUOTE,
                }
            ),
            1000,
        )
    }
)
