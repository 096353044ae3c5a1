"""Drafts: what somebody has written to a peer and not sent, on all devices. They are kept with the dialog.

Wire: https://core.telegram.org/api/drafts
"""
