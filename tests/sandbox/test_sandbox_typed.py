"""Whatever people type arrives as text: escaped, whole, and without power over others."""

from hypothesis import example, given
from hypothesis import strategies as st
from sandbox.small_bot import HOSTILE, NINE, PEOPLE

from bot.sandbox import Clock, SandboxPerson
from bot.sandbox.actors.sight import decoded
from bot.sandbox.typed import in_command, in_message
from bot.sandbox.workspace import Workspace

BOT = SandboxPerson("U0MENTORBT", "mentor", "Mentor", is_bot=True)
WORKSPACE = Workspace(PEOPLE, Clock(NINE, ticking=False), BOT, "T0SANDBOX1")
PLAIN = st.text(st.characters(blacklist_characters="@#:", blacklist_categories=["Cs"]))


@given(st.text() | st.sampled_from(["<!channel>", "<!here|x>", "<@U0ANN|<!channel>>", "@ann", "#general"]))
@example(HOSTILE)
def test_nobody_can_type_a_group_mention(text: str) -> None:
    assert "<!" not in in_message(WORKSPACE, text)
    assert "<!" not in in_command(WORKSPACE, text)


@given(PLAIN)
def test_plain_text_comes_back_unchanged_when_unescaped(text: str) -> None:
    assert decoded(in_message(WORKSPACE, text)) == text


@given(st.sampled_from(PEOPLE))
def test_a_person_is_mentioned_by_handle(person: SandboxPerson) -> None:
    assert in_message(WORKSPACE, f"with @{person.name.upper()}.") == f"with <@{person.id}>."
