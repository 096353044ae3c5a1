"""Views: how many have seen a channel's post, and how often it was sent on.

An account counts once for a post. What it has seen of a channel is one short row for all posts together
(docs/decisions/0023-views.md). Counts are gathered in memory and written a little later.
Tables: `post_count`, `viewed`. Wire: https://core.telegram.org/api/channel
"""
