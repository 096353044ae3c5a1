"""Messages on the wire, as one account sees them."""

from chappe.features.messages.view.facts import knows_apart, render_new
from chappe.features.messages.view.message import (
    enriches,
    knows_topics,
    page_hash,
    render_kept,
    render_messages,
    render_page,
    render_topics,
)
from chappe.features.messages.view.own import add_own
from chappe.features.messages.view.profile import complete_pinned

__all__ = [
    "add_own",
    "complete_pinned",
    "enriches",
    "knows_apart",
    "knows_topics",
    "page_hash",
    "render_kept",
    "render_messages",
    "render_new",
    "render_page",
    "render_topics",
]
