"""What a rich message may be made of, and how much of it.

https://core.telegram.org/bots/api#rich-message-formatting-options
"""

from chappe.rpc.errors import RpcError
from chappe.tl import api, layers
from chappe.tl.build import TLObject

CHARACTERS_MAX = 32_768
BLOCKS_MAX = 500
"""With those in blocks, items of lists and rows of tables."""
DEPTH_MAX = 16
"""Of blocks in blocks, and of styles in styles."""
INSIDE_MAX = 64
"""Of anything in anything, lists of texts in lists of texts too: nobody needs more, and it is walked by recursion."""
TEXTS_MAX = 4000
"""Pieces of text, each with a style of its own: all are walked again wherever the message is shown."""
COLUMNS_MAX = 20
BYTES_MAX = 1 << 18
"""Of all of it: addresses and names are no words, but are kept."""
COUNTED = ("pageBlock", "pageListItem", "pageListOrderedItem", "pageTableRow")
NESTING = ("pageBlock", "text")
NOT_NESTING = {"textPlain", "textConcat", "textEmpty"}
SAID = {
    *(api.PageBlockAnchor, api.PageBlockBlockquote, api.PageBlockBlockquoteBlocks),
    *(api.PageBlockDetails, api.PageBlockDivider, api.PageBlockFooter),
    *(api.PageBlockHeading1, api.PageBlockHeading2, api.PageBlockHeading3),
    *(api.PageBlockHeading4, api.PageBlockHeading5, api.PageBlockHeading6),
    *(api.PageBlockList, api.PageBlockMath, api.PageBlockOrderedList),
    *(api.PageBlockParagraph, api.PageBlockPreformatted, api.PageBlockPullquote),
    api.PageBlockTable,
}
"""Blocks that a message may have. The others belong to pages, or carry files, maps or buttons."""
NOT_SAID = {api.TextImage, api.TextDiff, api.TextButton}
"""Texts of pages, of translations and of buttons."""


class _Measure:
    def __init__(self, *, drafted: bool) -> None:
        self.characters = self.blocks = self.texts = 0
        self.drafted = drafted

    def take(self, said: TLObject, depth: int = 0, inside: int = 0) -> None:
        """`depth`: of blocks and styles; `inside`: of anything in anything."""
        name = said.NAME
        if name.startswith(NESTING) and name not in NOT_NESTING:
            depth += 1
        if depth > DEPTH_MAX or inside > INSIDE_MAX:
            raise RpcError(400, "ENTITIES_TOO_LONG")
        self._allow(said)
        self.blocks += name.startswith(COUNTED)
        self.texts += name.startswith("text")
        if self.blocks > BLOCKS_MAX or self.texts > TEXTS_MAX:
            raise RpcError(400, "ENTITIES_TOO_LONG")
        for field in said.FIELDS:
            value = getattr(said, field)
            if field in {"text", "source", "alt"} and isinstance(value, str):
                self.characters += len(value)
            for part in value if isinstance(value, list) else (value,):
                if isinstance(part, TLObject):
                    self.take(part, depth, inside + 1)

    def _allow(self, said: TLObject) -> None:
        kind = type(said)
        if kind is api.PageBlockThinking and self.drafted:
            return
        if said.NAME.startswith(("pageBlock", "inputPageBlock")) and kind not in SAID:
            raise RpcError(400, "INPUT_CONSTRUCTOR_INVALID")
        if kind in NOT_SAID:
            raise RpcError(400, "INPUT_CONSTRUCTOR_INVALID")
        if isinstance(said, api.PageTableRow) and _columns(said) > COLUMNS_MAX:
            raise RpcError(400, "ENTITIES_TOO_LONG")


def _columns(row: api.PageTableRow) -> int:
    return sum(max(1, cell.colspan or 1) for cell in row.cells)


def check_limits(said: api.RichMessage, *, drafted: bool = False) -> None:
    """Refuse what is too much, or nothing, or no part of a message. `drafted`: it is still being written.

    Errors: MESSAGE_TOO_LONG, ENTITIES_TOO_LONG (too deep, too many blocks or columns),
            INPUT_CONSTRUCTOR_INVALID (no block of a message), MESSAGE_EMPTY
    """
    measure = _Measure(drafted=drafted)
    for block in said.blocks:
        measure.take(block)
    if measure.characters > CHARACTERS_MAX or len(layers.write(said)) > BYTES_MAX:
        raise RpcError(400, "MESSAGE_TOO_LONG")
