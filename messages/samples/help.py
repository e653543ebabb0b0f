"""Samples of help, and of a no that takes the place of a form."""

from typing import Any

from messages.samples import Typed

SAMPLES: dict[str, dict[str, dict[str, Any]]] = {
    "help/help": {
        "stranger": {"words": ["join", "help"], "mistyped": None, "nearest": None, "audience": ["anyone"]},
        "participant with a typo": {
            "words": ["join", "profile", "pause", "resume", "leave", "help"],
            "mistyped": Typed("leavve"),
            "nearest": "leave",
            "audience": ["anyone", "participant"],
        },
        "paired coordinator": {
            "words": [
                "join",
                "log",
                "profile",
                "pause",
                "resume",
                "leave",
                "nominate",
                "help",
                "admin round",
                "admin import",
                "admin programme",
            ],
            "mistyped": Typed("xylophone"),
            "nearest": None,
            "audience": ["anyone", "coordinator", "paired", "participant"],
        },
    },
    "errors/explained": {"a no": {"explanation": Typed("This programme is closed.")}},
}
