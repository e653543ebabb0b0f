"""The people's side of the HTTP server: the page, the acts, the clock, faults and what there is to see (API.md)."""

from pathlib import Path
from typing import Any

from flask import Blueprint, Response, request, send_file

from messages.limits import lint

from .acts import ACTS, act
from .advance import advance
from .errors import Misunderstood, NotThere
from .faults import Fault
from .methods import METHODS
from .playing import play, told
from .slack import Slack
from .state import commands, letters, news, options, people, state
from .web_api import DEFAULT_RETRY_AFTER, UPLOAD, answer

Json = dict[str, Any]
PAGE = Path(__file__).with_name("page.html")
LONGEST_WAIT = 25.0


def pages(slack: Slack) -> Blueprint:
    """The routes that people and tests use."""
    routes = Blueprint("pages", __name__)
    _doing(routes, slack)
    _looking(routes, slack)
    _listing(routes, slack)
    return routes


def _doing(routes: Blueprint, slack: Slack) -> None:
    @routes.post("/act/<verb>")
    def acts(verb: str) -> Response:
        if verb not in ACTS:
            raise NotThere(f"there is no act {verb}, but {', '.join(ACTS)}")
        return answer(act(slack, verb, _body()))

    @routes.post("/clock")
    def clock() -> Response:
        return answer(advance(slack, _body()))

    @routes.post("/play")
    def begin_or_end() -> Response:
        return answer(play(slack, _body()))

    @routes.post("/fault")
    def fault() -> Response:
        method, planned = _planned(_body())
        slack.faults.add(method, planned)
        return answer({"ok": True})


def _looking(routes: Blueprint, slack: Slack) -> None:
    @routes.get("/")
    def page() -> Response:
        return send_file(PAGE, max_age=0)

    @routes.get("/state")
    def show_state() -> Response:
        return answer(state(slack, request.args.get("user"), with_people=request.args.get("people") != "no"))

    @routes.get("/news")
    def show_news() -> Response:
        return answer(news(slack, int(_number("since", 0))))

    @routes.get("/events")
    def events() -> Response:
        after, wait = _number("after", 0), min(_number("wait", LONGEST_WAIT), LONGEST_WAIT)
        with slack.workspace.changed:
            slack.workspace.changed.wait_for(lambda: slack.workspace.version > after or slack.workspace.closed, wait)
            return answer({"ok": True, "version": slack.workspace.version, "now": slack.clock.now().isoformat()})

    @routes.get("/play")
    def how_far() -> Response:
        return answer(told(slack))

    @routes.get("/traffic")
    def traffic() -> Response:
        entries = slack.traffic.after(int(_number("after", 0)), int(_number("limit", 200)))
        return answer({"ok": True, "last": slack.traffic.last, "entries": entries})


def _listing(routes: Blueprint, slack: Slack) -> None:
    @routes.get("/people")
    def show_people() -> Response:
        return answer(people(slack))

    @routes.get("/letters")
    def show_letters() -> Response:
        return answer(letters(slack, request.args.get("after", "")))

    @routes.get("/gallery")
    def gallery() -> Response:
        samples = [{**sample, "problems": _problems(sample)} for sample in slack.outside.gallery()]
        return answer({"ok": True, "samples": samples})

    @routes.get("/commands")
    def show_commands() -> Response:
        return answer(commands(slack))

    @routes.get("/options")
    def show_options() -> Response:
        asked = request.args
        return answer(options(slack, asked.get("kind", "users"), asked.get("user", ""), asked.get("q", "")))

    @routes.get("/file/<file_id>")
    def file(file_id: str) -> Response:
        found = slack.files.find(file_id)
        if found is None or found.content is None:
            raise NotThere(f"there is no file {file_id}")
        return Response(found.content, content_type=found.mimetype, headers={"X-Content-Type-Options": "nosniff"})


def _body() -> Any:
    body = request.get_json(silent=True)
    if body is None:
        raise Misunderstood("the body is no JSON, or its Content-Type is not application/json")
    return body


def _number(name: str, default: float) -> float:
    try:
        return float(request.args.get(name, default))
    except ValueError:
        raise Misunderstood(f"{name} must be a number") from None


def _planned(body: Any) -> tuple[str, Fault]:
    if not isinstance(body, dict) or not isinstance(body.get("method"), str):
        raise Misunderstood('say {"method", "error" or "status" or "drop", "times"?, "retry_after"?}')
    if body["method"] not in (*METHODS, UPLOAD, "*"):
        raise NotThere(f"there is no method {body['method']} to fail")
    kinds = [kind for kind in ("error", "status", "drop") if body.get(kind)]
    times = body.get("times", 1)
    if times != 0 and len(kinds) != 1:
        raise Misunderstood("say exactly one of error, status and drop")
    if not isinstance(body.get("error"), str | None):
        raise Misunderstood("error must be a text")
    try:
        status = int(body["status"]) if body.get("status") else None
        planned = Fault(
            error=body.get("error"),
            status=status,
            drop=bool(body.get("drop")),
            times=int(times),
            retry_after=int(body.get("retry_after", DEFAULT_RETRY_AFTER)),
        )
    except (TypeError, ValueError):
        raise Misunderstood("status, times and retry_after must be whole numbers") from None
    if planned.times < 0:
        raise Misunderstood("times must be 0 or more")
    return body["method"], planned


def _problems(sample: Json) -> list[Json]:
    found = lint(sample["surface"], sample["payload"])
    return [{"path": p.path, "rule": p.rule, "message": p.message} for p in found]
