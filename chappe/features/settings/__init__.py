"""Plain settings of an account: kept as its owner says, read by nobody else.

Tables: `setting`. Wire: https://core.telegram.org/method/account.getContentSettings and their like
"""
