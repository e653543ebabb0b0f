"""Curves as a picture: both axes logarithmic, one panel beside the other, plain SVG."""

from collections.abc import Mapping, Sequence
from math import ceil, floor, log10

from jinja2 import Environment

Curves = Mapping[str, Sequence[tuple[float, float]]]

WIDE, HIGH = 330, 260
COLOURS = ("#888888", "#e69f00", "#56b4e9", "#cc79a7", "#8b5a2b", "#009e73", "#d55e00")
"""Of Okabe and Ito, told apart by colour-blind people as well; the last one, ours, is drawn thick."""
PICTURE = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {{ 2 * (wide + 75) + 10 }} {{ high + 130 }}" \
font-family="sans-serif" font-size="11">
<title>{{ panels|map(attribute="title")|join(" and ") }} by people</title>
<rect width="100%" height="100%" fill="white"/>
{% for panel in panels %}
<g transform="translate({{ 60 + loop.index0 * (wide + 75) }}, 30)">
<text x="0" y="-12" font-weight="bold">{{ panel.title }}</text>
{% for at, label in panel.across %}
<path d="M{{ at }} 0V{{ high }}" stroke="#dddddd"/>
<text x="{{ at }}" y="{{ high + 16 }}" text-anchor="middle">{{ label }}</text>
{% endfor %}
{% for at, label in panel.up %}
<path d="M0 {{ at }}H{{ wide }}" stroke="#dddddd"/><text x="-6" y="{{ at + 4 }}" text-anchor="end">{{ label }}</text>
{% endfor %}
{% for name, colour, points in panel.curves %}
<polyline points="{{ points|map("join", ",")|join(" ") }}" fill="none" stroke="{{ colour }}" \
stroke-width="{{ 3.5 if loop.last else 1.5 }}"/>
{% for x, y in points %}<circle cx="{{ x }}" cy="{{ y }}" r="3" fill="{{ colour }}"/>{% endfor %}

{% endfor %}
<text x="{{ wide / 2 }}" y="{{ high + 34 }}" text-anchor="middle">people</text>
</g>
{% endfor %}
{% for name, colour, _ in panels[0].curves %}
<g transform="translate({{ 60 + 190 * (loop.index0 // 2) }}, {{ high + 85 + 18 * (loop.index0 % 2) }})">
<path d="M0 -4H20" stroke="{{ colour }}" stroke-width="{{ 3.5 if loop.last else 1.5 }}"/><text x="26">{{ name }}</text>
</g>
{% endfor %}
</svg>
"""


def plot(panels: Mapping[str, Curves]) -> str:
    """One panel for each title: curves by name, the last one ours."""
    drawn = [_panel(title, curves) for title, curves in panels.items()]
    jinja = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)
    return jinja.from_string(PICTURE).render(panels=drawn, wide=WIDE, high=HIGH)


def _panel(title: str, curves: Curves) -> dict[str, object]:
    points = [point for curve in curves.values() for point in curve]
    (left, right), (low, top) = ((log10(min(axis)), log10(max(axis))) for axis in zip(*points, strict=True))
    low, top = floor(low), ceil(top)

    def across(x: float) -> float:
        return round((log10(x) - left) / (right - left or 1) * (WIDE - 20) + 10, 1)

    def up(y: float) -> float:
        return round(HIGH - (log10(y) - low) / (top - low or 1) * HIGH, 1)

    return {
        "title": title,
        "across": [(across(x), f"{x:,}") for x in sorted({x for x, _ in points})],
        "up": [(up(10.0**power), f"{10.0**power:,g}") for power in range(low, top + 1)],
        "curves": [
            (name, colour, [(across(x), up(y)) for x, y in curve])
            for (name, curve), colour in zip(curves.items(), COLOURS, strict=False)
        ],
    }
