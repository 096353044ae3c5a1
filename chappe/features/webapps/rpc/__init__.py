"""What clients and bots ask about pages."""

from chappe.features.webapps import father, view
from chappe.features.webapps.rpc import answering, apps, login, menu, requested, views

__all__ = ["answering", "apps", "father", "login", "menu", "requested", "view", "views"]
