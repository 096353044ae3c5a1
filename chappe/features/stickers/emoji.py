"""Emoji in a row, cut into single ones. https://www.unicode.org/reports/tr51/"""

import re

from chappe.features.stickers.model import EMOJIS_MAX
from chappe.rpc.errors import RpcError

STYLE = "\ufe0f"
"""Chooses the colored form; what is compared has it not."""
_PICTURE = "[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
_TONE = "[\U0001f3fb-\U0001f3ff]"
_SIGNED = f"{_PICTURE}{STYLE}?{_TONE}?[\U000e0020-\U000e007f]*"
_ONE = re.compile(
    f"[\U0001f1e6-\U0001f1ff]{{2}}|[0-9#*]{STYLE}?\u20e3|{_SIGNED}(?:\u200d{_SIGNED})*"
)


def plain(emoji: str) -> str:
    """An emoji as it is compared."""
    return emoji.replace(STYLE, "")


def split(text: str) -> tuple[str, ...]:
    """The emoji of a text, each once, as they are compared; none when anything else is in it."""
    text = "".join(text.split())
    found = _ONE.findall(text)
    if "".join(found) != text:
        return ()
    return tuple(dict.fromkeys(map(plain, found)))


def access_emojis(text: str) -> tuple[str, ...]:
    """What a sticker stands for.

    Errors: STICKER_EMOJI_INVALID
    """
    found = split(text)
    if not 1 <= len(found) <= EMOJIS_MAX:
        raise RpcError(400, "STICKER_EMOJI_INVALID")
    return found
