"""`auth.*` and `account.*` about who is signed in where."""

from chappe.features.auth.rpc import codes, devices, elsewhere, refusals

__all__ = ["codes", "devices", "elsewhere", "refusals"]
