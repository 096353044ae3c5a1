"""Markdown as rich messages are written in, read into the tree that HTML is read into.

Headings, lists, boxes to check, fences, quotations, tables, rules and formulas are lines; within a line there
are bold, italic, struck and hidden text, marks, code, formulas and links.
"""

import re

from chappe.features.rich.hypertext import NESTED_MAX
from chappe.features.rich.tree import Node
from chappe.rpc.errors import RpcError

FENCE = re.compile(r"^(`{3,}|~{3,})\s*([^\s`]*)\s*$")
HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
RULE = re.compile(r"^ {0,3}([-*_])(?:\s*\1){2,}\s*$")
ITEM = re.compile(r"^( *)([-*+]|\d{1,9}[.)])\s+(.*)$")
BOX = re.compile(r"^\[([ xX])\]\s+(.*)$", re.DOTALL)
QUOTE = re.compile(r"^ {0,3}> ?(.*)$")
TABLE_RULE = re.compile(r"^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$")
# Each mark looks this far for its end and no further: many that have none would be a day of work otherwise.
INLINE = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?P<ticks>`+)(?P<code>.{1,1024}?)(?P=ticks)(?!`)"
    r"|\$(?P<math>[^\s$](?:[^$\n]{0,1024}[^\s$])?)\$"
    r"|\[(?P<words>(?:[^\[\]\\\n]|\\.){1,1024})\]\((?P<url>[^\s()]+)\)"
    r"|<(?P<auto>https?://[^\s<>]+)>"
    r"|(?P<mark>\*\*|__|~~|\|\||==|\*|_)(?=\S)(?P<inner>[^\n]{1,1024}?)(?<=\S)(?P=mark)",
    re.DOTALL,
)
MARKS = {
    "**": "b",
    "__": "b",
    "~~": "s",
    "||": "tg-spoiler",
    "==": "mark",
    "*": "i",
    "_": "i",
}


def read_markdown(text: str) -> Node:
    """The tree of a Markdown text; what is no mark stays as it is.

    Errors: ENTITIES_TOO_LONG (lists in lists beyond reason)
    """
    lines = text.replace("\r\n", "\n").replace("\t", "    ").split("\n")
    return Node("", {}, _blocks(lines, 0))


def _blocks(lines: list[str], depth: int) -> "list[Node | str]":
    if depth > NESTED_MAX // 2:
        raise RpcError(400, "ENTITIES_TOO_LONG")
    made: list[Node | str] = []
    at = 0
    while at < len(lines):
        if not lines[at].strip():
            at += 1
            continue
        node, at = _block(lines, at, depth)
        made.append(node)
    return made


def _block(lines: list[str], at: int, depth: int) -> tuple[Node, int]:  # noqa: PLR0911 - by kind
    line = lines[at]
    if (fence := FENCE.match(line)) is not None:
        return _fenced(lines, at, fence)
    if line.strip() == "$$":
        return _formula(lines, at)
    if (heading := HEADING.match(line)) is not None:
        return Node(f"h{len(heading[1])}", {}, inline(heading[2], depth)), at + 1
    if RULE.match(line):
        return Node("hr"), at + 1
    if QUOTE.match(line):
        return _quotation(lines, at, depth)
    if ITEM.match(line):
        return _listed(lines, at, depth)
    if "|" in line and at + 1 < len(lines) and _rules_table(lines[at + 1]):
        return _table(lines, at, depth)
    return _paragraph(lines, at, depth)


def _rules_table(line: str) -> bool:
    return "-" in line and "|" in line and TABLE_RULE.match(line) is not None


def _fenced(lines: list[str], at: int, fence: re.Match[str]) -> tuple[Node, int]:
    end = at + 1
    while end < len(lines) and not lines[end].startswith(fence[1]):
        end += 1
    code = Node("code", {"class": f"language-{fence[2]}"}, ["\n".join(lines[at + 1 : end])])
    return Node("pre", {}, [code]), end + 1


def _formula(lines: list[str], at: int) -> tuple[Node, int]:
    end = at + 1
    while end < len(lines) and lines[end].strip() != "$$":
        end += 1
    return Node("tg-math-block", {}, ["\n".join(lines[at + 1 : end])]), end + 1


def _quotation(lines: list[str], at: int, depth: int) -> tuple[Node, int]:
    inner = []
    while at < len(lines) and (found := QUOTE.match(lines[at])) is not None:
        inner.append(found[1])
        at += 1
    return Node("blockquote", {}, _blocks(inner, depth + 1)), at


def _listed(lines: list[str], at: int, depth: int) -> tuple[Node, int]:
    """Items of one kind; what is indented further belongs to the item above it."""
    first = ITEM.match(lines[at])
    assert first is not None
    margin, ordered = len(first[1]), first[2][0].isdigit()
    made = Node("ol" if ordered else "ul", {"start": first[2][:-1]} if ordered else {})
    while at < len(lines):
        item = ITEM.match(lines[at])
        if item is None or len(item[1]) != margin or item[2][0].isdigit() != ordered:
            break
        indent, inner = margin + 2, [item[3]]
        at += 1
        while at < len(lines):
            spaces = len(lines[at]) - len(lines[at].lstrip(" "))
            if lines[at].strip() and spaces < indent:
                break
            if not lines[at].strip() and not _goes_on(lines, at, indent):
                break
            inner.append(lines[at].removeprefix(" " * indent))
            at += 1
        made.inside.append(_item(inner, depth))
    return made, at


def _goes_on(lines: list[str], at: int, indent: int) -> bool:
    """Whether an item goes on after an empty line."""
    return at + 1 < len(lines) and lines[at + 1].startswith(" " * indent)


def _item(lines: list[str], depth: int) -> Node:
    box = BOX.match(lines[0])
    node = Node("li")
    if box is not None:
        checked = {} if box[1] == " " else {"checked": ""}
        node.inside.append(Node("input", {"type": "checkbox", **checked}))
        lines = [box[2], *lines[1:]]
    node.inside += _blocks(lines, depth + 1)
    return node


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|").removesuffix("|")
    return [each.strip().replace("\\|", "|") for each in re.split(r"(?<!\\)\|", inner)]


def _table(lines: list[str], at: int, depth: int) -> tuple[Node, int]:
    sides = [
        "center" if each[:1] == each[-1:] == ":" else "right" if each[-1:] == ":" else "left"
        for each in _cells(lines[at + 1])
    ]
    made = Node("table", {"bordered": ""})
    rows, at = [("th", lines[at])], at + 2
    while at < len(lines) and "|" in lines[at] and lines[at].strip():
        rows.append(("td", lines[at]))
        at += 1
    for tag, line in rows:
        cells: list[Node | str] = [
            Node(tag, {"align": side}, inline(words, depth))
            for words, side in zip(_cells(line), sides, strict=False)
        ]
        made.inside.append(Node("tr", {}, cells))
    return made, at


def _paragraph(lines: list[str], at: int, depth: int) -> tuple[Node, int]:
    inner = [lines[at].strip()]
    at += 1
    while at < len(lines) and lines[at].strip() and not _begins(lines[at]):
        inner.append(lines[at].strip())
        at += 1
    made: list[Node | str] = []
    for n, line in enumerate(inner):
        made += [Node("br")] if n else []
        made += inline(line, depth)
    return Node("p", {}, made), at


def _begins(line: str) -> bool:
    """Whether a line is no more of a paragraph."""
    return any(each.match(line) for each in (FENCE, HEADING, RULE, QUOTE, ITEM))


def inline(text: str, depth: int = 0) -> "list[Node | str]":
    """The marks within a line."""
    if depth > NESTED_MAX // 2:
        raise RpcError(400, "ENTITIES_TOO_LONG")
    made: list[Node | str] = []
    place = 0
    for found in INLINE.finditer(text):
        made.append(text[place : found.start()])
        made.append(_marked(found, depth))
        place = found.end()
    made.append(text[place:])
    return [each for each in made if each != ""]


def _marked(found: re.Match[str], depth: int) -> "Node | str":
    if found["escaped"] is not None:
        return found["escaped"]
    if found["code"] is not None:
        return Node("code", {}, [found["code"].strip() or found["code"]])
    if found["math"] is not None:
        return Node("tg-math", {}, [found["math"]])
    if found["words"] is not None:
        return Node("a", {"href": found["url"]}, inline(found["words"], depth + 1))
    if found["auto"] is not None:
        return Node("a", {"href": found["auto"]}, [found["auto"]])
    return Node(MARKS[found["mark"]], {}, inline(found["inner"], depth + 1))
