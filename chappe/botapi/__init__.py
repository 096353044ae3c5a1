"""The Bot API: the HTTP face of bots, JSON in and out.

A call is read by the type tables (`schema`, `reading`), put into the canonical requests of the Telegram API
(`methods`), and carried out in this process through the same gates and handlers as a call of that bot over
MTProto (`asking`); what comes of it is shown as JSON (`shown`). So both faces see one world, and a rule
stands once. docs/decisions/0022 says why.

What a bot hears is kept in a queue of its own, written in the transaction in which it happened
(`queue.hearing`), until the bot has confirmed it (`queue.polling`) or its webhook has taken it
(`queue.delivery`). Tables: `bot_queue`, `bot_update`.
Wire: https://core.telegram.org/bots/api
"""
