"""Rich messages: said as blocks, HTML and Markdown; seen at the newest layer, in words before, and by bots."""

from typing import Any

import pytest
from bot_walks import met
from http_bots import Refused as HttpRefused
from http_bots import http_bot
from paid_walks import read

from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World

HTML = (
    "<h1>Report</h1>Costs <b>rose</b>, see https://chappe.example."
    "<ul><li>one</li><li><input type=checkbox checked>two</ul>"
    "<table><tr><th>a<th>b<tr><td>1<td align=right>2</table>"
    "<details open><summary>More</summary><p>E = <tg-math>mc^2</tg-math></details>"
    '<pre><code class="language-python">x = 1</code></pre><hr>'
    "<blockquote>Said<cite>Ada</cite></blockquote>"
)
WORDS = (
    "Report\nCosts rose, see https://chappe.example.\n• one\n[x] two\na\tb\n1\t2\n"
    "More\nE = mc^2\nx = 1\nSaid\nAda"
)
MARKDOWN = "# Report\n\nCosts **rose**\n\n1. one\n2. two\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n"
BLOCKS: list[Any] = [
    {"type": "heading", "text": "Report", "size": 1},
    {
        "type": "paragraph",
        "text": [
            "Costs ",
            {"type": "bold", "text": "rose"},
            " ",
            {"type": "code", "text": "x"},
        ],
    },
    {
        "type": "list",
        "items": [
            {"blocks": [{"type": "paragraph", "text": "one"}], "value": 3, "type": "1"},
            {"blocks": [{"type": "paragraph", "text": "two"}], "has_checkbox": True},
        ],
    },
    {
        "type": "table",
        "cells": [[{"text": "a", "is_header": True, "align": "left", "valign": "top"}]],
        "is_bordered": True,
    },
    {"type": "blockquote", "blocks": [{"type": "paragraph", "text": "Said"}], "credit": "Ada"},
    {"type": "details", "summary": "More", "blocks": [{"type": "divider"}]},
    {"type": "mathematical_expression", "expression": "mc^2"},
    {"type": "pre", "text": "x = 1", "language": "python"},
]


def plain(who: Person, text: str) -> Any:
    return who.make("textPlain", text=text)


def paragraph(who: Person, text: str) -> Any:
    return who.make("pageBlockParagraph", text=plain(who, text))


async def say(who: Person, peer: Any, rich: Any, **more: Any) -> Any:
    return await who.call(
        "messages.sendMessage",
        peer=peer,
        message="",
        random_id=who.client.next_msg_id(),
        rich_message=rich,
        **more,
    )


async def test_a_person_says_edits_forwards_and_finds_a_rich_message(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    old = await world.person("Old", layer=180)
    await say(ada, ada.peer(bob), ada.make("inputRichMessageHTML", html=HTML))
    await world.settle()
    (seen,) = await read(bob, bob.peer(ada))
    kinds = [type(each).__name__ for each in seen.rich_message.blocks]
    assert kinds == [
        *("PageBlockHeading1", "PageBlockParagraph", "PageBlockList", "PageBlockTable"),
        *("PageBlockDetails", "PageBlockPreformatted", "PageBlockDivider"),
        "PageBlockBlockquoteBlocks",
    ]
    assert (seen.message, seen.media) == ("", None)
    whole = await bob.call("messages.getRichMessage", peer=bob.peer(ada), id=seen.id)
    assert whole.messages == [seen]
    found = await bob.call(
        "messages.search",
        peer=bob.peer(ada),
        q="rose",
        filter=bob.make("inputMessagesFilterEmpty"),
        **dict.fromkeys(
            ("min_date", "max_date", "offset_id", "add_offset", "max_id", "min_id", "hash"), 0
        ),
        limit=5,
    )
    assert [each.id for each in found.messages] == [seen.id]
    await bob.call(
        "messages.forwardMessages",
        from_peer=bob.peer(ada),
        to_peer=bob.peer(old),
        id=[seen.id],
        random_id=[5],
        drop_author=True,
        drop_media_captions=True,
    )
    await world.settle()
    (copy,) = await read(old, old.peer(bob))
    assert copy.message == WORDS
    styles = [type(each).__name__ for each in copy.entities]
    assert styles[:3] == ["MessageEntityBold", "MessageEntityBold", "MessageEntityUrl"]
    (mine,) = await read(ada, ada.peer(bob))
    blocks = ada.make(
        "inputRichMessage", blocks=[paragraph(ada, "Less"), ada.make("pageBlockDivider")]
    )
    edit = {"peer": ada.peer(bob), "id": mine.id}
    await ada.call("messages.editMessage", **edit, rich_message=blocks)
    with pytest.raises(Refused, match="MESSAGE_NOT_MODIFIED"):
        await ada.call("messages.editMessage", **edit, rich_message=blocks)
    await world.settle()
    (seen,) = await read(bob, bob.peer(ada))
    assert [each.NAME for each in seen.rich_message.blocks] == [
        "pageBlockParagraph",
        "pageBlockDivider",
    ]
    await ada.call("messages.editMessage", **edit, message="Less")
    await world.settle()
    (seen,) = await read(bob, bob.peer(ada))
    assert (seen.message, seen.rich_message) == ("Less", None)


@pytest.mark.one_node
async def test_what_is_no_rich_message_is_refused(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    deep = paragraph(ada, "x")
    for _ in range(17):
        deep = ada.make("pageBlockDetails", blocks=[deep], title=plain(ada, "t"))
    cell = ada.make("pageTableCell", text=plain(ada, "x"))
    wide = ada.make("pageTableRow", cells=[cell] * 21)
    table = ada.make("pageBlockTable", title=ada.make("textEmpty"), rows=[wide])
    named = ada.make("textMentionName", text=plain(ada, "Bob"), user_id=bob.user_id)
    photo = ada.make("inputPhoto", id=1, access_hash=1, file_reference=b"")
    for blocks, more, error in (
        ([], {}, "MESSAGE_EMPTY"),
        ([ada.make("pageBlockDivider")], {}, "MESSAGE_EMPTY"),
        ([paragraph(ada, "x" * 32_769)], {}, "MESSAGE_TOO_LONG"),
        ([paragraph(ada, "x")] * 501, {}, "ENTITIES_TOO_LONG"),
        ([deep], {}, "ENTITIES_TOO_LONG"),
        ([table], {}, "ENTITIES_TOO_LONG"),
        ([ada.make("pageBlockUnsupported")], {}, "INPUT_CONSTRUCTOR_INVALID"),
        (
            [ada.make("pageBlockThinking", text=plain(ada, "x"))],
            {},
            "INPUT_CONSTRUCTOR_INVALID",
        ),
        ([ada.make("pageBlockParagraph", text=named)], {}, "ENTITY_MENTION_USER_INVALID"),
        ([paragraph(ada, "x")], {"photos": [photo]}, "MEDIA_INVALID"),
    ):
        rich = ada.make("inputRichMessage", blocks=blocks, **more)
        with pytest.raises(Refused, match=error):
            await say(ada, ada.peer(bob), rich)
    with pytest.raises(Refused, match="ENTITIES_TOO_LONG"):
        await say(ada, ada.peer(bob), ada.make("inputRichMessageHTML", html="<b>" * 5000))
    assert await read(bob, bob.peer(ada)) == []


async def test_a_bot_says_rich_messages_and_reads_them(world: World) -> None:
    ada = await world.person("Ada")
    async with http_bot(world) as bot:
        await met(world, ada, bot.robot)
        await bot.updates()
        sent = await bot.call(
            "sendRichMessage", chat_id=ada.user_id, rich_message={"blocks": BLOCKS}
        )
        shown = sent["rich_message"]["blocks"]
        first, second = shown[2]["items"]
        assert (first["label"], first["value"], first["type"]) == ("3.", 3, "1")
        assert (second["label"], second["has_checkbox"]) == ("4.", True)
        assert [each for n, each in enumerate(shown) if n != 2] == [
            each for n, each in enumerate(BLOCKS) if n != 2
        ]
        said = await bot.call(
            "sendRichMessage", chat_id=ada.user_id, rich_message={"markdown": MARKDOWN}
        )
        kinds = [each["type"] for each in said["rich_message"]["blocks"]]
        assert kinds == ["heading", "paragraph", "list", "table"]
        there = {"chat_id": ada.user_id, "message_id": sent["message_id"]}
        edited = await bot.call(
            "editMessageText", **there, rich_message={"html": "<h2>New #tag</h2>"}
        )
        tag = {"type": "hashtag", "text": "#tag", "hashtag": "#tag"}
        assert edited["rich_message"]["blocks"] == [
            {"type": "heading", "text": ["New ", tag], "size": 2}
        ]
        thinking = {"blocks": [{"type": "thinking", "text": "hm"}]}
        draft = {"chat_id": ada.user_id, "draft_id": 7, "rich_message": thinking}
        assert await bot.call("sendRichMessageDraft", **draft)
        await world.settle()
        (shown_draft,) = [
            each.action
            for each in ada.told
            if getattr(each, "action", None) is not None
            and each.action.NAME == "sendMessageRichMessageDraftAction"
        ]
        assert shown_draft.random_id == 7
        assert [each.NAME for each in shown_draft.rich_message.blocks] == ["pageBlockThinking"]
        photo = {"type": "photo", "photo": {"type": "photo", "media": "x"}}
        for rich in ({}, {"html": "a", "markdown": "b"}, {"blocks": [photo]}, {"html": " "}):
            with pytest.raises(HttpRefused, match="400"):
                await bot.call("sendRichMessage", chat_id=ada.user_id, rich_message=rich)
        await world.settle()
        second, first = await read(ada, ada.peer(bot.robot), 2)
        assert first.rich_message.blocks[0].NAME == "pageBlockHeading2"
        await say(
            ada, ada.peer(bot.robot), ada.make("inputRichMessageMarkdown", markdown="**hi**")
        )
        await world.settle()
        (heard,) = await bot.updates()
        bold = {"type": "bold", "text": "hi"}
        assert heard["message"]["rich_message"] == {
            "blocks": [{"type": "paragraph", "text": bold}]
        }
