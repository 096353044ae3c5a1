"""Polls and quizzes: asked in a message, answered by whoever has it, closed by hand or by the clock.

A poll is one, however many messages show it (it may be sent on). The message keeps the number; question,
answers and votes are here, and what somebody sees of the votes depends on having voted.
Tables: `poll`, `poll_body`, `poll_vote`. Wire: https://core.telegram.org/api/poll
"""
