"""Folders: views of the list of chats that its owner has put together (filters, on the wire).

They are not the two places that a dialog can be in (the main list and the archive, `dialogs`).
Tables: `folder`, `folder_tags`. Wire: https://core.telegram.org/api/folders
"""
