"""`channels.*`."""

from chappe.features.channels import witness
from chappe.features.channels.rpc import (
    making,
    members,
    public,
    reading,
    recent,
    ruling,
    voices,
)

__all__ = ["making", "members", "public", "reading", "recent", "ruling", "voices", "witness"]
