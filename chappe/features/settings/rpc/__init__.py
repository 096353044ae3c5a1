"""`account.*`: settings that nobody else reads."""

from chappe.features.settings.rpc import emoji, plain

__all__ = ("emoji", "plain")
