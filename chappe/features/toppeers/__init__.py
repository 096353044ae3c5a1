"""Top peers: whom an account writes to most, and lately most of all.

Nothing is counted while messages are sent: the ratings come out of the last messages when somebody asks. What is
kept is what was set back. Tables: `top_peer_reset`. Wire: https://core.telegram.org/api/top-rating
"""
