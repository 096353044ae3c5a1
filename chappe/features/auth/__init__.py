"""Signing in: codes, new accounts, the log-out; which account a key belongs to.

Tables: `login_code`. Wire: https://core.telegram.org/api/auth
"""
