"""`account.*`: notifications, and what is saved to the gallery."""

from chappe.features.notify.rpc import gallery, notify

__all__ = ("gallery", "notify")
