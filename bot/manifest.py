"""Where the Slack app's manifest lies: beside the packages in a checkout, inside ``bot`` once installed."""

from pathlib import Path

_BESIDE = Path(__file__).parents[1] / "app-manifest.yml"
MANIFEST = _BESIDE if _BESIDE.exists() else Path(__file__).with_name("app-manifest.yml")
