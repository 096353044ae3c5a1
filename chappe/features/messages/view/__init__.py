"""Messages on the wire, as one account sees them."""

from chappe.features.messages.payload import peer_on_wire
from chappe.features.messages.view.facts import render_new
from chappe.features.messages.view.message import (
    enriches,
    page_hash,
    render_messages,
    render_page,
)

__all__ = [
    "enriches",
    "page_hash",
    "peer_on_wire",
    "render_messages",
    "render_new",
    "render_page",
]
