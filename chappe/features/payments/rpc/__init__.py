"""What clients and bots ask about money."""

from chappe.features.payments import invoices, stars_view, view
from chappe.features.payments.rpc import answers, forms, paying, refusals, saved, stars

__all__ = [
    "answers",
    "forms",
    "invoices",
    "paying",
    "refusals",
    "saved",
    "stars",
    "stars_view",
    "view",
]
