"""Rich messages. https://core.telegram.org/bots/api#sendrichmessage"""

from collections.abc import Callable
from typing import Any

from chappe.botapi.asking import Ask
from chappe.botapi.errors import bad
from chappe.botapi.marks.entities import DATE_LETTERS
from chappe.botapi.method import bot_method
from chappe.botapi.methods.outgoing import envelope, new_random_id, sent_one
from chappe.botapi.shown.rich import FOUND, HEADINGS, STYLES
from chappe.botapi.shown.scene import Json
from chappe.ids import UserId, user_peer
from chappe.tl import api

STYLED: dict[str, Any] = {name: made for made, name in STYLES.items()}
DETECTED: dict[str, Any] = {
    name: made for made, (name, _) in FOUND.items() if made.__name__[4:8] != "Auto"
}
SIZES: dict[int, Any] = {size: made for made, size in HEADINGS.items()}
NO_FILES = "this server does not offer files in rich messages"
NO_MAPS = "this server does not offer maps in rich messages"
NO_BUTTONS = "this server does not offer buttons in rich messages"
REFUSED = {
    **dict.fromkeys(("collage", "slideshow", "animation", "audio", "document"), NO_FILES),
    **dict.fromkeys(("photo", "video", "voice_note"), NO_FILES),
    "map": NO_MAPS,
    "buttons": NO_BUTTONS,
}


@bot_method("sendRichMessage", writes=True)
async def send_rich_message(ask: Ask) -> Json:
    """Send a rich message."""
    rich, to = read_rich(ask, ask.params["rich_message"]), await envelope(ask)
    request = api.messages.SendMessage(
        peer=to.peer,
        message="",
        random_id=new_random_id(),
        rich_message=rich,
        **to.fields,
    )
    return await sent_one(ask, request)


def read_rich(ask: Ask, said: Json) -> "api.TypeInputRichMessage":
    """A rich message as a bot writes it: as HTML, as Markdown, or as blocks.

    Raises: BotError.
    """
    ways = [name for name in ("html", "markdown", "blocks") if said.get(name) is not None]
    if len(ways) != 1:
        raise bad("exactly one of the fields html, markdown, and blocks must be specified")
    if said.get("media"):
        raise bad(NO_FILES)
    flags = {
        "rtl": said.get("is_rtl", False),
        "noautolink": said.get("skip_entity_detection", False),
    }
    if ways == ["html"]:
        return api.InputRichMessageHTML(html=said["html"], **flags)
    if ways == ["markdown"]:
        return api.InputRichMessageMarkdown(markdown=said["markdown"], **flags)
    read = _Read()
    blocks = read.blocks(said["blocks"])
    users: list[api.TypeInputUser] = [
        api.InputUser(
            user_id=number, access_hash=ask.viewer.access_hash(user_peer(UserId(number)))
        )
        for number in sorted(read.users)
    ]
    return api.InputRichMessage(blocks=blocks, users=users or None, **flags)


class _Read:
    """Blocks from JSON. `users`: whom they name."""

    def __init__(self) -> None:
        self.users: set[int] = set()

    # -- texts --------------------------------------------------------------------------

    def text(self, said: Any) -> "api.TypeRichText":
        """Raises: BotError."""
        if said is None or said == "":
            return api.TextEmpty()
        if isinstance(said, str):
            return api.TextPlain(text=said)
        if isinstance(said, list):
            return api.TextConcat(texts=[self.text(each) for each in said])
        kind = said["type"]
        if kind in STYLED:
            styled: api.TypeRichText = STYLED[kind](text=self.text(said["text"]))
            return styled
        if kind in DETECTED:
            found: api.TypeRichText = DETECTED[kind](text=self.text(said["text"]))
            return found
        read = self._leading(said)
        if read is None:
            raise bad(NO_BUTTONS if kind == "button" else "unknown rich text type specified")
        return read

    def _leading(self, said: Json) -> "api.TypeRichText | None":
        inner = self.text(said.get("text"))
        match said["type"]:
            case "url":
                return api.TextUrl(text=inner, url=said["url"], webpage_id=0)
            case "anchor_link" | "reference_link":
                name = said.get("anchor_name") or said.get("reference_name")
                return api.TextUrl(text=inner, url=f"#{name}", webpage_id=0)
            case "anchor" | "reference":
                return api.TextAnchor(text=inner, name=said["name"])
            case "email_address":
                return api.TextEmail(text=inner, email=said["email_address"])
            case "phone_number":
                return api.TextPhone(text=inner, phone=said["phone_number"])
            case _:
                return self._meaning(said, inner)

    def _meaning(self, said: Json, inner: "api.TypeRichText") -> "api.TypeRichText | None":
        match said["type"]:
            case "mathematical_expression":
                return api.TextMath(source=said["expression"])
            case "custom_emoji":
                number = said["custom_emoji_id"]
                if not number.isdecimal() or len(number) > 18:
                    raise bad("invalid custom emoji identifier specified")
                return api.TextCustomEmoji(
                    document_id=int(number), alt=said["alternative_text"]
                )
            case "date_time":
                form = said["date_time_format"]
                flags = {name: letter in form for letter, name in DATE_LETTERS.items()}
                return api.TextDate(text=inner, date=said["unix_time"], **flags)
            case "text_mention":
                number = said["user"]["id"]
                if not 0 < number < 1 << 40:
                    raise bad("invalid user_id specified")
                self.users.add(number)
                return api.TextMentionName(text=inner, user_id=number)
            case _:
                return None

    # -- blocks -------------------------------------------------------------------------

    def blocks(self, said: list[Json]) -> "list[api.TypePageBlock]":
        """Raises: BotError."""
        return [self.block(each) for each in said]

    def block(self, said: Json) -> "api.TypePageBlock":
        """Raises: BotError."""
        kind = said["type"]
        if kind in REFUSED:
            raise bad(REFUSED[kind])
        make = MAKERS.get(kind)
        if make is None:
            raise bad("unknown rich block type specified")
        return make(self, said)

    def heading(self, said: Json) -> "api.TypePageBlock":
        """Raises: BotError."""
        made = SIZES.get(said["size"])
        if made is None:
            raise bad("heading size must be between 1 and 6")
        heading: api.TypePageBlock = made(text=self.text(said["text"]))
        return heading

    def listed(self, said: Json) -> "api.TypePageBlock":
        """A list is numbered when an item of it has a number, or a way of numbering."""
        items: list[Json] = said["items"]
        if any(each.get("value") is not None or each.get("type") for each in items):
            return api.PageBlockOrderedList(
                items=[
                    api.PageListOrderedItemBlocks(
                        **self._item(each), value=each.get("value"), type=each.get("type")
                    )
                    for each in items
                ]
            )
        return api.PageBlockList(
            items=[api.PageListItemBlocks(**self._item(each)) for each in items]
        )

    def _item(self, said: Json) -> dict[str, Any]:
        return {
            "blocks": self.blocks(said["blocks"]),
            "checkbox": said.get("has_checkbox", False),
            "checked": said.get("is_checked", False),
        }

    def table(self, said: Json) -> "api.TypePageBlock":
        """Raises: BotError."""
        return api.PageBlockTable(
            bordered=said.get("is_bordered", False),
            striped=said.get("is_striped", False),
            compact=said.get("is_compact", False),
            title=self.text(said.get("caption")),
            rows=[
                api.PageTableRow(cells=[self._cell(cell) for cell in row])
                for row in said["cells"]
            ],
        )

    def _cell(self, said: Json) -> api.PageTableCell:
        text = said.get("text")
        return api.PageTableCell(
            header=said.get("is_header", False),
            align_center=said["align"] == "center",
            align_right=said["align"] == "right",
            valign_middle=said["valign"] == "middle",
            valign_bottom=said["valign"] == "bottom",
            text=None if text is None else self.text(text),
            colspan=said.get("colspan"),
            rowspan=said.get("rowspan"),
        )


Maker = Callable[[_Read, Json], "api.TypePageBlock"]
MAKERS: dict[str, Maker] = {
    "heading": _Read.heading,
    "list": _Read.listed,
    "table": _Read.table,
    "paragraph": lambda read, said: api.PageBlockParagraph(text=read.text(said["text"])),
    "footer": lambda read, said: api.PageBlockFooter(text=read.text(said["text"])),
    "thinking": lambda read, said: api.PageBlockThinking(text=read.text(said["text"])),
    "divider": lambda _read, _said: api.PageBlockDivider(),
    "mathematical_expression": lambda _read, said: api.PageBlockMath(source=said["expression"]),
    "anchor": lambda _read, said: api.PageBlockAnchor(name=said["name"]),
    "pre": lambda read, said: api.PageBlockPreformatted(
        text=read.text(said["text"]), language=said.get("language", "")
    ),
    "blockquote": lambda read, said: api.PageBlockBlockquoteBlocks(
        blocks=read.blocks(said["blocks"]), caption=read.text(said.get("credit"))
    ),
    "expandable_blockquote": lambda read, said: api.PageBlockBlockquote(
        collapsed=True, text=read.text(said["text"]), caption=read.text(said.get("credit"))
    ),
    "pullquote": lambda read, said: api.PageBlockPullquote(
        text=read.text(said["text"]), caption=read.text(said.get("credit"))
    ),
    "details": lambda read, said: api.PageBlockDetails(
        open=said.get("is_open", False),
        blocks=read.blocks(said["blocks"]),
        title=read.text(said["summary"]),
    ),
}
