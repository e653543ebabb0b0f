"""A no is a value: raised where a rule says no, said once, in the template of the same name."""


class Refusal(Exception):
    """A kind no. `name` is the template below messages/refusals/ ("joining/already"), `values` fill it."""

    def __init__(self, name: str, /, **values: object) -> None:
        super().__init__(name, values)
        self.name = name
        self.values = values

    def __str__(self) -> str:
        return f"{self.name} {self.values}" if self.values else self.name
