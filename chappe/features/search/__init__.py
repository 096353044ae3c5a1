"""Search: messages by words, kind, author and date; in one dialog, in all of them; counted, by day.

What is found by what stands in `messages.words`, the lists themselves in `messages.finding`; here a client's
question becomes one of those. Words are AND-ed, the last one may be unfinished; see `db/fulltext.py` for what
a word is. Wire: https://core.telegram.org/api/search
"""
