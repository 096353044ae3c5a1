"""The arithmetic under MTProto: pure functions over well-kept native packages.

No clock, no socket, no rows. Every function that needs dice takes them as its last argument
(`entropy`), the operating system's own unless a test hands in others.
"""
