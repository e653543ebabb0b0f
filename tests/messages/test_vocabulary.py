"""The vocabulary: a template reads like the message, and text never becomes structure."""

from pathlib import Path

import pytest

import messages
from messages.mrkdwn import Mrkdwn, clip, day, duration, escape, link, listed, mention, plain
from messages.page import fresh_page, number_repeats
from messages.templates import environment


def blocks(source: str, **values: object) -> list[dict[str, object]]:
    """The blocks of a template given as text, in the environment that the real ones have."""
    with fresh_page() as page:
        stray = environment("en").from_string(source).render(values).strip()
    assert stray == ""
    number_repeats(page.blocks)
    return [dict(block) for block in page.blocks]


def words(source: str, **values: object) -> str:
    [block] = blocks("{% call section() %}" + source + "{% endcall %}", **values)
    return str(block["text"]["text"])  # type: ignore[index]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("{{ name }}", "&lt;!channel&gt; &amp; co"),
        ("{% trans %}Hello {{ name }}{% endtrans %}", "Hello &lt;!channel&gt; &amp; co"),
        ("{% trans who=user|mention %}Hello {{ who }}{% endtrans %}", "Hello <@U0ANN>"),
        ("{{ _('Hello %(name)s', name=name) }}", "Hello &lt;!channel&gt; &amp; co"),
        ("{{ _('100%%') }}", "100%"),
        ("{{ user|mention }}", "<@U0ANN>"),
        ("{{ [name, 'b']|listed(' and ') }}", "&lt;!channel&gt; &amp; co and b"),
        ("{% trans n=2 %}{{ n }} pair{% pluralize n %}{{ n }} pairs{% endtrans %}", "2 pairs"),
        ("{{ name|clip(5) }}", "&lt;!ch…"),
        ("{{ name|brief(9) }}", "&lt;!cha…"),
        ("{{ name|brief(21) }}", "&lt;!channel&gt;…"),
        ("{{ name|brief(25) }}", "&lt;!channel&gt; &amp; co"),
        ("{{ name|brief(none) }}", "&lt;!channel&gt; &amp; co"),
        ("{{ [name, 'b', 'c']|few(9) }}", "&lt;!cha…, b and c"),
        ("{{ ['a', 'b', 'c', 'd', 'e']|few }}", "a, b, c and 2 more"),
        ("{{ [name, 'b', 'c', 'd']|few(none) }}", "&lt;!channel&gt; &amp; co, b, c and d"),
        ("{{ '{% raw %}' }}", "{% raw %}"),
    ],
)
def test_what_people_typed_is_shown_and_what_we_mark_up_works(source: str, said: str) -> None:
    assert words(source, name="<!channel> & co", user="U0ANN") == said


def test_a_button_carries_raw_text_since_slack_does_not_decode_it() -> None:
    [row] = blocks("{% call actions() %}{{ button(name, 'home.go', 7) }}{% endcall %}", name="<b> & co")
    [button] = row["elements"]  # type: ignore[misc]
    assert (button["text"]["text"], button["action_id"], button["value"]) == ("<b> & co", "home.go", "7")


def test_a_mention_cannot_stand_on_a_button() -> None:
    with pytest.raises(ValueError, match="mention"):
        blocks("{% call actions() %}{{ button(user|mention, 'home.go') }}{% endcall %}", user="U0ANN")


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("{% call actions() %}words{% endcall %}", "words beside"),
        ("{{ button('Go', 'home.go') }}", "outside of a block"),
        ("{% call section() %}{{ button('Go', 'home.go') }}{% endcall %}", "accessory"),
        ("{% call section() %}{% call section() %}x{% endcall %}{% endcall %}", "inside a block"),
    ],
)
def test_a_template_that_mixes_things_up_is_refused(source: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        blocks(source)


def test_repeated_actions_are_numbered() -> None:
    found = blocks(
        "{% for n in [1, 2, 3] %}{% call actions() %}{{ button('Go', 'home.go', n) }}{% endcall %}{% endfor %}"
    )
    assert [row["elements"][0]["action_id"] for row in found] == ["home.go", "home.go:2", "home.go:3"]  # type: ignore[index]


def test_what_slack_would_refuse_is_never_sent() -> None:
    with pytest.raises(messages.Misworded, match="3000"):
        messages.form("errors/explained", explanation="x" * 3001)


def test_words_outside_of_a_block_are_refused() -> None:
    with pytest.raises(messages.Misworded, match="outside of a block"):
        messages.render("errors/accident", reference="abc")


def test_every_message_says_everything_in_its_text() -> None:
    said = messages.render("help/help", words=["join"], mistyped="jion", nearest="join", audience=["anyone"])
    assert all(part in said["text"] for part in ("jion", "/mentor join", "under three minutes"))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (mention("U0ANN"), "<@U0ANN>"),
        (link("https://example.com/a|b", "<x>"), "<https://example.com/a%7Cb|&lt;x&gt;>"),
        (day("2026-11-23"), "Monday 23 November"),
        (duration(45), "45 min"),
        (duration(60), "1 h"),
        (duration(75), "1 h 15 min"),
        (listed(["a", "b", "c"], " and "), "a, b and c"),
        (listed([]), ""),
        (clip("abcdef", 6), "abcdef"),
        (clip("abcdefg", 6), "abcde…"),
        (escape(7), 7),
        (Mrkdwn("%s and %s") % ("<", Mrkdwn("<@U1>")), "&lt; and <@U1>"),
        (plain(Mrkdwn("a &lt; b")), "a < b"),
    ],
)
def test_values_in_words(value: object, shown: object) -> None:
    assert value == shown


@pytest.mark.parametrize("hostile", ["U1> <!channel", "", "U1|x", "Ü1"])
def test_only_an_id_can_be_mentioned(hostile: str) -> None:
    with pytest.raises(ValueError, match="not a Slack id"):
        mention(hostile)


def test_no_template_knows_another_way_to_build_blocks() -> None:
    templates = Path(messages.__file__).parent.rglob("*.j2")
    assert [str(file) for file in templates if '"type"' in file.read_text() or "tojson" in file.read_text()] == []
