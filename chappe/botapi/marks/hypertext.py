"""HTML as bots write it: a handful of tags. https://core.telegram.org/bots/api#html-style"""

import re
from dataclasses import dataclass, field
from typing import Any

from chappe.botapi.marks.marked import (
    Entity,
    Marked,
    byte_of,
    cannot,
    emoji_of,
    mentioned,
    moment_of,
)

STYLES = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **dict.fromkeys(("s", "strike", "del"), "strikethrough"),
    "tg-spoiler": "spoiler",
}
OTHERS = {"span", "a", "tg-emoji", "tg-time", "code", "pre", "blockquote"}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
REFERENCE = re.compile(r"&(?:#(\d{1,8})|#[xX]([0-9a-fA-F]{1,6})|(lt|gt|amp|quot));?")
TAG_NAME = re.compile(r"[^\s>/]*")
ATTRIBUTE = re.compile(r"""\s*([^\s=>"'/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?""")
LANGUAGE = "language-"


@dataclass(slots=True)
class Open:
    """A tag that is not closed yet. `since`: where its words begin, in UTF-16 units."""

    name: str
    since: int
    said: dict[str, str] = field(default_factory=dict)


def read_html(text: str) -> tuple[str, list[Entity]]:
    """The words and what they are marked as.

    Raises: BotError.
    """
    marked, opened, place = Marked(), list[Open](), 0
    while place < len(text):
        char = text[place]
        if char == "&":
            place = _reference(text, place, marked)
        elif char != "<":
            stop = next((n for n in range(place, len(text)) if text[n] in "&<"), len(text))
            marked.add(text[place:stop])
            place = stop
        elif text[place + 1 : place + 2] == "/":
            place = _close(text, place, marked, opened)
        else:
            place = _open(text, place, marked, opened)
    if opened:
        raise cannot(f'Can\'t find end tag corresponding to start tag "{opened[-1].name}"')
    return _joined(*marked.done())


def _reference(text: str, place: int, marked: Marked) -> int:
    found = REFERENCE.match(text, place)
    if found is None:
        marked.add("&")
        return place + 1
    decimal, hexadecimal, name = found.groups()
    if name is not None:
        marked.add(NAMED[name])
    else:
        number = int(decimal) if decimal else int(hexadecimal, 16)
        good = 0 < number < 0x110000 and not 0xD800 <= number < 0xE000
        marked.add(chr(number) if good else found.group())
    return found.end()


def _open(text: str, place: int, marked: Marked, opened: list[Open]) -> int:
    found = TAG_NAME.match(text, place + 1)
    assert found is not None
    name, at = found.group().lower(), found.end()
    if at >= len(text):
        raise cannot(f"Unclosed start tag at byte offset {byte_of(text, place)}")
    if name not in STYLES and name not in OTHERS:
        raise cannot(f'Unsupported start tag "{name}" at byte offset {byte_of(text, place)}')
    said: dict[str, str] = {}
    while True:
        while at < len(text) and text[at].isspace():
            at += 1
        if at >= len(text):
            raise cannot(f"Unclosed start tag at byte offset {byte_of(text, place)}")
        if text[at] == ">":
            break
        attribute = ATTRIBUTE.match(text, at)
        if attribute is None:
            where = byte_of(text, place)
            raise cannot(f'Empty attribute name in the tag "{name}" at byte offset {where}')
        key, *values = attribute.groups()
        said[key.lower()] = _unreferenced(next((v for v in values if v is not None), ""))
        at = attribute.end()
    if name == "span" and said.get("class") != "tg-spoiler":
        where = byte_of(text, place)
        raise cannot(f'Tag "span" must have class "tg-spoiler" at byte offset {where}')
    opened.append(Open(name, marked.units, said))
    return at + 1


def _close(text: str, place: int, marked: Marked, opened: list[Open]) -> int:
    end = text.find(">", place)
    where = byte_of(text, place)
    if end < 0:
        raise cannot(f"Unclosed end tag at byte offset {where}")
    if not opened:
        raise cannot(f"Unexpected end tag at byte offset {where}")
    name, tag = text[place + 2 : end].strip().lower(), opened.pop()
    if name and name != tag.name:
        raise cannot(
            f'Unmatched end tag at byte offset {where}, expected "</{tag.name}>", found "</{name}>"'
        )
    _mark(tag, marked)
    return end + 1


def _mark(tag: Open, marked: Marked) -> None:
    """What a tag makes of its words."""
    style = STYLES.get(tag.name)
    if style is not None:
        marked.mark(style, tag.since)
        return
    match tag.name:
        case "span":
            marked.mark("spoiler", tag.since)
        case "a":
            _mark_link(tag, marked)
        case "tg-emoji":
            number = tag.said.get("emoji-id", "")
            if number.isdecimal():
                marked.mark("custom_emoji", tag.since, custom_emoji_id=number)
        case "tg-time":
            _mark_time(tag, marked)
        case "code":
            language = tag.said.get("class", "")
            more = {"language": language[len(LANGUAGE) :]} if _names_language(language) else {}
            marked.mark("code", tag.since, **more)
        case "blockquote":
            kind = "expandable_blockquote" if "expandable" in tag.said else "blockquote"
            marked.mark(kind, tag.since)
        case _:
            marked.mark(tag.name, tag.since)


def _names_language(said: str) -> bool:
    return said.startswith(LANGUAGE) and len(said) > len(LANGUAGE)


def _mark_time(tag: Open, marked: Marked) -> None:
    unix = tag.said.get("unix", "")
    if unix.isdecimal() and len(unix) < 12:
        form = tag.said.get("format")
        more: dict[str, Any] = {"date_time_format": form} if form else {}
        marked.mark("date_time", tag.since, unix_time=int(unix), **more)


def _mark_link(tag: Open, marked: Marked) -> None:
    url = tag.said.get("href") or _tail(marked.text, marked.units - tag.since)
    mark_link(marked, tag.since, url)


def mark_link(marked: Marked, since: int, url: str) -> None:
    """Words that lead somewhere: to a person, or to an address."""
    user_id, moment = mentioned(url), moment_of(url)
    if user_id is not None:
        marked.mark("text_mention", since, user={"id": user_id})
    elif moment is not None:
        marked.mark("date_time", since, **moment)
    elif emoji_of(url) is None and url.strip():
        marked.mark("text_link", since, url=url.strip())


def _tail(text: str, units: int) -> str:
    """The end of a text, so many UTF-16 units of it."""
    at = len(text)
    while units > 0 and at > 0:
        at -= 1
        units -= 2 if text[at] > "\uffff" else 1
    return text[at:]


def _unreferenced(value: str) -> str:
    marked, place = Marked(), 0
    while place < len(value):
        if value[place] == "&":
            place = _reference(value, place, marked)
        else:
            marked.add(value[place])
            place += 1
    return marked.text


def _joined(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Code of a language within a `pre` is one thing with it."""
    places = {
        (each["offset"], each["length"]): each for each in entities if each["type"] == "pre"
    }
    kept = []
    for each in entities:
        around = places.get((each["offset"], each["length"]))
        if each["type"] == "code" and around is not None and "language" in each:
            around["language"] = each["language"]
            continue
        if each["type"] == "code":
            each.pop("language", None)
        kept.append(each)
    return text, kept
