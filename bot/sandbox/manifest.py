"""What the app's manifest allows: commands, shortcuts, events, tabs and scopes."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True)
class Command:
    """A slash command; with `should_escape` the people and channels in its text arrive as ids."""

    command: str
    description: str = ""
    usage_hint: str = ""
    should_escape: bool = False


@dataclass(frozen=True)
class Shortcut:
    """A global or a message shortcut (`type`)."""

    name: str
    type: str
    callback_id: str
    description: str = ""


@dataclass(frozen=True)
class Manifest:
    """An app manifest (https://docs.slack.dev/reference/app-manifest) as far as a workspace obeys it."""

    name: str
    scopes: tuple[str, ...]
    commands: tuple[Command, ...]
    shortcuts: tuple[Shortcut, ...]
    events: frozenset[str]
    messages_tab: bool
    home_tab: bool
    interactive: bool

    @classmethod
    def read(cls, path: Path) -> "Manifest":
        """The manifest in a YAML file; what is not said is not allowed."""
        whole: dict[str, Any] = yaml.safe_load(path.read_text("utf-8")) or {}
        features, settings = whole.get("features") or {}, whole.get("settings") or {}
        tabs = features.get("app_home") or {}
        scopes = tuple(((whole.get("oauth_config") or {}).get("scopes") or {}).get("bot") or ())
        bot_name = (features.get("bot_user") or {}).get("display_name")
        return cls(
            name=bot_name or (whole.get("display_information") or {}).get("name") or "App",
            scopes=scopes,
            commands=_commands(features) if "commands" in scopes else (),
            shortcuts=_shortcuts(features) if "commands" in scopes else (),
            events=frozenset((settings.get("event_subscriptions") or {}).get("bot_events") or ()),
            messages_tab=bool(tabs.get("messages_tab_enabled")) and not tabs.get("messages_tab_read_only_enabled"),
            home_tab=bool(tabs.get("home_tab_enabled")),
            interactive=bool((settings.get("interactivity") or {}).get("is_enabled")),
        )

    @property
    def hears_direct_messages(self) -> bool:
        """Whether people can write to the app: the tab is writable, and the event and its scope are there."""
        return self.messages_tab and "message.im" in self.events and "im:history" in self.scopes


def _commands(features: dict[str, Any]) -> tuple[Command, ...]:
    return tuple(
        Command(c["command"], c.get("description", ""), c.get("usage_hint", ""), bool(c.get("should_escape")))
        for c in features.get("slash_commands") or ()
    )


def _shortcuts(features: dict[str, Any]) -> tuple[Shortcut, ...]:
    return tuple(
        Shortcut(s["name"], s["type"], s["callback_id"], s.get("description", ""))
        for s in features.get("shortcuts") or ()
    )
