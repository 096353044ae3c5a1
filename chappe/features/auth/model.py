"""What is known of a code that was sent."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class LoginCode:
    """A sent code. `confirmed`: it was given, there is no account yet."""

    phone: str
    hash: str
    code: str = field(repr=False)
    sent_at: int
    attempts: int
    confirmed: bool
