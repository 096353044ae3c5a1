"""Threads: what answers what in supergroups, how far it was read, and the comments on a channel's posts.

In which thread a message is stands with the message (`messages.threads`).
Tables: `thread_root`, `thread_read`, `discussion`. Wire: https://core.telegram.org/api/threads
"""
