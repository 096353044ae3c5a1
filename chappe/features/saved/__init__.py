"""Saved Messages by whose they were: each author whose messages were saved has a dialog in there.

The messages say themselves where they belong (`message.saved_peer`), so only pins are kept.
Tables: `saved_pin`. Wire: https://core.telegram.org/api/saved-messages
"""
