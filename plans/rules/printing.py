"""How many plans can be printed together."""

from typing import Final

from django.core.exceptions import ValidationError

MOST_TO_PRINT: Final = 500
"""Our own choice: some minutes of work for one worker, and a file that a browser can hold."""


def check_number_to_print(number: int) -> None:
    """Raise ValidationError `no_plans` or `too_many_plans` when so many plans cannot be printed together."""
    if not number:
        raise ValidationError("Kies minstens één plan.", code="no_plans")
    if number > MOST_TO_PRINT:
        raise ValidationError(
            f"U koos {number} plannen. Er kunnen er {MOST_TO_PRINT} tegelijk worden afgedrukt. Kies er minder.",
            code="too_many_plans",
        )
