"""Codes that prove whose a phone number or an e-mail address is.

Here: drawing, sending, checking them; how often one may be asked for and guessed.
Not here: what a right code opens (`password`, `auth`).
Tables: `code`, `letter_day`, `login_email`, `banned_phone`. Wire: https://core.telegram.org/api/auth
"""
