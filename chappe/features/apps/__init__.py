"""Applications: the api_id and api_hash that a client shows when it signs somebody in.

Here: registering, listing, changing the hash, revoking; the check that every way in makes.
Not here: what a client says of itself in initConnection (`keys`).
Tables: `app`. Wire: https://core.telegram.org/api/obtaining_api_id
"""
