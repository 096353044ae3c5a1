"""Styled text as bots write it: HTML, Markdown, MarkdownV2, or a list of entities.

Whatever it is written in, plain text and entities come out, with offsets in UTF-16 units. What cannot be
read is refused with the words of the real service and the byte at which it goes wrong.
https://core.telegram.org/bots/api#formatting-options
"""
