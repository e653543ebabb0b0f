"""Files: the bot's uploads in three steps, and what people put into a file_input."""

import mimetypes
from dataclasses import dataclass
from typing import Any

from .errors import SlackError
from .workspace import Workspace

Json = dict[str, Any]


@dataclass
class File:
    """A file and its bytes; `content` is None until it is uploaded."""

    id: str
    name: str
    user: str
    ticket: str
    title: str = ""
    alt_text: str = ""
    content: bytes | None = None
    length: int = 0

    @property
    def mimetype(self) -> str:
        """The kind of file, guessed by its name."""
        return mimetypes.guess_type(self.name)[0] or "application/octet-stream"


class Files:
    """The files of the workspace: https://docs.slack.dev/messaging/working-with-files."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.url = ""
        self._files: dict[str, File] = {}

    def announce(self, name: str, length: int, user: str, alt_text: str = "") -> File:
        """Step one: a place for a file of that many bytes."""
        id_, ticket = self._workspace.new_id("F0"), self._workspace.new_id("")
        made = File(id_, name, user, ticket, title=name, alt_text=alt_text, length=length)
        self._files[made.id] = made
        return made

    def upload(self, ticket: str, content: bytes) -> File:
        """Step two: the bytes; refuses another length than was announced."""
        found = next((file for file in self._files.values() if file.ticket == ticket), None)
        if found is None:
            raise SlackError("file_not_found")
        if len(content) != found.length:
            raise SlackError("invalid_length")
        found.content = content
        return found

    def complete(self, file_id: object, title: str | None) -> File:
        """Step three: the file is there for others; refuses one that was never uploaded."""
        found = self.find(str(file_id))
        if found is None or found.content is None:
            raise SlackError("file_not_found")
        found.title = title or found.name
        return found

    def given(self, name: str, content: str, user: str) -> File:
        """A file that a person puts into a form."""
        made = self.announce(name, 0, user)
        made.content = content.encode()
        made.length = len(made.content)
        return made

    def find(self, file_id: str) -> File | None:
        """The file of that id."""
        return self._files.get(file_id)

    def shown(self, file: File) -> Json:
        """Slack's file object (https://docs.slack.dev/reference/objects/file-object); `url` is the page's own."""
        private = f"{self.url}/files-pri/{file.id}/{file.ticket}"
        return {
            "id": file.id,
            "name": file.name,
            "title": file.title,
            "alt_txt": file.alt_text,
            "mimetype": file.mimetype,
            "size": file.length,
            "user": file.user,
            "url_private": private,
            "url_private_download": private,
            "url": f"/file/{file.id}",
        }
