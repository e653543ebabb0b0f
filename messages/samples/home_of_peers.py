"""Home of peers, who have no direction."""

from types import SimpleNamespace as Row
from typing import Any

from messages.samples.consent import TO_JUNIOR
from messages.samples.home import ASKING, NOBODY, PAIR, PROGRAMME, health_of, own_pair

EITHER = Row(id=13, role="either", status="active", paused_until=None, next_round=True)
OF_PEERS = Row(**PROGRAMME.__dict__ | {"kind": "peers"})

SAMPLES: dict[str, dict[str, dict[str, Any]]] = {
    "home/home": {
        "a suggestion waits for a peer": NOBODY
        | {"participations": [(EITHER, OF_PEERS)], "suggested": Row(asked=[TO_JUNIOR | {"peers": True}], agreed=[])},
        "peers": NOBODY
        | {"participations": [(EITHER, OF_PEERS)], "pairs": [own_pair(pair=Row(**PAIR.__dict__ | {"kind": "peers"}))]},
        "coordinator and sponsor of peers": NOBODY
        | {
            "coordinated": [health_of(programme=OF_PEERS, asking=[ASKING])],
            "sponsored": [Row(programme=OF_PEERS, matched=80, held=67, cancelled=None, goals=40)],
        },
    },
}
