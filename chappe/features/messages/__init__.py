"""Messages: what was said, and who has it.

A *body* is what was said, shared by all who have it; a *message* is one box's copy, with the number that
it has there. In a private chat each side has a copy, in Saved Messages there is one.
Tables: `body`, `message`, `body_words`, `outbox_read`. Wire: https://core.telegram.org/constructor/message
"""
