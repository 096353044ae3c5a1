"""BotFather: the bot that makes bots, and answers in the house itself.

A message to it asks for a job (`listening`), which reads what was said since the last one and answers in one
transaction with what it does (`conversation`, `settings`); a button is answered at once (`menu`). Where somebody
is in a conversation stands in `father_talk`, so that it goes on after a restart. https://core.telegram.org/bots#botfather
"""
