"""What goes by itself: messages whose time is over, and media that are seen once.

A dialog may have a period: what is said in it from then on goes that long after it was said, for all who have
it. A medium may have a time of its own: that long after it was seen, only the news remains that there was one.
Tables: `vanishing`, `channel_period`, `default_period`. Wire: https://core.telegram.org/api/privacy#message-auto-deletion
"""
