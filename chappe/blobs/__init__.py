"""Where the bytes of files are: a directory, an S3 bucket or memory, by one interface.

`blobs.py` is the promise; `directory.py` and `objects.py` keep it; `open.py` picks one from a URL. What
the bytes mean, and when they may go, is no concern of this room: the names are given by whoever has
rows that point to them.
"""
