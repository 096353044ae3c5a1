"""Profile photos: of an account, for everybody else (the fallback), of a contact in its owner's eyes alone.

What is shown beside a name stands with the account (`users`); here is the list of all that an account has had.
Tables: `profile_photo`. Wire: https://core.telegram.org/api/files#profile-pictures
"""
