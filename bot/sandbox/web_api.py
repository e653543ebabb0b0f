"""The bot's side of the HTTP server: the Web API under /api/, response_url, and uploads."""

import json
import math
import time
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, request

from .errors import SlackError
from .faults import Fault
from .methods import call
from .slack import Slack
from .traffic import Exchange

Json = dict[str, Any]
DEFAULT_RETRY_AFTER = 30
UPLOAD = "upload"
"""What the traffic and the faults call the bytes of a file on their way, which are no method's."""


class HungUp(Exception):
    """The work is done, but the connection breaks before the answer."""


def web_api(slack: Slack) -> Blueprint:
    """The routes that the bot calls."""
    routes = Blueprint("web_api", __name__)

    @routes.route("/api/<method>", methods=["GET", "POST"])
    def api(method: str) -> Response:
        fields = _fields()
        token = _token(fields)
        fault = slack.faults.next(method)
        return _noted(slack, "call", method, fields, lambda: _called(slack, method, fields, token, fault))

    @routes.post("/response/<token>")
    def respond(token: str) -> Response:
        body = request.get_json(force=True, silent=True)
        return _noted(slack, "response_url", "response_url", body, lambda: _responded(slack, token, body))

    @routes.post("/upload/<ticket>")
    def upload(ticket: str) -> Response:
        content, fault = _uploaded(), slack.faults.next(UPLOAD)
        return _noted(slack, UPLOAD, UPLOAD, {"bytes": len(content)}, lambda: _taken(slack, ticket, content, fault))

    @routes.get("/files-pri/<file_id>/<ticket>")
    def download(file_id: str, ticket: str) -> Response:
        file = slack.files.find(file_id)
        allowed = _token({}) == slack.identity.bot_token and "files:read" in slack.manifest.scopes
        if file is None or file.ticket != ticket or not allowed:
            return Response("", 302, {"Location": "/"})
        return Response(file.content, content_type=file.mimetype)

    return routes


def answer(body: Json, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """A JSON answer."""
    return Response(
        json.dumps(body, ensure_ascii=False), status, headers, content_type="application/json; charset=utf-8"
    )


def _called(slack: Slack, method: str, fields: Json, token: str | None, fault: Fault | None) -> Response:
    if fault and fault.status:
        return _failed(fault)
    scopes = {"X-OAuth-Scopes": ",".join(slack.manifest.scopes)}
    try:
        if fault and fault.error:
            raise SlackError(fault.error, retry_after=fault.retry_after)
        body = call(slack, method, fields, token)
    except SlackError as error:
        if error.name == "ratelimited":
            wait = math.ceil(float(str(error.more.get("retry_after", DEFAULT_RETRY_AFTER))))
            return answer({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": str(wait)})
        body = error.answer
    if fault and fault.drop:
        raise HungUp
    return answer(body, headers=scopes)


def _failed(fault: Fault) -> Response:
    return Response("", fault.status, {"Retry-After": str(fault.retry_after)} if fault.status == 429 else None)


def _responded(slack: Slack, token: str, body: Any) -> Response:
    if not isinstance(body, dict):
        return answer({"ok": False, "error": "invalid_payload"}, 400)
    try:
        with slack.workspace.lock:
            slack.responses.use(token, body)
    except SlackError as error:
        return answer(error.answer, 404 if error.name.endswith("_url") else 400)
    return answer({"ok": True})


def _taken(slack: Slack, ticket: str, content: bytes, fault: Fault | None) -> Response:
    if fault and fault.status:
        return _failed(fault)
    try:
        if fault and fault.error:
            raise SlackError(fault.error)
        with slack.workspace.lock:
            slack.files.upload(ticket, content)
    except SlackError as error:
        return answer(error.answer, 400)
    if fault and fault.drop:
        raise HungUp
    return Response(f"OK - {len(content)}", content_type="text/plain")


def _noted(slack: Slack, kind: str, name: str, payload: Any, work: Callable[[], Response]) -> Response:
    at, began = slack.clock.now().isoformat(), time.perf_counter()
    response: Response | None = None
    try:
        response = work()
        return response
    finally:
        body = _spoken(response)
        error = body.get("error") if isinstance(body, dict) else None
        failed = response is None or response.status_code != 200
        slack.traffic.note(
            Exchange(
                at=at,
                kind=kind,
                name=name,
                user=None,
                payload=payload,
                status=response.status_code if response else None,
                answer=body,
                ms=round((time.perf_counter() - began) * 1000, 2),
                ok=not (failed or error),
                error=error or ("dropped" if response is None else "http_error" if failed else None),
            )
        )


def _spoken(response: Response | None) -> Any:
    if response is None or response.mimetype != "application/json":
        return None
    return json.loads(response.get_data())


def _fields() -> Json:
    if request.is_json:
        body = request.get_json(silent=True)
        return body if isinstance(body, dict) else {}
    return request.values.to_dict()


def _token(fields: Json) -> str | None:
    given = request.headers.get("Authorization", "")
    return given.removeprefix("Bearer ").strip() or fields.pop("token", None)


def _uploaded() -> bytes:
    if request.mimetype != "multipart/form-data":
        return request.get_data()
    sent = next(iter(request.files.values()), None)
    return sent.read() if sent else b""
