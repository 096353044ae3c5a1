"""Connected bots: an account lets a bot see some of its private chats, and act in them as far as it was given rights.

Everybody may have one; no Premium is asked for. Kept in `business_connection`; chats in which the bot is silenced for a
while in `business_paused`.
Wire: https://core.telegram.org/api/bots/connected-business-bots
"""
