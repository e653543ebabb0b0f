"""Sessions: logged in a few words, told to the partner, corrected by either.

``typed``, ``command`` and ``form`` are the three ways in; ``recording`` decides, ``telling`` writes what is said to
whom, ``correcting`` and ``answers`` take the buttons under it.
"""

from slack_bolt import App

from handlers.sessions import answers, command, correcting, form, typed


def register(app: App) -> None:
    command.register(app)
    form.register(app)
    correcting.register(app)
    answers.register(app)
    typed.register(app)
