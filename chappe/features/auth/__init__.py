"""Who is signed in where: ways in, ways out, and the list of devices.

Here: signing in by code, password, QR code, token of an earlier log-out; new accounts; copies of logins for
other data centers; the devices of an account; changing the phone, deleting the account.
Not here: codes themselves (`codes`), passwords (`password`), what a key is (`keys`).
Tables: `login`, `future_token`, `login_token`, `exported_login`, `account_life`.
Wire: https://core.telegram.org/api/auth
"""
