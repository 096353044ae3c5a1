"""How packets lie in a byte stream: one module for each framing, and the recognition of the first bytes.

https://core.telegram.org/mtproto/mtproto-transports
"""
