"""Rich messages: headings, lists, tables, formulas, quotations in one message (layer 227).

A client says one as blocks, as HTML or as Markdown; blocks are what is kept, within the message that they are
(`messages`, as its media). Besides, a message keeps their plain words, for searching and for older clients.
No tables. Wire: https://core.telegram.org/bots/api#rich-messages
"""
