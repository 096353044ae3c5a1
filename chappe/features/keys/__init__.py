"""Authorization keys: what a device owns instead of a password, kept for as long as it lives.

Here: permanent keys, the layer and the client that spoke with them last.
Not here: temporary keys (in memory only, `mtproto`), sessions, salts, who is logged in on a key.
Tables: `auth_key`. Wire: https://core.telegram.org/mtproto/auth_key
"""
