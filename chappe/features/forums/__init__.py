"""Forums: supergroups whose messages lie in topics. A topic is the thread of the message that tells of its making.

The topic General has the number 1 and holds all that is in no other. Tables: `topic`, `topic_own`, `forum_own`.
Wire: https://core.telegram.org/api/forum
"""
