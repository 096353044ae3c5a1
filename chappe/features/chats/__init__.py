"""Basic groups: who is in one, who may do what. Their messages lie in the boxes of the members.

Tables: `chat`, `chat_member`. Wire: https://core.telegram.org/api/channel#basic-groups
"""
