"""The command line: ``mentor demo``, ``mentor serve``, ``mentor doctor``, ``mentor import``, ``mentor match``."""

import gc
import os
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.settings import Settings

cli = typer.Typer(no_args_is_help=True, add_completion=False, help="Reverse mentoring, run well, inside Slack.")


class Kind(StrEnum):
    """Who meets: a mentor and a mentee, a mentor and some mentees, or two equals."""

    PAIRS = "pairs"
    CIRCLES = "circles"
    PEERS = "peers"


def clock() -> datetime:
    """The present moment. Nothing else in the project asks for it: everybody else is told."""
    return datetime.now(UTC)


def main() -> None:
    """The ``mentor`` command."""
    cli()


@cli.callback()
def commands() -> None:
    """Each command imports what it needs: a server does not load the demo, and help loads nothing."""


@cli.command()
def demo(
    port: Annotated[int, typer.Option(help="Where the page listens; if taken, the next free port.")] = 3000,
    people: Annotated[int, typer.Option(min=2, max=500, help="How many invented employees.")] = 12,
    seed: Annotated[int, typer.Option(help="Which invented employees: the same seed, the same people.")] = 1,
    db: Annotated[Path | None, typer.Option(help="Keep the programme in this SQLite file.")] = None,
    browser: Annotated[bool, typer.Option(help="Open the page in your browser.")] = True,
    play: Annotated[
        str | None, typer.Option(help="First let simulated colleagues take part for so long: 6mo, 2w, 10d.")
    ] = None,
) -> None:
    """Try everything in your browser: the real bot in a built-in workspace, no Slack account needed."""
    from bot.demo.play.span import span
    from bot.demo.run import run

    try:
        played = span(play) if play else None
    except ValueError as unclear:
        raise typer.BadParameter(str(unclear), param_hint="--play") from None
    raise typer.Exit(run(port, people=people, seed=seed, file=db, browser=browser, play=played, clock=clock))


@cli.command()
def serve() -> None:
    """Run the real bot over Socket Mode. The environment says which: see the README."""
    gc.disable()  # what is loaded now stays: the server lets it be looked through again once it is connected
    from bot.serving import serve as run

    raise typer.Exit(run(_settings(), clock))


@cli.command()
def doctor() -> None:
    """Say what is missing or wrong in settings, token, scopes, database and clock, and how to mend it."""
    from bot.doctor import examine

    raise typer.Exit(examine(Settings(), clock))


@cli.command(name="import")
def import_(
    file: Annotated[Path, typer.Argument(help="HR's sheet, as CSV: see the README for its columns.")],
    programme: Annotated[
        str | None, typer.Option(help="For which programme; needed only where there are several.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Take all rows or none.")] = False,
) -> None:
    """Bring in levels, departments and managers. Nobody is enrolled by it, and nobody is written to."""
    from bot.importing import run

    raise typer.Exit(run(Settings(), file, programme=programme, dry_run=dry_run, strict=strict, now=clock()))


@cli.command()
def match(
    file: Annotated[Path, typer.Argument(help="Who could take part, as CSV: the columns of an import.")],
    out: Annotated[Path, typer.Option(help="Where the pairs are written, as CSV.")],
    kind: Annotated[
        Kind, typer.Option(help="A mentor with one mentee, with two to six whatever their capacity, or two equals.")
    ] = Kind.PAIRS,
    unmatched: Annotated[Path | None, typer.Option(help="Where it is written who stays alone, and why.")] = None,
    scores: Annotated[Path | None, typer.Option(help="Where every allowed pair is written with its score.")] = None,
    gap: Annotated[int, typer.Option(min=1, max=9, help="Levels that a mentee stands above the mentor.")] = 2,
    overlap: Annotated[float, typer.Option(min=0, max=24, help="Working hours a day in common.")] = 2.0,
    date: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day on which hours are compared; else today.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Tells equal rounds apart: the same seed, the same pairs.")] = 1,
    fair: Annotated[bool, typer.Option("--fair", help="The worst pair comes before the total.")] = False,
    many_mentors: Annotated[
        bool, typer.Option("--many-mentors", help="As many different mentors as possible come before the total.")
    ] = False,
    chains_end_at_file: Annotated[
        bool, typer.Option("--chains-end-at-file", help="Take managers without a row for the top of the company.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the numbers as JSON.")] = False,
) -> None:
    """Match a whole company from a sheet, before anybody is invited: no Slack, no database, nothing is sent."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # Rows are judged in threads of our own.
    from bot.offline import Wish, run
    from bot.rules.matching import Policy

    if kind != Kind.PAIRS and (fair or many_mentors or scores):
        raise typer.BadParameter("--fair, --many-mentors and --scores are for pairs only")
    on = (date or clock()).date()
    policy = Policy(level_gap=gap, overlap_hours=overlap, fair=fair, many_mentors=many_mentors)
    wish = Wish(policy, on, seed, chains_end_at_file, pairs=out, unmatched=unmatched, scores=scores, kind=kind.value)
    raise typer.Exit(run(file, wish, as_json=as_json))


def _settings() -> Settings:
    settings = Settings()
    mistakes = list(settings.mistakes())
    for mistake in mistakes:
        typer.echo(mistake, err=True)
    if mistakes:
        raise typer.Exit(2)
    return settings


if __name__ == "__main__":
    main()
