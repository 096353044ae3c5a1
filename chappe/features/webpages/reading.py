"""What a page says of itself: OpenGraph first, then Twitter cards, then plain HTML.

The page is a stranger's: it may be broken, endless or hostile. The parser is written in C and takes linear
time; everything that is taken out of it has a limit.
"""

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser
from yarl import URL

from chappe.fetch.fetcher import Fetched

HTML = ("text/html", "application/xhtml+xml")
HTML_BYTES_MAX = 512 << 10  # what a page says of itself stands at its beginning
METAS_MAX = 500
TITLE_CHARACTERS_MAX = 256
DESCRIPTION_CHARACTERS_MAX = 1024
NAME_CHARACTERS_MAX = 128
DESCRIPTIONS = ("og:description", "twitter:description", "description")
IMAGES = (
    "og:image:secure_url",
    "og:image",
    "og:image:url",
    "twitter:image",
    "twitter:image:src",
)
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE
)
_CHARSET_WITHIN = 2048  # the standard says 1024
_ALPHABETS = re.compile(
    r"utf-(8|16|16-le|16-be)|ascii|iso8859-\d+|cp(866|874|932|949|125\d)|koi8-[ru]|mac-roman"
    r"|shift_jis|euc_(jp|kr)|iso2022_jp|gb(2312|k|18030)|big5"
)
_SPACE = re.compile(r"[\s\x00-\x1f\x7f]+")


@dataclass(frozen=True, slots=True)
class Look:
    """What a page says of itself. `image`: its address, resolved; `large`: it is to be shown large."""

    title: str | None = None
    description: str | None = None
    site_name: str | None = None
    kind: str | None = None
    author: str | None = None
    image: str | None = None
    large: bool = False

    @property
    def says_something(self) -> bool:
        """Whether there is anything to show."""
        return self.title is not None or self.description is not None or self.image is not None


def read_page(fetched: Fetched) -> Look:
    """Read an HTML page."""
    tree = LexborHTMLParser(_decoded(fetched))
    metas = _metas(tree)
    title = tree.css_first("title")
    return Look(
        title=_first(metas, "og:title", "twitter:title")
        or _clean(title.text() if title is not None else None, TITLE_CHARACTERS_MAX),
        description=_first(metas, *DESCRIPTIONS, limit=DESCRIPTION_CHARACTERS_MAX),
        site_name=_first(metas, "og:site_name", "application-name", limit=NAME_CHARACTERS_MAX),
        kind=_kind(metas.get("og:type")),
        author=_first(metas, "author", "twitter:creator", limit=NAME_CHARACTERS_MAX),
        image=_image(fetched.url, metas),
        large=metas.get("twitter:card", "").strip() == "summary_large_image",
    )


def _decoded(fetched: Fetched) -> str:
    """The page as text, by its byte order mark, the header, or what it says itself."""
    for mark, name in MARKS:
        if fetched.body.startswith(mark):
            return fetched.body.decode(name, "replace").removeprefix("\ufeff")
    said = _CHARSET.search(fetched.body[:_CHARSET_WITHIN])
    name = fetched.charset or (said[1].decode() if said else "utf-8")
    return fetched.body.decode(name if _is_of_the_web(name) else "utf-8", "replace")


def _is_of_the_web(name: str) -> bool:
    """Whether it is an alphabet that pages are written in; Python knows others, some of them slow."""
    try:
        return _ALPHABETS.fullmatch(codecs.lookup(name).name) is not None
    except (LookupError, ValueError):
        return False


def _metas(tree: LexborHTMLParser) -> dict[str, str]:
    """Name (small letters) → content; of several the first that says something."""
    metas: dict[str, str] = {}
    for node in tree.css("meta")[:METAS_MAX]:
        attributes = node.attributes
        name = (attributes.get("property") or attributes.get("name") or "").strip().lower()
        content = (attributes.get("content") or "").strip()
        if name and content:
            metas.setdefault(name, content)
    return metas


def _first(
    metas: Mapping[str, str], *names: str, limit: int = TITLE_CHARACTERS_MAX
) -> str | None:
    """The first of some contents that is there, cleaned."""
    cleaned = (_clean(metas.get(name), limit) for name in names)
    return next((text for text in cleaned if text), None)


def _clean(text: str | None, limit: int) -> str | None:
    """On one line, within the limit; None for nothing."""
    text = _SPACE.sub(" ", text or "").strip()
    if len(text) > limit:
        text = text[: limit - 1].rstrip() + "…"
    return text or None


def _kind(said: str | None) -> str | None:
    """The types that clients know: article, photo, video, profile …"""
    kind = (said or "").partition(".")[0].strip().lower()
    return kind if kind in {"article", "video", "profile", "book", "music"} else None


def _image(base: str, metas: Mapping[str, str]) -> str | None:
    for name in IMAGES:
        if name in metas:
            try:
                return str(URL(base).join(URL(metas[name])))
            except ValueError:
                continue
    return None
