"""Searching: by words, author, date and kind; in one dialog and in all."""

from typing import Any

import pytest

from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World

NOTHING = {
    "q": "", "min_date": 0, "max_date": 0, "offset_id": 0, "add_offset": 0, "limit": 100,
    "max_id": 0, "min_id": 0, "hash": 0,
}  # fmt: skip


class Talk:
    """Two people, and what Ada finds."""

    def __init__(self, world: World, ada: Person, bob: Person) -> None:
        self.world, self.ada, self.bob = world, ada, bob

    async def say(
        self, *texts: str, by: Person | None = None, to: Person | None = None
    ) -> None:
        by = by or self.ada
        for text in texts:
            await by.send(to or (self.bob if by is self.ada else self.ada), text)
            self.world.advance(1)

    async def search(self, q: str = "", filter_: str = "Empty", **more: Any) -> Any:
        fields = {"peer": self.ada.peer(self.bob), **NOTHING, **more, "q": q}
        fields.setdefault("filter", self.ada.make(f"inputMessagesFilter{filter_}"))
        return await self.ada.call("messages.search", **fields)

    async def texts(self, q: str = "", filter_: str = "Empty", **more: Any) -> list[str]:
        found = await self.search(q, filter_, **more)
        return [message.message for message in found.messages]

    async def everywhere(self, q: str = "", filter_: str = "Empty", **more: Any) -> Any:
        fields: dict[str, Any] = {
            "q": q,
            "filter": self.ada.make(f"inputMessagesFilter{filter_}"),
            **dict.fromkeys(("min_date", "max_date", "offset_rate", "offset_id"), 0),
            "offset_peer": self.ada.make("inputPeerEmpty"),
            "limit": 100,
            **more,
        }
        return await self.ada.call("messages.searchGlobal", **fields)


@pytest.fixture
async def talk(world: World) -> Talk:
    return Talk(world, await world.person("Ada"), await world.person("Bob"))


async def test_words_are_found_whoever_said_them_the_newest_first(talk: Talk) -> None:
    await talk.say("An apple a day", "nothing here", "Äpfel sind gut")
    await talk.say("apple pie, APPLE juice", by=talk.bob)
    assert await talk.texts("apple") == ["apple pie, APPLE juice", "An apple a day"]
    assert await talk.texts("app day") == []
    assert await talk.texts("day app") == ["An apple a day"]
    assert await talk.texts("apfel") == ["Äpfel sind gut"]
    assert await talk.texts("!!!") == []


async def test_what_others_say_is_not_found(talk: Talk) -> None:
    cyd = await talk.world.person("Cyd")
    await talk.say("a secret", by=talk.bob, to=cyd)
    await talk.say("a secret for Cyd", to=cyd)
    assert await talk.texts("secret") == []
    found = await talk.everywhere("secret")
    assert [message.message for message in found.messages] == ["a secret for Cyd"]
    assert {user.first_name for user in found.users} == {"Ada", "Cyd"}


async def test_the_answer_has_all_it_speaks_of(talk: Talk) -> None:
    await talk.say("one", by=talk.bob)
    found = await talk.search("one")
    assert found.NAME == "messages.messages"
    assert {user.first_name for user in found.users} == {"Bob", "Ada"} or [
        user.first_name for user in found.users
    ] == ["Bob"]


async def test_an_author_and_dates_narrow_the_list(talk: Talk) -> None:
    start = int(talk.world.clock.now())
    await talk.say("one word")
    await talk.say("two words", by=talk.bob)
    await talk.say("three words")
    ada = talk.ada
    assert await talk.texts("word", from_id=ada.peer(ada)) == ["three words", "one word"]
    assert await talk.texts("", from_id=ada.peer(talk.bob)) == ["two words"]
    assert await talk.texts("word", min_date=start) == ["three words", "two words"]
    assert await talk.texts("word", max_date=start + 2) == ["two words", "one word"]


async def test_pages_follow_one_another(talk: Talk) -> None:
    await talk.say(*(f"word {number}" for number in range(7)), "other")
    page = await talk.search("word", limit=3)
    assert (page.NAME, page.count) == ("messages.messagesSlice", 7)
    assert [message.message for message in page.messages] == ["word 6", "word 5", "word 4"]
    rest = await talk.search("word", limit=3, offset_id=page.messages[-1].id)
    assert [message.message for message in rest.messages] == ["word 3", "word 2", "word 1"]
    assert rest.offset_id_offset == 3
    around = await talk.search("word", limit=4, offset_id=rest.messages[0].id, add_offset=-2)
    assert [m.message for m in around.messages] == ["word 4", "word 3", "word 2", "word 1"]
    within = await talk.search("word", max_id=page.messages[0].id, min_id=rest.messages[0].id)
    assert [message.message for message in within.messages] == ["word 5", "word 4"]
    only = await talk.search("word", limit=0)
    assert (only.count, only.messages) == (7, [])


async def test_a_page_that_the_client_has_is_not_sent_again(talk: Talk) -> None:
    await talk.say("one", "one more")
    found = await talk.search("one")
    total = 0
    for message in found.messages:
        for number in (message.id, 0):
            total ^= total >> 21
            total ^= (total << 35) & (2**64 - 1)
            total ^= total >> 4
            total = (total + number) & (2**64 - 1)
    held = total - 2**64 if total >> 63 else total
    assert (await talk.search("one", hash=held)).NAME == "messages.messagesNotModified"


async def test_links_are_found_by_kind(talk: Talk) -> None:
    await talk.say("see example.org", "mail me@example.org", "nothing", "example words")
    assert await talk.texts("", "Url") == ["see example.org"]
    assert await talk.texts("example", "Url") == ["see example.org"]
    assert await talk.texts("nothing", "Url") == []


KINDS = (
    *("Photos", "Video", "PhotoVideo", "Document", "Gif", "Voice", "Music", "RoundVideo", "RoundVoice"),
    *("Geo", "Contacts", "Poll", "ChatPhotos", "PhoneCalls", "Pinned", "MyMentions"),
)  # fmt: skip


async def test_kinds_that_nobody_sent_are_not_found(talk: Talk) -> None:
    await talk.say("photo video document")
    for kind in KINDS:
        assert await talk.texts("", kind) == []
        assert await talk.texts("photo", kind) == []


async def test_all_dialogs_are_searched_in_parts(talk: Talk) -> None:
    cyd = await talk.world.person("Cyd")
    for number in range(3):
        await talk.say(f"word {number} to Bob")
        await talk.say(f"word {number} to Cyd", to=cyd)
    page = await talk.everywhere("word", limit=4)
    assert page.count == 6
    assert [m.message for m in page.messages][:2] == ["word 2 to Cyd", "word 2 to Bob"]
    last = page.messages[-1]
    assert page.next_rate == last.date
    rest = await talk.everywhere(
        "word", limit=4, offset_id=last.id, offset_rate=page.next_rate, offset_peer=talk.ada.peer(cyd)
    )  # fmt: skip
    assert [m.message for m in rest.messages] == ["word 0 to Cyd", "word 0 to Bob"]
    assert (await talk.everywhere("word", users_only=True)).messages
    assert not (await talk.everywhere("word", groups_only=True)).messages
    assert not (await talk.everywhere("word", broadcasts_only=True)).messages
    assert (await talk.everywhere("word", folder_id=0)).messages
    assert not (await talk.everywhere("word", folder_id=1)).messages
    old = await talk.search("word", peer=talk.ada.make("inputPeerEmpty"))
    assert len(old.messages) == 6


async def test_saved_messages_are_searched(talk: Talk) -> None:
    await talk.say("note to myself", to=talk.ada)
    me = talk.ada.peer(talk.ada)
    assert await talk.texts("note", peer=me) == ["note to myself"]
    assert await talk.texts("note", peer=me, saved_peer_id=talk.ada.peer(talk.bob)) == []
    assert (await talk.everywhere("note")).messages


async def test_filters_are_counted(talk: Talk) -> None:
    await talk.say("a.com", "b.org", "words")
    filters = [
        talk.ada.make(f"inputMessagesFilter{kind}") for kind in ("Url", "Photos", "Empty")
    ]
    counters = await talk.ada.call(
        "messages.getSearchCounters", peer=talk.ada.peer(talk.bob), filters=filters
    )
    assert [(each.filter.NAME, each.count) for each in counters] == [
        ("inputMessagesFilterUrl", 2),
        ("inputMessagesFilterPhotos", 0),
        ("inputMessagesFilterEmpty", 3),
    ]


async def test_a_calendar_tells_the_days(talk: Talk) -> None:
    await talk.say("a.com", "b.com")
    talk.world.advance(3 * 86400)
    talk.ada = await talk.world.another(talk.ada)  # the connection has been closed meanwhile
    await talk.say("c.com", "no link", "d.com")
    asked = {"peer": talk.ada.peer(talk.bob), "filter": talk.ada.make("inputMessagesFilterUrl")}
    calendar = await talk.ada.call(
        "messages.getSearchResultsCalendar", **asked, offset_id=0, offset_date=0
    )
    assert calendar.count == 4
    assert [period.count for period in calendar.periods] == [2, 2]
    newest, oldest = calendar.periods
    assert (oldest.min_msg_id, oldest.max_msg_id) == (1, 2)
    assert (newest.min_msg_id, newest.max_msg_id) == (3, 5)
    assert newest.date - oldest.date == 3 * 86400
    assert [message.message for message in calendar.messages] == ["d.com", "b.com"]
    assert (calendar.min_msg_id, calendar.offset_id_offset) == (1, 0)
    older = await talk.ada.call(
        "messages.getSearchResultsCalendar", **asked, offset_id=3, offset_date=0
    )
    assert [period.date for period in older.periods] == [oldest.date]
    assert older.offset_id_offset == 2
    places = await talk.ada.call(
        "messages.getSearchResultsPositions", **asked, offset_id=0, limit=2
    )
    assert places.count == 4
    assert [(each.msg_id, each.offset) for each in places.positions] == [(5, 0), (2, 2)]
    empty = {**asked, "filter": talk.ada.make("inputMessagesFilterPhotos")}
    none = await talk.ada.call(
        "messages.getSearchResultsCalendar", **empty, offset_id=0, offset_date=0
    )
    assert (none.count, none.periods) == (0, [])


async def test_old_layers_search_too(world: World) -> None:
    for layer in (133, 158, 198):
        ada, bob = await world.person("Ada", layer=layer), await world.person("Bob")
        await ada.send(bob, "hello there")
        found = await ada.call(
            "messages.search",
            peer=ada.peer(bob),
            **{**NOTHING, "q": "hell"},
            filter=ada.make("inputMessagesFilterEmpty"),
        )
        assert [message.message for message in found.messages] == ["hello there"]


@pytest.mark.parametrize(
    ("method", "fields", "error"),
    [
        ("messages.search", {"peer": "nobody"}, "PEER_ID_INVALID"),
        ("messages.search", {"peer": "inputPeerEmpty"}, "SEARCH_QUERY_EMPTY"),
        ("messages.search", {"from_id": "nobody"}, "FROM_PEER_INVALID"),
        ("messages.search", {"saved_peer_id": "inputPeerSelf"}, "PEER_ID_NOT_SUPPORTED"),
        ("messages.search", {"top_msg_id": 5}, "MSG_ID_INVALID"),
        ("messages.search", {"peer": "inputPeerEmpty", "q": "x", "filter": "Pinned"}, "INPUT_FILTER_INVALID"),
        ("messages.searchGlobal", {}, "SEARCH_QUERY_EMPTY"),
        ("messages.searchGlobal", {"q": "x", "filter": "MyMentions"}, "INPUT_FILTER_INVALID"),
        ("messages.searchGlobal", {"q": "x", "folder_id": 7}, "FOLDER_ID_INVALID"),
        ("messages.searchGlobal", {"q": "x", "community": "inputChannelEmpty"}, "CHANNEL_INVALID"),
        ("messages.searchSentMedia", {}, "FILTER_NOT_SUPPORTED"),
        ("messages.getSearchCounters", {"peer": "nobody", "filters": []}, "PEER_ID_INVALID"),
        ("messages.getSearchCounters", {"filters": 33}, "INPUT_FILTER_INVALID"),
        ("messages.getSearchResultsCalendar", {}, "FILTER_NOT_SUPPORTED"),
        ("messages.getSearchResultsCalendar", {"peer": "nobody", "filter": "Url"}, "PEER_ID_INVALID"),
        ("messages.getSearchResultsPositions", {"filter": "Pinned"}, "FILTER_NOT_SUPPORTED"),
        ("messages.getSearchResultsPositions", {"peer": "nobody", "filter": "Url"}, "PEER_ID_INVALID"),
    ],
)  # fmt: skip
async def test_questions_that_make_no_sense(
    talk: Talk, method: str, fields: dict[str, Any], error: str
) -> None:
    ada = talk.ada
    known = {param.name for param in ada.client.schema.shape(method).params}
    asked: dict[str, Any] = {
        **NOTHING,
        **dict.fromkeys(("offset_rate", "offset_date"), 0),
        "offset_peer": ada.make("inputPeerEmpty"),
        "peer": ada.peer(talk.bob),
        "filter": "Empty",
        **fields,
    }
    for name, value in asked.items():
        if name == "filter":
            asked[name] = ada.make(f"inputMessagesFilter{value}")
        elif name == "filters" and value:
            asked[name] = [ada.make("inputMessagesFilterUrl")] * value
        elif value == "nobody":
            asked[name] = ada.make("inputPeerUser", user_id=talk.bob.user_id, access_hash=1)
        elif isinstance(value, str) and name != "q":
            asked[name] = ada.make(value)
    with pytest.raises(Refused, match=f"400 {error}"):
        await ada.call(
            method, **{name: value for name, value in asked.items() if name in known}
        )


async def say_in(person: Person, peer: Any, *texts: str) -> None:
    for text in texts:
        await person.call(
            "messages.sendMessage",
            peer=peer,
            message=text,
            random_id=person.client.next_msg_id(),
        )


async def test_groups_and_channels_are_searched_by_those_who_are_in_them(talk: Talk) -> None:
    ada, bob, cyd = talk.ada, talk.bob, await talk.world.person("Cyd")
    invited = await ada.call("messages.createChat", title="Pears", users=[ada.user(bob)])
    (chat,) = invited.updates.chats
    group = ada.make("inputPeerChat", chat_id=chat.id)
    await say_in(ada, group, "a pear in the group")
    talk.world.advance(1)

    places: dict[str, Any] = {}
    for kind in ("megagroup", "broadcast"):
        made = await ada.call("channels.createChannel", title="A", about="", **{kind: True})
        (channel,) = made.chats
        mark = -1_000_000_000_000 - channel.id
        named = {"channel_id": channel.id, "access_hash": ada.access_hash(mark)}
        await ada.call(
            "channels.inviteToChannel",
            channel=ada.make("inputChannel", **named),
            users=[ada.user(bob)],
        )
        await say_in(ada, ada.make("inputPeerChannel", **named), f"a pear in the {kind}")
        talk.world.advance(1)
        places[kind] = bob.make(
            "inputPeerChannel", channel_id=channel.id, access_hash=bob.access_hash(mark)
        )
    await talk.say("a pear for Bob")
    finder, talk.ada = talk.ada, bob
    everything = await talk.everywhere("pear")
    assert [message.message for message in everything.messages] == [
        "a pear for Bob",
        "a pear in the broadcast",
        "a pear in the megagroup",
        "a pear in the group",
    ]
    assert {chat.title for chat in everything.chats} == {"Pears", "A"}
    for flag, found in [
        ("users_only", ["a pear for Bob"]),
        ("groups_only", ["a pear in the megagroup", "a pear in the group"]),
        ("broadcasts_only", ["a pear in the broadcast"]),
    ]:
        answer = await talk.everywhere("pear", **{flag: True})
        assert [message.message for message in answer.messages] == found
    for kind, peer in places.items():
        assert await talk.texts("pear", peer=peer) == [f"a pear in the {kind}"]
    assert await talk.texts("pear", peer=bob.make("inputPeerChat", chat_id=chat.id)) == [
        "a pear in the group"
    ]
    page = await talk.everywhere("pear", limit=2)
    last = page.messages[-1]
    rest = await talk.everywhere(
        "pear",
        limit=2,
        offset_rate=page.next_rate,
        offset_peer=places["broadcast"],
        offset_id=last.id,
    )
    assert [message.message for message in rest.messages] == [
        "a pear in the megagroup",
        "a pear in the group",
    ]
    talk.ada = cyd
    assert not (await talk.everywhere("pear")).messages
    talk.ada = finder
