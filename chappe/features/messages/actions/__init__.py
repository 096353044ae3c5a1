"""What is done with messages."""

from chappe.features.messages.actions.delivery import (
    Arrived,
    Delivered,
    deliver,
    deliver_all,
    deliver_to_one,
)
from chappe.features.messages.actions.reading import (
    on_contents_read,
    read_contents,
    read_history,
)

__all__ = [
    "Arrived",
    "Delivered",
    "deliver",
    "deliver_all",
    "deliver_to_one",
    "on_contents_read",
    "read_contents",
    "read_history",
]
