"""From a tree of tags to blocks."""

import re
from typing import TYPE_CHECKING, Any

from chappe.features.rich.tree import Node
from chappe.tl import api

if TYPE_CHECKING:
    from collections.abc import Callable

SPACES = re.compile(r"[ \t\r\n]+")
MENTION = re.compile(r"tg://user\?id=(\d{1,12})")
STYLES: dict[str, Any] = {
    **dict.fromkeys(("b", "strong"), api.TextBold),
    **dict.fromkeys(("i", "em", "cite"), api.TextItalic),
    **dict.fromkeys(("u", "ins"), api.TextUnderline),
    **dict.fromkeys(("s", "strike", "del"), api.TextStrike),
    **dict.fromkeys(("code", "tt", "kbd"), api.TextFixed),
    "tg-spoiler": api.TextSpoiler,
    "mark": api.TextMarked,
    "sub": api.TextSubscript,
    "sup": api.TextSuperscript,
}
HEADINGS: dict[str, Any] = {
    "h1": api.PageBlockHeading1,
    "h2": api.PageBlockHeading2,
    "h3": api.PageBlockHeading3,
    "h4": api.PageBlockHeading4,
    "h5": api.PageBlockHeading5,
    "h6": api.PageBlockHeading6,
}
GROUPS = {"div", "section", "article", "main", "body", "html"}
"""What only holds blocks together."""


def blocks_of(inside: "list[Node | str]") -> "list[api.TypePageBlock]":
    """Blocks, and what stands between them as paragraphs."""
    blocks: list[api.TypePageBlock] = []
    loose: list[Node | str] = []

    def end() -> None:
        text = trimmed(loose)
        loose.clear()
        if not isinstance(text, api.TextEmpty):
            blocks.append(api.PageBlockParagraph(text=text))

    for each in inside:
        if isinstance(each, Node) and each.tag in GROUPS:
            end()
            blocks += blocks_of(each.inside)
        elif isinstance(each, Node) and (make := BLOCKS.get(each.tag)) is not None:
            end()
            made = make(each)
            if made is not None:
                blocks.append(made)
        else:
            loose.append(each)
    end()
    return blocks


# -- texts ------------------------------------------------------------------------------


def trimmed(inside: "list[Node | str]") -> "api.TypeRichText":
    """A text without the space around it."""
    parts = [each for part in inside for each in _texts(part)]
    while parts and isinstance(parts[0], api.TextPlain):
        parts[0].text = parts[0].text.lstrip()
        if parts[0].text:
            break
        parts.pop(0)
    while parts and isinstance(parts[-1], api.TextPlain):
        parts[-1].text = parts[-1].text.rstrip()
        if parts[-1].text:
            break
        parts.pop()
    return _joined(parts)


def _joined(parts: "list[api.TypeRichText]") -> "api.TypeRichText":
    if not parts:
        return api.TextEmpty()
    return parts[0] if len(parts) == 1 else api.TextConcat(texts=parts)


def _inner(node: Node) -> "api.TypeRichText":
    return _joined([each for part in node.inside for each in _texts(part)])


def _texts(part: "Node | str") -> "list[api.TypeRichText]":  # noqa: PLR0911 - a line for each tag
    if isinstance(part, str):
        text = SPACES.sub(" ", part)
        return [api.TextPlain(text=text)] if text else []
    style = STYLES.get(part.tag)
    if style is not None:
        inner = _inner(part)
        return [] if isinstance(inner, api.TextEmpty) else [style(text=inner)]
    match part.tag:
        case "br":
            return [api.TextPlain(text="\n")]
        case "a":
            return _link(part)
        case "tg-math":
            return [api.TextMath(source=part.words().strip())]
        case "tg-emoji" if part.said.get("emoji-id", "").isdecimal():
            number = int(part.said["emoji-id"][:19])
            return [api.TextCustomEmoji(document_id=number, alt=part.words())]
        case "tg-time" if part.said.get("unix", "").isdecimal():
            return [_time(part)]
        case "span" if part.said.get("class") == "tg-spoiler":
            return [api.TextSpoiler(text=_inner(part))]
        case "script" | "style":
            return []
        case _:  # what is not known leaves its words
            return [each for inner in part.inside for each in _texts(inner)]


def _link(part: Node) -> "list[api.TypeRichText]":
    inner, url = _inner(part), part.said.get("href", "").strip()
    if "name" in part.said:
        return [api.TextAnchor(text=inner, name=part.said["name"])]
    if isinstance(inner, api.TextEmpty):
        return []
    mention = MENTION.fullmatch(url)
    if mention is not None:
        return [api.TextMentionName(text=inner, user_id=int(mention.group(1)))]
    if url.startswith("mailto:"):
        return [api.TextEmail(text=inner, email=url[7:])]
    if url.startswith("tel:"):
        return [api.TextPhone(text=inner, phone=url[4:])]
    return [api.TextUrl(text=inner, url=url, webpage_id=0)] if url else [inner]


def _time(part: Node) -> "api.TypeRichText":
    form = part.said.get("format", "")
    return api.TextDate(
        text=_inner(part),
        date=min(int(part.said["unix"][:10]), 2**31 - 1),
        relative="r" in form,
        day_of_week="w" in form,
        short_date="d" in form,
        long_date="D" in form,
        short_time="t" in form,
        long_time="T" in form,
    )


# -- blocks -----------------------------------------------------------------------------


def _paragraph(node: Node) -> "api.TypePageBlock | None":
    text = trimmed(node.inside)
    return None if isinstance(text, api.TextEmpty) else api.PageBlockParagraph(text=text)


def _heading(node: Node) -> "api.TypePageBlock":
    made: api.TypePageBlock = HEADINGS[node.tag](text=trimmed(node.inside))
    return made


def _pre(node: Node) -> "api.TypePageBlock":
    code = next((e for e in node.inside if isinstance(e, Node) and e.tag == "code"), node)
    language = code.said.get("class", "").removeprefix("language-")
    text = node.words().strip("\n")
    return api.PageBlockPreformatted(text=api.TextPlain(text=text), language=language)


def _without(node: Node, tag: str) -> "tuple[list[Node | str], api.TypeRichText]":
    """What is in a node but for the first of a kind, and the text of that one."""
    found = next((e for e in node.inside if isinstance(e, Node) and e.tag == tag), None)
    rest = [each for each in node.inside if each is not found]
    return rest, api.TextEmpty() if found is None else trimmed(found.inside)


def _quote(node: Node) -> "api.TypePageBlock":
    rest, caption = _without(node, "cite")
    blocks = blocks_of(rest)
    if "expandable" in node.said or not blocks:
        return api.PageBlockBlockquote(
            collapsed="expandable" in node.said, text=trimmed(rest), caption=caption
        )
    return api.PageBlockBlockquoteBlocks(blocks=blocks, caption=caption)


def _aside(node: Node) -> "api.TypePageBlock":
    rest, caption = _without(node, "cite")
    return api.PageBlockPullquote(text=trimmed(rest), caption=caption)


def _details(node: Node) -> "api.TypePageBlock":
    rest, title = _without(node, "summary")
    return api.PageBlockDetails(open="open" in node.said, blocks=blocks_of(rest), title=title)


def _math(node: Node) -> "api.TypePageBlock":
    return api.PageBlockMath(source=node.words().strip())


def _items(node: Node) -> list[Node]:
    return [each for each in node.inside if isinstance(each, Node) and each.tag == "li"]


def _item(node: Node) -> dict[str, Any]:
    """The fields of an item: a box to check, and blocks."""
    rest, box = list(node.inside), None
    for each in node.inside:
        if isinstance(each, Node) and each.tag == "input":
            box = each
            rest.remove(each)
            break
    return {
        "blocks": blocks_of(rest),
        "checkbox": box is not None,
        "checked": box is not None and "checked" in box.said,
    }


def _list(node: Node) -> "api.TypePageBlock":
    return api.PageBlockList(
        items=[api.PageListItemBlocks(**_item(each)) for each in _items(node)]
    )


def number_of(said: str | None) -> int | None:
    """A number of 32 bits."""
    good = said is not None and re.fullmatch(r"-?\d{1,9}", said)
    return int(said) if good and said is not None else None


def _ordered(node: Node) -> "api.TypePageBlock":
    items: list[api.TypePageListOrderedItem] = [
        api.PageListOrderedItemBlocks(
            **_item(each), value=number_of(each.said.get("value")), type=each.said.get("type")
        )
        for each in _items(node)
    ]
    return api.PageBlockOrderedList(
        reversed="reversed" in node.said,
        items=items,
        start=number_of(node.said.get("start")),
        type=node.said.get("type"),
    )


def _rows(node: Node) -> list[Node]:
    rows: list[Node] = []
    for each in node.inside:
        if isinstance(each, Node) and each.tag == "tr":
            rows.append(each)
        elif isinstance(each, Node) and each.tag in {"thead", "tbody", "tfoot"}:
            rows += _rows(each)
    return rows


def _table(node: Node) -> "api.TypePageBlock":
    _, title = _without(node, "caption")
    rows = [
        api.PageTableRow(
            cells=[
                _cell(each)
                for each in row.inside
                if isinstance(each, Node) and each.tag in {"td", "th"}
            ]
        )
        for row in _rows(node)
    ]
    flags = {name: name in node.said for name in ("striped", "compact")}
    bordered = "bordered" in node.said or "border" in node.said
    return api.PageBlockTable(bordered=bordered, **flags, title=title, rows=list(rows))


def _cell(node: Node) -> api.PageTableCell:
    align, valign = node.said.get("align"), node.said.get("valign")
    text = trimmed(node.inside)
    return api.PageTableCell(
        header=node.tag == "th",
        align_center=align == "center",
        align_right=align == "right",
        valign_middle=valign == "middle",
        valign_bottom=valign == "bottom",
        text=None if isinstance(text, api.TextEmpty) else text,
        colspan=number_of(node.said.get("colspan")),
        rowspan=number_of(node.said.get("rowspan")),
    )


BLOCKS: "dict[str, Callable[[Node], api.TypePageBlock | None]]" = {
    **dict.fromkeys(HEADINGS, _heading),
    "p": _paragraph,
    "pre": _pre,
    "blockquote": _quote,
    "aside": _aside,
    "details": _details,
    "tg-math-block": _math,
    "ul": _list,
    "ol": _ordered,
    "table": _table,
    "hr": lambda _node: api.PageBlockDivider(),
    "footer": lambda node: api.PageBlockFooter(text=trimmed(node.inside)),
    "tg-thinking": lambda node: api.PageBlockThinking(text=trimmed(node.inside)),
}
