"""Statistics of channels and supergroups: counted from the rows that are there, never guessed.

What nothing is known of is said to be so (statsGraphError). Tables: `forwarded_post`.
Wire: https://core.telegram.org/api/stats
"""
