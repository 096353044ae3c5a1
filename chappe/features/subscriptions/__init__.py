"""Subscriptions: who pays again and again for being in a channel, with Stars of play money.

A link has a price (`invites.pricing`); whoever pays it comes in, and is out again when a period ends that is not paid
for. Tables: `subscription`. Wire: https://core.telegram.org/api/invites#paid-invite-links
"""
