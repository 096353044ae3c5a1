"""Dialogs: what an account has with one peer, beside the messages: how far it was read, marks, drafts.

Tables: `dialog`. Wire: https://core.telegram.org/constructor/dialog
"""
