"""Nothing that members see tells who an anonymous admin is: not a vote, not a reaction, not what it does."""

from typing import Any

from channel_walks import as_channel, as_peer, gathered, say

from chappe.testing.person import Person
from chappe.testing.world import World
from chappe.tl.build import TLObject

PAGE = dict.fromkeys(("offset_id", "offset_date", "add_offset", "max_id", "min_id"), 0)


def found(value: Any, number: int, path: str = "") -> list[str]:
    """Where in an object a number stands."""
    if isinstance(value, list):
        return [place for each in value for place in found(each, number, path)]
    if isinstance(value, TLObject):
        return [
            place
            for field in value.FIELDS
            for place in found(getattr(value, field), number, f"{path}.{value.NAME}.{field}")
        ]
    return [path] if value == number and not isinstance(value, bool) else []


async def be_anonymous(ada: Person, channel_id: int) -> None:
    await ada.call(
        "channels.editAdmin",
        channel=as_channel(ada, channel_id),
        user_id=ada.user(ada),
        admin_rights=ada.make("chatAdminRights", anonymous=True, change_info=True),
        rank="boss",
    )


async def ask(person: Person, channel_id: int) -> int:
    """Ask whoever is there, with names; the message's number."""
    text = [
        person.make("textWithEntities", text=each, entities=[]) for each in ("which?", "a", "b")
    ]
    answers = [
        person.make("pollAnswer", text=each, option=each.text.encode()) for each in text[1:]
    ]
    poll = person.make(
        "poll", id=1, question=text[0], answers=answers, public_voters=True, hash=0
    )
    updates = await person.call(
        "messages.sendMedia",
        peer=as_peer(person, channel_id),
        media=person.make("inputMediaPoll", poll=poll),
        message="",
        random_id=5,
    )
    return next(
        each.message.id for each in updates.updates if each.NAME == "updateNewChannelMessage"
    )


async def test_what_an_anonymous_admin_does_names_nobody(world: World) -> None:
    channel_id, (ada, bob, cyd) = await gathered(world, "Ada", "Bob", "Cyd")
    await be_anonymous(ada, channel_id)
    said, poll = await say(bob, channel_id, "from Bob"), await ask(bob, channel_id)
    await world.settle()
    bob.updates.clear()
    peer, where = as_peer(ada, channel_id), as_channel(ada, channel_id)
    mine = await say(ada, channel_id, "secretly")
    like = ada.make("reactionEmoji", emoticon="👍")
    await ada.call("messages.sendReaction", peer=peer, msg_id=said.id, reaction=[like])
    await ada.call("messages.sendVote", peer=peer, msg_id=poll, options=[b"a"])
    await ada.call("messages.updatePinnedMessage", peer=peer, id=said.id)
    await ada.call("channels.editTitle", channel=where, title="Another")
    await ada.call("messages.editMessage", peer=peer, id=mine.id, message="edited")
    await ada.call("channels.readHistory", channel=where, max_id=poll)
    action = ada.make("sendMessageTypingAction")
    await ada.call("messages.setTyping", peer=peer, action=action)
    for voter in (bob, cyd):
        await voter.call(
            "messages.sendVote", peer=as_peer(voter, channel_id), msg_id=poll, options=[b"b"]
        )
    await world.settle()
    assert [place for each in bob.updates for place in found(each, ada.user_id)] == []
    at = as_peer(bob, channel_id)
    asked: list[tuple[str, dict[str, Any]]] = [
        ("messages.getHistory", {"limit": 50, "hash": 0, **PAGE, "min_id": said.id - 1}),
        ("messages.getMessageReactionsList", {"id": said.id, "limit": 10}),
        ("messages.getPollVotes", {"id": poll, "limit": 10}),
        ("messages.getPollResults", {"msg_id": poll, "poll_hash": 0}),
        ("messages.getMessageReadParticipants", {"msg_id": said.id}),
        ("messages.getMessagesReactions", {"id": [said.id]}),
        ("messages.getUnreadReactions", {**PAGE, "limit": 10}),
    ]
    for name, how in asked:
        given = {each: value for each, value in how.items() if each != "offset_date"}
        if name == "messages.getHistory":
            given = how
        answer = await bob.call(name, peer=at, **given)
        assert found(answer, ada.user_id) == [], name
    votes = await bob.call("messages.getPollVotes", peer=at, id=poll, limit=10)
    assert {each.peer.user_id for each in votes.votes} == {bob.user_id, cyd.user_id}
    results = await bob.call("messages.getPollResults", peer=at, msg_id=poll, poll_hash=0)
    assert results.updates[0].results.total_voters == 3
