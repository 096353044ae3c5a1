"""The names of files as bots know them: `file_id` and `file_unique_id`.

A `file_id` says all that there is to know: what kind of medium it is, which file, which of its sizes; and
bears a seal for one bot, so that nobody names what it was never shown. It never expires. `file_unique_id` is
the same for every bot, and names nothing.
https://core.telegram.org/bots/api#file
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from enum import IntEnum
from hashlib import blake2b

from chappe.ids import UserId

VERSION = 1
BODY_BYTES = 12
SEAL_BYTES = 12
UNIQUE_BYTES = 12


class Medium(IntEnum):
    """What a file is sent as; the numbers stand in what bots have kept."""

    PHOTO = 1
    DOCUMENT = 2
    VIDEO = 3
    ANIMATION = 4
    AUDIO = 5
    VOICE = 6
    VIDEO_NOTE = 7
    STICKER = 8
    THUMBNAIL = 9
    """A picture beside a document, in one of its sizes."""
    PROFILE_PHOTO = 10
    LIVE_PHOTO = 11
    """The video of one."""


@dataclass(frozen=True, slots=True)
class FileName:
    """What a `file_id` says. `size`: the letter of a photo's size; empty: the file itself. `dc`: where it is."""

    medium: Medium
    file_id: int
    size: str = ""
    dc: int = 2

    @property
    def is_photo(self) -> bool:
        """Whether it names a size of a photo, not (of) a document."""
        return self.medium in {Medium.PHOTO, Medium.PROFILE_PHOTO}


@dataclass(frozen=True, slots=True)
class FileIds:
    """Writes and reads the names for one bot. `secret`: of the installation."""

    bot_id: UserId
    secret: bytes

    def write(self, name: FileName) -> str:
        """The `file_id`."""
        body = _body(name)
        return _text(body + self._seal(body))

    def unique(self, name: FileName) -> str:
        """The `file_unique_id`."""
        kind = b"p" if name.is_photo else b"d"
        said = kind + name.file_id.to_bytes(8, "big") + name.size.encode()[:1]
        return _text(
            blake2b(said, digest_size=UNIQUE_BYTES, key=self.secret, person=b"unique").digest()
        )

    def read(self, text: str) -> FileName | None:
        """What a `file_id` of this bot names; None when it is none."""
        try:
            data = urlsafe_b64decode(text + "=" * (-len(text) % 4))
        except (NotBase64, ValueError):
            return None
        body, seal = data[:BODY_BYTES], data[BODY_BYTES:]
        if len(body) < BODY_BYTES or not hmac.compare_digest(seal, self._seal(body)):
            return None
        size = "" if not body[3] else chr(body[3])
        return FileName(Medium(body[1]), int.from_bytes(body[4:], "big"), size, body[2])

    def _seal(self, body: bytes) -> bytes:
        said = body + self.bot_id.to_bytes(8, "big")
        return blake2b(
            said, digest_size=SEAL_BYTES, key=self.secret, person=b"file_id"
        ).digest()


def _body(name: FileName) -> bytes:
    size = ord(name.size) if name.size else 0
    return bytes([VERSION, name.medium, name.dc, size]) + name.file_id.to_bytes(8, "big")


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()
