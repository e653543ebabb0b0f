"""The three private questions after a session, and what role drift is."""

QUESTIONS = {
    "useful": ("yes", "somewhat", "no"),
    "safe": ("yes", "mostly", "no"),
    "learned": ("mentor", "mentee", "both"),
}
"""What each question may be answered with; "learned" in terms that mean the same whoever of the two answers."""
DRIFT = 3
"""After so many sessions in which the senior taught, the two are told that it has become ordinary mentoring."""


def is_drift(answers: int, by_both: int) -> bool:
    """Whether the senior surely taught in so many sessions; never before both have answered about as many.

    Else it would tell the one who has not answered what the other one said, each time.
    """
    return by_both >= DRIFT and fewest_sessions(answers, by_both) >= DRIFT


def fewest_sessions(answers: int, by_both: int) -> int:
    """The fewest sessions that so many answers can be about, where ``by_both`` sessions were answered by both.

    No session takes more than two of the answers, and only those that both answered take two.
    """
    return (answers + 1) // 2 if answers <= 2 * by_both else answers - by_both
