"""Two-factor passwords: a second thing to know, checked without ever being told (SRP).

Here: asking and checking, setting, changing and removing, the recovery address, forgetting (reset).
Not here: what a right password opens (`auth`: signing in, deleting an account).
Tables: `password`, `password_plan`, `password_wait`, `srp_challenge`, `tmp_password`.
Wire: https://core.telegram.org/api/srp
"""
