"""What HR's sheet says of people, row by row, or what is wrong with a row."""

from bot.rules.people.cells import ANY_TEXT, SLACK_ID, Wrong, is_email
from bot.rules.people.header import COLUMNS
from bot.rules.people.row import Fault, HrRow, Sheet
from bot.rules.people.sheet import CODES, decode, is_text, read

__all__ = [
    "ANY_TEXT",
    "CODES",
    "COLUMNS",
    "SLACK_ID",
    "Fault",
    "HrRow",
    "Sheet",
    "Wrong",
    "decode",
    "is_email",
    "is_text",
    "read",
]
