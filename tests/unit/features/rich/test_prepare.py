"""What a client says, as it is kept: links are found, people and emoji checked."""

from contextlib import suppress
from time import perf_counter

import pytest

from chappe.features.rich.actions import prepare_rich
from chappe.features.rich.model import Rich
from chappe.ids import UserId
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.updates.viewer import Viewer

ADA = Viewer(UserId(1001), b"s" * 32, 0.0)


async def no_emoji(_entities: object) -> frozenset[int]:
    return frozenset()


async def prepared(html: str, *, noautolink: bool = False) -> Rich:
    said = api.InputRichMessageHTML(html=html, noautolink=noautolink)
    return await prepare_rich(ADA, said, no_emoji)


async def test_links_are_found_where_they_are_wanted() -> None:
    html = "<p>at https://a.example</p><pre>https://b.example</pre>"
    found = await prepared(html)
    assert found.text == "at https://a.example\nhttps://b.example"
    link = api.TextAutoUrl(text=api.TextPlain(text="https://a.example"))
    assert found.message.blocks[0] == api.PageBlockParagraph(
        text=api.TextConcat(texts=[api.TextPlain(text="at "), link])
    )
    assert "TextAutoUrl" not in repr((await prepared(html, noautolink=True)).message)


@pytest.mark.parametrize("piece", ["*a ", "_a", "**", "`", "$a ", "[a", "|", "- ", "> "])
async def test_marks_without_an_end_are_read_in_no_time(piece: str) -> None:
    source = piece * (65_000 // len(piece))
    said = api.InputRichMessageMarkdown(markdown=source)
    began = perf_counter()
    with suppress(RpcError):
        await prepare_rich(ADA, said, no_emoji)
    assert perf_counter() - began < 5


async def test_an_emoji_that_is_not_there_is_its_word_and_a_stranger_is_refused() -> None:
    found = await prepared("<tg-emoji emoji-id=7>x</tg-emoji>")
    assert found.message.blocks == [api.PageBlockParagraph(text=api.TextPlain(text="x"))]
    with pytest.raises(RpcError, match="ENTITY_MENTION_USER_INVALID"):
        await prepared("<a href='tg://user?id=1002'>Bob</a>")
