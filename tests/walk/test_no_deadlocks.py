"""Many verbs at once over two nodes and PostgreSQL: whoever waits for a row waits for somebody who goes on.

PostgreSQL finds out who waits in a ring after a second and ends one of them; such a call is run again, so that nobody
but the log hears of it. Here the log is read.
"""

import asyncio
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from random import Random  # noqa: TID251 - seeded, so that a failure comes again
from typing import Any

import pytest
from backends import NATS, POSTGRES, need_nats, need_postgres
from channel_walks import as_channel, as_peer, ban, gathered, promote
from forum_walks import forum
from thread_walks import discussed, link

from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.place import OwnSchema
from chappe.testing.world import World

pytestmark = [pytest.mark.one_node, pytest.mark.backends]
SECONDS = float(os.environ.get("CHAPPE_TEST_SECONDS", "3"))
SEED = int(os.environ.get("CHAPPE_TEST_SEED", "1"))
TASKS = 4
"""Calls of each person at a time."""


@pytest.fixture
async def pair(backend: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    """Two nodes; clients come to them in turn."""
    need_postgres()
    need_nats()
    monkeypatch.setattr(World, "places", lambda: OwnSchema(POSTGRES, bus=NATS, nodes=2))
    async with World() as world:
        yield world


class Crowd:
    """People who do at random what people do, all in the same few dialogs."""

    def __init__(
        self, people: list[Person], chat_id: int, channel_id: int, more: tuple[int, ...] = ()
    ) -> None:
        """`more`: a forum, a channel, and the group that discusses it."""
        self.people, self.chat_id, self.channel_id = people, chat_id, channel_id
        self.more = more
        self.random = Random(SEED)
        self.done: set[str] = set()
        self.faults: list[str] = []

    def peer(self, me: Person) -> Any:
        """One of the dialogs."""
        return self.random.choice(
            [
                me.make("inputPeerChat", chat_id=self.chat_id),
                as_peer(me, self.channel_id),
                me.peer(self.random.choice(self.people)),
                *(as_peer(me, each) for each in self.more),
            ]
        )

    def some_channel(self) -> int:
        """One of the channels."""
        return self.random.choice([self.channel_id, *self.more])

    def some_id(self) -> int:
        """A message that may be there."""
        return self.random.randrange(1, 80)

    async def send(self, me: Person) -> None:
        peer = self.peer(me)
        await me.call(
            "messages.sendMessage",
            peer=peer,
            message="word",
            random_id=me.client.next_msg_id(),
            clear_draft=self.random.random() < 0.3,
        )

    async def answer(self, me: Person) -> None:
        await me.call(
            "messages.sendMessage",
            peer=self.peer(me),
            message="word",
            random_id=me.client.next_msg_id(),
            reply_to=me.make("inputReplyToMessage", reply_to_msg_id=self.some_id()),
        )

    async def later(self, me: Person) -> None:
        now = int(me.client.clock.now())
        await me.call(
            "messages.sendMessage",
            peer=self.peer(me),
            message="word",
            random_id=me.client.next_msg_id(),
            schedule_date=now + 3600,
        )
        peer = self.peer(me)
        kept = await me.call("messages.getScheduledHistory", peer=peer, hash=0)
        ids = [each.id for each in kept.messages[:3]]
        await me.call("messages.sendScheduledMessages", peer=peer, id=ids)

    async def forward(self, me: Person) -> None:
        count = self.random.randrange(1, 4)
        await me.call(
            "messages.forwardMessages",
            from_peer=self.peer(me),
            to_peer=self.peer(me),
            id=[self.some_id() for _ in range(count)],
            random_id=[me.client.next_msg_id() for _ in range(count)],
        )

    async def react(self, me: Person) -> None:
        emoji = self.random.choice("👍👎🔥")
        await me.call(
            "messages.sendReaction",
            peer=self.peer(me),
            msg_id=self.some_id(),
            reaction=[me.make("reactionEmoji", emoticon=emoji)],
            add_to_recent=True,
        )

    async def edit(self, me: Person) -> None:
        await me.call(
            "messages.editMessage",
            peer=self.peer(me),
            id=self.some_id(),
            message=f"w{self.some_id()}",
        )

    async def delete(self, me: Person) -> None:
        await me.call("messages.deleteMessages", id=[self.some_id()], revoke=True)

    async def delete_post(self, me: Person) -> None:
        await me.call(
            "channels.deleteMessages",
            channel=as_channel(me, self.some_channel()),
            id=[self.some_id()],
        )

    async def clear(self, me: Person) -> None:
        other = self.random.choice(self.people)
        await me.call(
            "messages.deleteHistory",
            peer=me.peer(other),
            max_id=self.some_id() // 2,
            revoke=True,
            just_clear=self.random.random() < 0.5,
        )

    async def pin(self, me: Person) -> None:
        await me.call(
            "messages.updatePinnedMessage",
            peer=self.peer(me),
            id=self.some_id(),
            unpin=self.random.random() < 0.5,
        )

    async def unpin(self, me: Person) -> None:
        await me.call("messages.unpinAllMessages", peer=self.peer(me))

    async def read(self, me: Person) -> None:
        await me.call("messages.readHistory", peer=self.peer(me), max_id=self.some_id())

    async def read_channel(self, me: Person) -> None:
        await me.call(
            "channels.readHistory",
            channel=as_channel(me, self.channel_id),
            max_id=self.some_id(),
        )

    async def see(self, me: Person) -> None:
        await me.call("messages.readReactions", peer=self.peer(me))
        await me.call("messages.readMessageContents", id=[self.some_id(), self.some_id()])

    async def draft(self, me: Person) -> None:
        await me.call("messages.saveDraft", peer=self.peer(me), message=f"d{self.some_id()}")

    async def type(self, me: Person) -> None:
        await me.call(
            "messages.setTyping", peer=self.peer(me), action=me.make("sendMessageTypingAction")
        )

    async def poll(self, me: Person) -> None:
        poll = me.make(
            "poll",
            id=0,
            hash=0,
            question=me.make("textWithEntities", text="?", entities=[]),
            answers=[
                me.make(
                    "inputPollAnswer",
                    text=me.make("textWithEntities", text=text, entities=[]),
                )
                for text in "ab"
            ],
        )
        await me.call(
            "messages.sendMedia",
            peer=self.peer(me),
            media=me.make("inputMediaPoll", poll=poll),
            message="",
            random_id=me.client.next_msg_id(),
        )

    async def vote(self, me: Person) -> None:
        peer = self.peer(me)
        page = await me.call(
            "messages.getHistory",
            peer=peer,
            offset_id=0,
            offset_date=0,
            add_offset=0,
            limit=100,
            max_id=0,
            min_id=0,
            hash=0,
        )
        polls = [
            each
            for each in page.messages
            if getattr(getattr(each, "media", None), "NAME", "") == "messageMediaPoll"
        ]
        if polls:
            chosen = self.random.choice(polls)
            option = self.random.choice(chosen.media.poll.answers).option
            await me.call("messages.sendVote", peer=peer, msg_id=chosen.id, options=[option])

    async def leave_and_come(self, me: Person) -> None:
        channel = as_channel(me, self.channel_id)
        other = self.random.choice(self.people[1:])
        await me.call("channels.inviteToChannel", channel=channel, users=[me.user(other)])
        if self.random.random() < 0.2:
            await me.call("channels.leaveChannel", channel=channel)

    async def rule(self, me: Person) -> None:
        other = self.random.choice(self.people[1:])
        if self.random.random() < 0.5:
            rights = {"pin_messages": True, "delete_messages": True, "ban_users": True}
            await promote(me, self.channel_id, other, **rights)
        else:
            await ban(me, self.channel_id, other, send_polls=True)

    async def chat_members(self, me: Person) -> None:
        other = self.random.choice(self.people[1:])
        if self.random.random() < 0.3:
            await me.call(
                "messages.deleteChatUser", chat_id=self.chat_id, user_id=me.user(other)
            )
        else:
            await me.call(
                "messages.addChatUser",
                chat_id=self.chat_id,
                user_id=me.user(other),
                fwd_limit=0,
            )

    async def retitle(self, me: Person) -> None:
        title = f"t{self.random.random()}"
        if self.random.random() < 0.5:
            await me.call("messages.editChatTitle", chat_id=self.chat_id, title=title)
        else:
            channel = as_channel(me, self.channel_id)
            await me.call("channels.editTitle", channel=channel, title=title)

    async def vanish(self, me: Person) -> None:
        period = self.random.choice([0, 86400, 604800])
        await me.call("messages.setHistoryTTL", peer=self.peer(me), period=period)

    async def block(self, me: Person) -> None:
        other = self.random.choice(self.people)
        await me.call("contacts.block", id=me.peer(other))
        await me.call("contacts.unblock", id=me.peer(other))

    async def know(self, me: Person) -> None:
        other = self.random.choice(self.people)
        await me.call(
            "contacts.addContact",
            id=me.user(other),
            first_name=f"n{self.some_id()}",
            last_name="",
            phone="",
            add_phone_privacy_exception=True,
        )

    async def rename(self, me: Person) -> None:
        await me.call("account.updateProfile", first_name=f"n{self.random.random()}")

    async def arrange(self, me: Person) -> None:
        peer = me.make("inputDialogPeer", peer=self.peer(me))
        await me.call("messages.toggleDialogPin", peer=peer, pinned=self.random.random() < 0.5)
        await me.call("messages.markDialogUnread", peer=peer, unread=True)
        folder = self.random.choice([0, 1])
        await me.call(
            "folders.editPeerFolders",
            folder_peers=[me.make("inputFolderPeer", peer=peer.peer, folder_id=folder)],
        )

    async def invite_link(self, me: Person) -> None:
        peer = as_peer(me, self.channel_id)
        made = await me.call(
            "messages.exportChatInvite",
            peer=peer,
            request_needed=self.random.random() < 0.5,
        )
        other = self.random.choice(self.people)
        await other.call("messages.importChatInvite", hash=made.link.rsplit("+", 1)[-1])

    async def let_all_in(self, me: Person) -> None:
        peer = as_peer(me, self.channel_id)
        await me.call("messages.hideAllChatJoinRequests", peer=peer, approved=True)

    async def topic(self, me: Person) -> None:
        peer = as_peer(me, self.more[0])
        made = await me.call(
            "messages.createForumTopic",
            peer=peer,
            title="t",
            random_id=me.client.next_msg_id(),
        )
        topic = next(each.id for each in made.updates if each.NAME == "updateMessageID")
        await me.call(
            "messages.sendMessage",
            peer=peer,
            message="word",
            random_id=me.client.next_msg_id(),
            reply_to=me.make("inputReplyToMessage", reply_to_msg_id=topic),
        )
        closed = self.random.random() < 0.5
        await me.call("messages.editForumTopic", peer=peer, topic_id=topic, closed=closed)
        await me.call(
            "messages.updatePinnedForumTopic", peer=peer, topic_id=topic, pinned=closed
        )
        if self.random.random() < 0.5:
            await me.call("messages.deleteTopicHistory", peer=peer, top_msg_id=topic)

    async def post(self, me: Person) -> None:
        await me.call(
            "messages.sendMessage",
            peer=as_peer(me, self.more[1]),
            message="post",
            random_id=me.client.next_msg_id(),
        )

    async def comment(self, me: Person) -> None:
        await me.call(
            "messages.sendMessage",
            peer=as_peer(me, self.more[2]),
            message="comment",
            random_id=me.client.next_msg_id(),
            reply_to=me.make("inputReplyToMessage", reply_to_msg_id=self.some_id()),
        )

    async def read_thread(self, me: Person) -> None:
        await me.call(
            "messages.readDiscussion",
            peer=as_peer(me, self.random.choice(self.more)),
            msg_id=self.some_id(),
            read_max_id=self.some_id(),
        )

    async def view(self, me: Person) -> None:
        ids = sorted({self.some_id() for _ in range(5)})
        await me.call("messages.getMessagesViews", peer=self.peer(me), id=ids, increment=True)

    async def take_words(self, me: Person) -> None:
        other = self.random.choice(self.people)
        await me.call(
            "channels.deleteParticipantHistory",
            channel=as_channel(me, self.some_channel()),
            participant=me.peer(other),
        )

    async def take_reactions(self, me: Person) -> None:
        other = self.random.choice(self.people)
        await me.call(
            "messages.deleteParticipantReactions",
            peer=self.peer(me),
            participant=me.peer(other),
        )

    async def clear_channel(self, me: Person) -> None:
        await me.call(
            "channels.deleteHistory",
            channel=as_channel(me, self.some_channel()),
            max_id=self.some_id() // 2,
            for_everyone=self.random.random() < 0.3,
        )

    async def relink(self, me: Person) -> None:
        _, channel_id, group_id = self.more
        await link(me, channel_id, None)
        await link(me, channel_id, group_id)

    async def migrate(self, me: Person) -> None:
        others = [each for each in self.people if each is not me]
        made = await me.call(
            "messages.createChat", users=[me.user(each) for each in others], title="Short"
        )
        chat_id = made.updates.chats[0].id
        chat = me.make("inputPeerChat", chat_id=chat_id)
        says = [
            who.call(
                "messages.sendMessage",
                peer=chat,
                message="word",
                random_id=who.client.next_msg_id(),
            )
            for who in others
        ]
        moved, *_ = await asyncio.gather(
            me.call("messages.migrateChat", chat_id=chat_id), *says, return_exceptions=True
        )
        if isinstance(moved, Exception):
            raise moved

    async def voice(self, me: Person) -> None:
        _, channel_id, group_id = self.more
        as_whom = self.random.choice([me.make("inputPeerSelf"), as_peer(me, channel_id)])
        peer = as_peer(me, group_id)
        await me.call("messages.saveDefaultSendAs", peer=peer, send_as=as_whom)

    def verbs(self) -> list[Callable[[Person], Awaitable[None]]]:
        """All that is done."""
        names = [
            name
            for name, value in vars(Crowd).items()
            if asyncio.iscoroutinefunction(value) and name != "live"
        ]
        return [getattr(self, name) for name in names]

    async def live(self, me: Person, until: float) -> None:
        """Do one thing after another."""
        verbs = self.verbs()
        while time.monotonic() < until:
            verb = self.random.choice(verbs)
            try:
                await verb(me)
                self.done.add(verb.__name__)
            except Refused as refused:
                if refused.code == 500:
                    self.faults.append(f"{verb.__name__}: {refused}")


async def more_places(pair: World, people: list[Person]) -> tuple[int, ...]:
    """A forum, and a channel with its discussion group, of the same people: some of them lead."""
    forum_id, (maker, *_) = await forum(pair, "Fay")
    channel_id, group_id, (leader, *_) = await discussed(pair, "Gil")
    for owner, where in ((maker, forum_id), (leader, channel_id), (leader, group_id)):
        await owner.call(
            "channels.inviteToChannel",
            channel=as_channel(owner, where),
            users=[owner.user(each) for each in people],
        )
        for each in people[:3]:
            await promote(
                owner,
                where,
                each,
                **dict.fromkeys(("pin_messages", "delete_messages", "ban_users"), True),
                **dict.fromkeys(("change_info", "manage_topics"), where != channel_id),
                **dict.fromkeys(("post_messages", "edit_messages"), where == channel_id),
            )
    return forum_id, channel_id, group_id


async def test_nobody_waits_in_a_ring(pair: World, capsys: pytest.CaptureFixture[str]) -> None:
    channel_id, people = await gathered(pair, "Ada", "Bob", "Cyd", "Dan", "Eve")
    ada = people[0]
    made = await ada.call(
        "messages.createChat", users=[ada.user(each) for each in people[1:]], title="Group"
    )
    crowd = Crowd(people, made.updates.chats[0].id, channel_id, await more_places(pair, people))
    for me in people * 16:
        with suppress(Refused):  # not all of them may post
            await crowd.send(me)
    until = time.monotonic() + SECONDS
    await asyncio.gather(*(crowd.live(each, until) for each in people for _ in range(TASKS)))
    await pair.settle()
    assert crowd.faults == []
    assert len(crowd.done) > len(crowd.verbs()) // 2, "most of it is lawful at least once"
    said = capsys.readouterr()
    assert "Deadlock" not in said.out + said.err
