"""Bots: accounts that programs speak for. Who owns them, their tokens, what they say of themselves.

A bot's number tells it from a person (`ids.is_bot`); what is shown of it wherever it is named stands with its
account (`users.model.BotFace`). Tables: `bot`, `bot_number`. Wire: https://core.telegram.org/api/bots
"""
