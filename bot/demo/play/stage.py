"""The stage of the demo: plays run in a thread of their own, while people look at the page."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bot.sandbox import Clock

from . import Play
from .summary import Summary


class Stage:
    """One play at a time. While it runs the clock moves with the play alone, so that a seed tells the same story."""

    def __init__(self, url: Callable[[], str], clock: Clock, seed: int) -> None:
        self._url, self._clock, self._seed = url, clock, seed
        self._acting: threading.Thread | None = None
        self._stopped = threading.Event()
        self._curtain = threading.Lock()
        self.days, self.share = 0, 0.0
        self.came: Summary | None = None

    @property
    def playing(self) -> bool:
        return self._acting is not None and self._acting.is_alive()

    def begin(self, days: int) -> bool:
        """Let everybody act for so many days. False where they do already."""
        with self._curtain:
            if self.playing:
                return False
            self.days, self.share, self.came = days, 0.0, None
            self._stopped.clear()
            self._acting = threading.Thread(target=self._play, name="play", daemon=True)
            self._acting.start()
        return True

    def end(self) -> None:
        """Let everybody stop after what they are at, and wait for that."""
        self._stopped.set()
        if self._acting is not None:
            self._acting.join()

    def told(self) -> dict[str, Any]:
        """How far it is, and what came of it."""
        came = self.came and str(self.came)
        return {"playing": self.playing, "days": self.days, "share": round(self.share, 4), "came": came}

    def _play(self) -> None:
        ticking = self._clock.ticking
        self._clock.tick(False)
        try:
            play = Play(self._url(), self._seed)
            self.came = play.run(timedelta(days=self.days), self._hear, self._stopped.is_set)
        finally:
            self._clock.tick(ticking)

    def _hear(self, share: float) -> None:
        self.share = share
