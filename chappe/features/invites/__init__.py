"""Links by which people come into groups and channels, and requests to be let in.

Tables: `invite`, `invite_importer`. Wire: https://core.telegram.org/api/invites
"""
