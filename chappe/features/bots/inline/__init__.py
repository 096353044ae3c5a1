"""Inline mode: bots that are asked from any chat, and what is sent through them.

`asking` is the question and what becomes of it, `answers` keeps what bots have answered, `offering` looks at results
before they are kept, `choosing` makes a message of one. https://core.telegram.org/api/bots/inline
"""
