"""The methods of the list of chats."""

from chappe.features.chatlist.rpc import folders, marks, pages

__all__ = ["folders", "marks", "pages"]
