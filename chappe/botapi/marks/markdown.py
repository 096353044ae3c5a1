"""The older Markdown: four marks that cannot stand in one another.

https://core.telegram.org/bots/api#markdown-style
"""

from chappe.botapi.marks.hypertext import mark_link
from chappe.botapi.marks.marked import Entity, Marked, byte_of, cannot

MARKS = {"_": "italic", "*": "bold", "`": "code"}
ESCAPED = frozenset("_*`[")
FENCE = "```"


def read_markdown(text: str) -> tuple[str, list[Entity]]:
    """The words and what they are marked as.

    Raises: BotError.
    """
    marked, place = Marked(), 0
    while place < len(text):
        char = text[place]
        if char == "\\" and text[place + 1 : place + 2] in ESCAPED and place + 1 < len(text):
            marked.add(text[place + 1])
            place += 2
        elif char in ESCAPED:
            place = _marked(text, place, marked)
        else:
            marked.add(char)
            place += 1
    return marked.done()


def _marked(text: str, place: int, marked: Marked) -> int:
    since = marked.units
    fenced = text.startswith(FENCE, place)
    end_mark = FENCE if fenced else {"[": "]"}.get(text[place], text[place])
    begin, language = place + len(end_mark), ""
    end = text.find(end_mark, begin)
    if end < 0:
        where = byte_of(text, place)
        raise cannot(f"Can't find end of the entity starting at byte offset {where}")
    if fenced:
        begin, language = fence_language(text, begin, end)
    marked.add(text[begin:end])
    after = end + len(end_mark)
    if text[place] == "[":
        return _link(text, after, marked, since)
    if fenced:
        marked.mark("pre", since, **({"language": language} if language else {}))
    else:
        marked.mark(MARKS[text[place]], since)
    return after


def _link(text: str, after: int, marked: Marked, since: int) -> int:
    """The address behind words in brackets; without one they are only words."""
    if text[after : after + 1] != "(":
        return after
    stop = text.find(")", after)
    url = text[after + 1 :] if stop < 0 else text[after + 1 : stop]
    mark_link(marked, since, url)
    return len(text) if stop < 0 else stop + 1


def fence_language(text: str, begin: int, end: int) -> tuple[int, str]:
    """Where code between fences begins, and the language that its first line names."""
    at = begin
    while at < end and not text[at].isspace() and text[at] != "`":
        at += 1
    if at < end and at != begin and text[at] in "\r\n":
        language = text[begin:at]
        at += 2 if text.startswith("\r\n", at) else 1
        return at, language
    if begin < end and text[begin] in "\r\n":
        return begin + (2 if text.startswith("\r\n", begin) else 1), ""
    return begin, ""
