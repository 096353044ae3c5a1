"""What is known of a number in an address book."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SavedContact:
    """A number as its owner keeps it. `phone`: digits only. `at`: Unix seconds."""

    phone: str
    first_name: str
    last_name: str
    at: int
