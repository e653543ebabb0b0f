"""Regular expressions that wait until somebody asks them."""

import re
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Pattern:
    """A regular expression that is compiled when it is first used: compiling all of them would slow every start."""

    text: str
    flags: int = 0

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        return re.compile(self.text, self.flags)
