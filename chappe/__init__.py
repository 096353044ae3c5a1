"""Chappe: a whole Telegram that you run yourself.

Two faces, one house: the Telegram API (MTProto, TL) and the Bot API (HTTP, JSON). ARCHITECTURE.md
is the map; `chappe where NAME` finds the code behind any name on the wire.
"""

__version__ = "0.1.0"
