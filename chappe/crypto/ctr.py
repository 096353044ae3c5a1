"""AES-256-CTR as one endless stream: transport obfuscation."""

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes


class Ctr:
    """One direction of one connection; the counter lives as long as the connection.

    Encrypting and decrypting are the same operation.
    Wire: https://core.telegram.org/mtproto/mtproto-transports#transport-obfuscation
    """

    __slots__ = ("_stream",)

    def __init__(self, key: bytes, iv: bytes) -> None:
        """`key`: 32 bytes; `iv`: the first 16-byte counter block."""
        self._stream = Cipher(algorithms.AES256(key), modes.CTR(iv)).encryptor()

    def update(self, data: bytes) -> bytes:
        """The next `len(data)` bytes of the stream, XORed into `data`."""
        return self._stream.update(data)
