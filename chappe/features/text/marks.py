"""@mentions, #hashtags, $CASHTAGS and /commands."""

import re
from collections.abc import Iterator

from chappe.features.text.model import Span
from chappe.tl import api

_NAME = r"[A-Za-z0-9_]{3,32}+(?![A-Za-z0-9_])"
_MARK = re.compile(
    rf"(?<![\w\u200c@#$/<>])(?:"
    rf"@(?P<mention>{_NAME})(?!\w)"
    rf"|\#(?P<hashtag>(?:[\w·]|\u200c){{1,256}}+)(?![\w\#·\u200c])(?:@{_NAME})?+"
    rf"|\$(?P<cashtag>1INCH|[A-Z]{{1,8}}+)(?![\w$\u200c])(?:@{_NAME})?+"
    rf"|/(?P<command>[A-Za-z0-9_]{{1,64}}+)(?![\w/<>])(?:@{_NAME})?+(?![\w/<>@])"
    rf")"
)


def marks(text: str, *, commands: bool) -> Iterator[Span]:
    """Every mark in order; `commands`: also those that begin with a slash."""
    for match in _MARK.finditer(text):
        entity: api.TypeMessageEntity
        if match["mention"]:
            entity = api.MessageEntityMention(offset=0, length=0)
        elif match["hashtag"]:
            if not any(character.isalpha() for character in match["hashtag"]):
                continue  # "#1" is a place, not a tag
            entity = api.MessageEntityHashtag(offset=0, length=0)
        elif match["cashtag"]:
            entity = api.MessageEntityCashtag(offset=0, length=0)
        elif commands:
            entity = api.MessageEntityBotCommand(offset=0, length=0)
        else:
            continue
        yield Span(match.start(), match.end(), entity)
