"""Figures of one run, as a table that reads without the code."""

import statistics
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that ``share`` percent of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share / 100))]


def show(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table; all columns but the first stand to the right."""
    table = Table(title=title, title_justify="left", title_style="bold")
    for number, column in enumerate(columns):
        table.add_column(column, justify="right" if number else "left", no_wrap=True)
    for row in rows:
        table.add_row(*row)
    Console(width=150).print(table)


def times(value: float, base: float, aim: float) -> str:
    """A ratio, and whether it keeps the aim."""
    return against(value / base, aim, " times")


def against(value: float, aim: float, unit: str) -> str:
    """A figure, and whether it keeps the aim."""
    return f"{value:.2f}{unit}, aim {aim:g}: {'kept' if value <= aim else 'MISSED'}"
