"""HTML as rich messages are written in. https://core.telegram.org/bots/api#rich-message-formatting-options"""

from html.parser import HTMLParser

from typing_extensions import override

from chappe.features.rich.tree import Node
from chappe.rpc.errors import RpcError

VOID = {"br", "hr", "img", "input", "wbr"}
CLOSES = {
    "li": {"li"},
    "tr": {"tr", "td", "th"},
    "td": {"td", "th"},
    "th": {"td", "th"},
}
"""Tags that end those of the same list or table which were left open."""
PARAGRAPH_ENDS = {
    *("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "pre", "blockquote"),
    *("aside", "details", "footer", "hr", "tg-math-block"),
}
NESTED_MAX = 64
"""Tags in tags: far more than the limit of a message, few enough for a recursion."""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("")
        self.opened = [self.root]

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        while self.opened[-1].tag in CLOSES.get(tag, ()):
            self.opened.pop()
        if tag in PARAGRAPH_ENDS and self.opened[-1].tag == "p":
            self.opened.pop()
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.opened[-1].inside.append(node)
        if tag in VOID:
            return
        if len(self.opened) > NESTED_MAX:
            raise RpcError(400, "ENTITIES_TOO_LONG")
        self.opened.append(node)

    @override
    def handle_endtag(self, tag: str) -> None:
        place = next(
            (n for n in range(len(self.opened) - 1, 0, -1) if self.opened[n].tag == tag), 0
        )
        if place:  # an end of what was not begun is passed over
            del self.opened[place:]

    @override
    def handle_data(self, data: str) -> None:
        self.opened[-1].inside.append(data)


def read_html(text: str) -> Node:
    """The tree of an HTML text. What is left open ends where it stands.

    Errors: ENTITIES_TOO_LONG (tags in tags beyond reason)
    """
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.root
