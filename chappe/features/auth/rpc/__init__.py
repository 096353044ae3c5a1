"""`auth.*` and `account.*` about who is signed in where."""

from chappe.features.auth.rpc import account, codes, devices, elsewhere, emails, refusals

__all__ = ["account", "codes", "devices", "elsewhere", "emails", "refusals"]
