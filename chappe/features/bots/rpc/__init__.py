"""What clients ask about bots, and bots about themselves."""

from chappe.features.bots import hearing, met, view
from chappe.features.bots.father import menu
from chappe.features.bots.rpc import (
    callbacks,
    commands,
    emoji_status,
    entering,
    info,
    inline,
    inline_sending,
    owning,
    prepared,
    starting,
    status,
)

__all__ = [
    "callbacks",
    "commands",
    "emoji_status",
    "entering",
    "hearing",
    "info",
    "inline",
    "inline_sending",
    "menu",
    "met",
    "owning",
    "prepared",
    "starting",
    "status",
    "view",
]
