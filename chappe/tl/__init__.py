"""The language: bytes to objects and back, for every known layer of the Telegram API.

The faces are `chappe.tl.api` (the canonical classes), `chappe.tl.layers` (read and write at a
layer), `chappe.tl.mtproto` and `chappe.tl.secret`. No clock, no socket, no rows live here.
"""
