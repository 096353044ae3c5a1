"""The doors: sockets, WebSocket and HTTP, and the driver that carries out what the protocol core asks.

`connection` is the same for every carrier; `tcp`, `ws` and `http` only bring bytes. `hub` is what all
connections of a node share.
"""
