"""https://docs.slack.dev/reference/methods?family=users"""

from typing import Any

from ..errors import SlackError
from ..people import SandboxPerson
from ..slack import Slack
from .arguments import Arguments

Json = dict[str, Any]


def info(slack: Slack, arguments: Arguments) -> Json:
    """One person."""
    person = slack.workspace.people.get(arguments.needed("user"))
    if person is None:
        raise SlackError("user_not_found")
    return {"user": _shown(slack, person, locale=arguments.flag("include_locale"))}


def everyone(slack: Slack, arguments: Arguments) -> Json:
    """All people, the deactivated ones too, in pages."""
    people, rest = arguments.page(list(slack.workspace.people.values()), default=1000, most=1000)
    locale = arguments.flag("include_locale")
    members = [_shown(slack, person, locale=locale) for person in people]
    return {"members": members, "cache_ts": int(slack.clock.now().timestamp()), "response_metadata": rest}


def lookup_by_email(slack: Slack, arguments: Arguments) -> Json:
    """The active person with this address."""
    email = arguments.needed("email").casefold()
    for person in slack.workspace.people.values():
        if person.email and person.email.casefold() == email and not person.deleted:
            return {"user": _shown(slack, person, locale=False)}
    raise SlackError("users_not_found")


def _shown(slack: Slack, person: SandboxPerson, *, locale: bool) -> Json:
    with_email = "users:read.email" in slack.manifest.scopes
    team = slack.identity.team
    return person.user_object(slack.clock.now(), team, with_email=with_email, with_locale=locale)
