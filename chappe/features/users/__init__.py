"""Users: accounts, and how one account sees another.

Here: names, phone, status, contacts and what they change in another's eyes.
Tables: `account`, `contact`. Wire: https://core.telegram.org/constructor/user
"""
