"""MarkdownV2: marks that nest, and every other sign escaped.

https://core.telegram.org/bots/api#markdownv2-style
"""

from dataclasses import dataclass

from chappe.botapi.marks.hypertext import mark_link
from chappe.botapi.marks.markdown import FENCE, fence_language
from chappe.botapi.marks.marked import (
    Entity,
    Marked,
    byte_of,
    cannot,
    emoji_of,
    moment_of,
)

RESERVED = frozenset("_*[]()~`>#+-=|{}.!")
NAMES = {
    "bold": "Bold",
    "italic": "Italic",
    "underline": "Underline",
    "strikethrough": "Strikethrough",
    "spoiler": "Spoiler",
    "code": "Code",
    "pre": "Pre",
    "link": "TextUrl",
    "image": "CustomEmoji",
}
MARKS = {"*": "bold", "_": "italic", "__": "underline", "~": "strikethrough", "||": "spoiler"}
QUOTE, FOLDED_QUOTE = ">", "**>"


@dataclass(slots=True)
class Open:
    """A mark that is not closed yet. `at`: its byte; `since`: where its words begin, in UTF-16 units."""

    kind: str
    at: int
    since: int


class _Reader:
    """One text on its way."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0
        self.marked = Marked()
        self.opened: list[Open] = []
        self.quote: int | None = None
        self.folded = False

    def read(self) -> tuple[str, list[Entity]]:
        while self.place < len(self.text):
            if self._at_line_start() and self._quote():
                continue
            self._step()
        self._end_quote()
        if self.opened:
            last = self.opened[-1]
            raise cannot(
                f"Can't find end of {NAMES[last.kind]} entity at byte offset {last.at}"
            )
        return self.marked.done()

    # -- quotes -------------------------------------------------------------------------

    def _at_line_start(self) -> bool:
        return self.place == 0 or self.text[self.place - 1] == "\n"

    def _quote(self) -> bool:
        """Take the sign of a quoted line; a line without one ends the quote."""
        text, place = self.text, self.place
        if text.startswith(FOLDED_QUOTE, place):
            self._end_quote()
            self.quote, self.folded, self.place = self.marked.units, True, place + 3
            return True
        if text.startswith(QUOTE, place):
            if self.quote is None:
                self.quote = self.marked.units
            self.place = place + 1
            return True
        self._end_quote()
        return False

    def _end_quote(self, *, folded: bool = False) -> None:
        if self.quote is None:
            return
        kind = "expandable_blockquote" if self.folded or folded else "blockquote"
        since, self.quote, self.folded = self.quote, None, False
        text = self.marked.text
        ended = 1 if text.endswith("\n") else 0
        self.marked.units -= ended
        self.marked.mark(kind, since)
        self.marked.units += ended

    # -- the rest -----------------------------------------------------------------------

    def _step(self) -> None:
        text, place = self.text, self.place
        char = text[place]
        if char == "\\" and place + 1 < len(text) and 0 < ord(text[place + 1]) < 127:
            self.marked.add(text[place + 1])
            self.place = place + 2
        elif char not in RESERVED:
            self.marked.add(char)
            self.place = place + 1
        elif char == "`":
            self._code()
        elif char == "[" or text.startswith("![", place):
            self._begin("image" if char == "!" else "link", 2 if char == "!" else 1)
        elif char == "]":
            self._link_end()
        else:
            self._mark(self._sign())

    def _sign(self) -> str:
        """The mark at this place: two lines are one mark, always."""
        double = self.text[self.place : self.place + 2]
        return double if double in {"__", "||"} else self.text[self.place]

    def _mark(self, sign: str) -> None:
        kind = MARKS.get(sign)
        if kind is None:
            raise self._reserved(self.text[self.place])
        if self._is_open(kind):
            last = self.opened.pop()
            self.marked.mark(kind, last.since)
            self.place += len(sign)
        elif kind == "spoiler" and self.quote is not None and self._ends_line(len(sign)):
            self.place += len(sign)
            self._end_quote(folded=True)
        else:
            self._begin(kind, len(sign))

    def _ends_line(self, ahead: int) -> bool:
        """Whether the quote ends behind this sign."""
        rest = self.text[self.place + ahead : self.place + ahead + 2]
        return not rest or (rest[0] == "\n" and rest[1:] != QUOTE)

    def _is_open(self, kind: str) -> bool:
        return bool(self.opened) and self.opened[-1].kind == kind

    def _begin(self, kind: str, length: int) -> None:
        self.opened.append(Open(kind, byte_of(self.text, self.place), self.marked.units))
        self.place += length

    def _code(self) -> None:
        """Code: nothing in it is a mark, but a sign may be escaped."""
        text, begin = self.text, self.place
        mark = FENCE if text.startswith(FENCE, begin) else "`"
        kind, at = ("pre" if mark == FENCE else "code"), begin + len(mark)
        end = at
        while end < len(text) and not text.startswith(mark, end):
            end += 2 if text[end] == "\\" and text[end + 1 : end + 2] in {"`", "\\"} else 1
        if end >= len(text):
            name = "PreCode" if kind == "pre" and self._language(at) else NAMES[kind]
            where = byte_of(text, begin)
            raise cannot(f"Can't find end of {name} entity at byte offset {where}")
        language = ""
        if kind == "pre":
            at, language = fence_language(text, at, end)
        since = self.marked.units
        inside = text[at:end]
        self.marked.add(inside.replace("\\`", "`").replace("\\\\", "\\"))
        self.marked.mark(kind, since, **({"language": language} if language else {}))
        self.place = end + len(mark)

    def _language(self, at: int) -> str:
        return fence_language(self.text, at, len(self.text))[1]

    def _link_end(self) -> None:
        last = self.opened[-1] if self.opened else None
        if last is None or last.kind not in {"link", "image"}:
            raise self._reserved("]")
        self.opened.pop()
        text, after = self.text, self.place + 1
        if not text.startswith("(", after):
            if last.kind == "image":
                where = byte_of(text, after)
                raise cannot(
                    f"Custom emoji entity must contain a tg://emoji URL at byte offset {where}"
                )
            mark_link(self.marked, last.since, self._since(last))
            self.place = after
            return
        url, self.place = self._address(after)
        if last.kind == "link":
            mark_link(self.marked, last.since, url)
            return
        emoji, moment = emoji_of(url), moment_of(url)
        if moment is not None:
            self.marked.mark("date_time", last.since, **moment)
        elif emoji is not None:
            self.marked.mark("custom_emoji", last.since, custom_emoji_id=str(emoji))
        else:
            where = byte_of(text, after)
            raise cannot(f"Custom emoji URL must have a numeric id at byte offset {where}")

    def _since(self, last: Open) -> str:
        data = self.marked.text.encode("utf-16-le", "surrogatepass")
        return data[last.since * 2 :].decode("utf-16-le", "surrogatepass")

    def _address(self, after: int) -> tuple[str, int]:
        url, at = "", after + 1
        while at < len(self.text) and self.text[at] != ")":
            if (
                self.text[at] == "\\"
                and self.text[at + 1 : at + 2]
                and ord(self.text[at + 1]) < 127
            ):
                at += 1
            url += self.text[at]
            at += 1
        if at >= len(self.text):
            where = byte_of(self.text, after)
            raise cannot(f"Can't find end of a URL at byte offset {where}")
        return url, at + 1

    def _reserved(self, char: str) -> Exception:
        return cannot(
            f"Character '{char}' is reserved and must be escaped with the preceding '\\'"
        )


def read_markdown_v2(text: str) -> tuple[str, list[Entity]]:
    """The words and what they are marked as.

    Raises: BotError.
    """
    return _Reader(text).read()
