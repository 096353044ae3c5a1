"""Words to find a text by: the same on every engine, because the engines are not asked for them.

A text is folded (case, accents, width), cut into words, and the words go into the index as they are;
what is looked for goes the same way. SQLite's FTS5 and PostgreSQL's tsvector only keep and intersect
them. A migration makes an index with `{fulltext NAME}` (sql.py); a `store` then writes, the same on both:

    INSERT INTO NAME (rowid, words) VALUES (:id, :words)      words_of(text)
    DELETE FROM NAME WHERE rowid = :id                        to change: delete, then insert
    SELECT rowid FROM NAME(:query)                            query_of(text), marks_query(marks)

All the words asked for have to be there; the last one may be the beginning of a word. Scripts that put
no space between words (Chinese, Japanese, Thai …) are found by any part, an emoji by itself. Not
found: an ending or the middle of a word ("ending" by "ing"), another form of it, words by synonym.

A *mark* stands with the words as if it were one, and no word that anybody types is one: whose text it is,
in which conversation, of what kind. Whoever asks with a mark walks its list, not everybody's. It is made
of small letters and digits of ASCII.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

WORD_CHARACTERS_MAX = 40  # of a longer one the beginning counts
QUERY_WORDS_MAX = 16
QUERY_CHARACTERS_MAX = 256

Mark = str | Sequence[str]
"""What is asked for: a mark, or one of several."""
_MARK = "\ue000"  # of private use, which no word is made of
# Signs above and below letters that people leave out when they look for something: accents,
# points of Hebrew and Arabic, the selectors of a picture's form. Other marks are part of the word.
_LEFT_OUT = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\ufe00-\ufe0f]")
_CYRILLIC = range(0x0400, 0x0530)
_YO = 0x0451
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
)
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_PICTURES_FROM = 0x2600


def words_of(text: str, marks: Iterable[str] = ()) -> str:
    """What the index keeps of a text: its words and marks, each once, a space between."""
    words = [_MARK + mark for mark in marks]
    folded = _fold(text)
    if folded.isascii():
        words += [word[:WORD_CHARACTERS_MAX] for word in folded.split()]
    else:
        for word in folded.split():
            words += _pieces(word)
    return " ".join(dict.fromkeys(words))


def query_of(text: str, marks: Iterable[Mark] = ()) -> str | None:
    """The question for what somebody typed, among the texts with all the marks.

    A mark may be several, one of which is enough. Words that end in * may go on. None when there is nothing to look for in it. A word is made of letters, digits and pictures:
    no sign of a query language gets through.
    """
    words: list[str] = []
    for word in _fold(text[:QUERY_CHARACTERS_MAX]).split():
        words += _asked_pieces(word)
    if not words:
        return None
    del words[QUERY_WORDS_MAX:]
    if not words[-1].endswith("*") and _UNSPACED.search(words[-1]) is None:
        words[-1] += "*"
    return " AND ".join(dict.fromkeys([*map(_asked_mark, marks), *words]))


def marks_query(marks: Iterable[Mark]) -> str:
    """The question for all texts with all these marks; there is at least one."""
    return " AND ".join(map(_asked_mark, marks))


def _asked_mark(mark: Mark) -> str:
    if isinstance(mark, str):
        return _MARK + mark
    return f"({' OR '.join(_MARK + each for each in mark)})"


class _Folding(dict[int, str]):
    """What becomes of each character, found out when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_character(code)
        return folded


_folding = _Folding()


def _fold(text: str) -> str:
    """Words in their plainest form, and space."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return text.translate(_folding)


def _fold_character(code: int) -> str:
    """Letters and digits folded, pictures as words, nothing for signs left out, else a space."""
    character = chr(code)
    category = unicodedata.category(character)
    if category == "Cf" or code in _SKIN_TONES or _LEFT_OUT.match(character):
        return ""
    if category == "So" and code >= _PICTURES_FROM:
        return f" {character} "
    if category[0] not in "LNM":
        return " "
    folded = character.casefold()
    if code in _CYRILLIC and ord(folded[0]) != _YO:
        return folded  # й is a letter, not an и with a sign
    parts = _LEFT_OUT.sub("", unicodedata.normalize("NFKD", folded))
    return unicodedata.normalize("NFC", parts)


def _pieces(word: str) -> Iterator[str]:
    """A word as the index keeps it; of a script without spaces every two neighbours, and the last."""
    if word.isascii() or _UNSPACED.search(word) is None:
        yield word[:WORD_CHARACTERS_MAX]
        return
    for spaced, run in _runs(word):
        if spaced:
            yield spaced[:WORD_CHARACTERS_MAX]
        else:
            yield from ("".join(pair) for pair in pairwise(run))
            yield run[-1]


def _asked_pieces(word: str) -> Iterator[str]:
    """A word as it is asked for."""
    for spaced, run in _runs(word):
        if spaced:
            yield spaced[:WORD_CHARACTERS_MAX] + "*" * (len(spaced) > WORD_CHARACTERS_MAX)
        elif len(run) == 1:
            yield f"{run}*"
        else:
            yield from ("".join(pair) for pair in pairwise(run))


def _runs(word: str) -> Iterator[tuple[str, str]]:
    """(spaced, "") and ("", unspaced) parts of a word, in order."""
    at = 0
    for match in _UNSPACED.finditer(word):
        if match.start() > at:
            yield word[at : match.start()], ""
        yield "", match.group()
        at = match.end()
    if at < len(word):
        yield word[at:], ""
