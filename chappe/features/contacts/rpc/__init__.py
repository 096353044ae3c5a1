"""`contacts.*`."""

from chappe.features.contacts.rpc import blocks, book, invitations, people

__all__ = ("blocks", "book", "invitations", "people")
