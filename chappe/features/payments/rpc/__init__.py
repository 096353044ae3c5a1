"""What clients and bots ask about money."""

from chappe.features.payments import invoices, media, media_view, stars_view, view
from chappe.features.payments.rpc import answers, forms, paying, refusals, saved, stars
from chappe.features.payments.rpc import media as media_methods

__all__ = [
    "answers",
    "forms",
    "invoices",
    "media",
    "media_methods",
    "media_view",
    "paying",
    "refusals",
    "saved",
    "stars",
    "stars_view",
    "view",
]
