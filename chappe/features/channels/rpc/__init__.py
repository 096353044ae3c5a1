"""`channels.*`."""

from chappe.features.channels import (
    clearing,
    making,
    members,
    past,
    public,
    reading,
    recent,
    ruling,
    settings,
    voices,
    witness,
)

__all__ = [
    "clearing",
    "making",
    "members",
    "past",
    "public",
    "reading",
    "recent",
    "ruling",
    "settings",
    "voices",
    "witness",
]
