"""A round in which some come first, and the word to those who do in the next one."""

from typing import Any

from messages.samples.leftovers import LEFTOVER
from messages.samples.rounds import ROUND, WORTH

SAMPLES: dict[str, dict[str, dict[str, Any]]] = {
    "rounds/preview": {
        "some come first": ROUND | {"worth": WORTH | {"first": {"left_over": 2, "ended": 1}}},
        "one comes first": ROUND | {"worth": WORTH | {"first": {"left_over": 1}, "otherwise": None}},
        "two whose pair was ended come first": ROUND | {"worth": WORTH | {"first": {"ended": 2}}},
    },
    "rounds/leftover": {"where the weakest pair matters more": LEFTOVER | {"fair": True, "reasons": []}},
}
