"""An owner, an admin and a member, each in another library and another layer, in groups and channels.

What has no command of its own in a library is called by its name (`talkers/plain.py`), through the library's own
types. Each walk ends by convergence: all three have the same history.
"""

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.clients

TRIOS = [
    ("telethon", "pyrogram", "gramjs"),
    ("mtcute", "kurigram", "telethon"),
    ("kurigram", "gramjs", "mtcute"),
    ("pyrogram", "mtcute", "kurigram"),
]
CODE = "22222"
TOWN = "Town"
NO_RIGHTS = {"until_date": 0}


@pytest.fixture(params=TRIOS, ids=["-".join(trio) for trio in TRIOS])
def trio(request: pytest.FixtureRequest, server: Any, talker: Callable[..., Any]) -> Any:
    """Three signed-in accounts; the owner knows the admin, all know the owner."""
    people = [talker(client, server) for client in request.param]
    for person, name in zip(people, ["Olga", "Adam", "Mia"], strict=True):
        person.ask("sign_in", phone=person.phone, code=CODE, name=name)
    for person in people:
        for other in people:
            if other is not person:
                person.ask("meet", phone=other.phone)
    return people


def call(who: Any, *calls: tuple[str, dict[str, Any]]) -> Any:
    """Call the first of some methods that a library has; the answer in plain JSON."""
    return who.ask("call", calls=calls)["answer"]


def refused(who: Any, error: str, name: str, **fields: Any) -> None:
    """The call is refused with this error, however the library spells it."""
    with pytest.raises(AssertionError) as caught:
        call(who, (name, fields))
    said = str(caught.value).split("\n", maxsplit=1)[0].lower().replace("_", "")
    assert error.lower().replace("_", "") in said, said


def make_town(
    owner: Any, *, broadcast: bool = False, title: str = TOWN, name: str = "town"
) -> None:
    """A supergroup or channel of the owner."""
    how = {"title": title, "about": "where they live"}
    kind = {"broadcast": True} if broadcast else {"megagroup": True}
    call(owner, ("channels.createChannel", how | kind))
    owner.ask("know", name=name, title=title)


def bring(owner: Any, *others: Any, title: str = TOWN, name: str = "town") -> None:
    """Let others in."""
    users = [{"user": each.phone} for each in others]
    call(owner, ("channels.inviteToChannel", {"channel": {"channel": name}, "users": users}))
    for each in others:
        each.ask("know", name=name, title=title)


def admin_of(who: Any, rank: str = "", **rights: bool) -> dict[str, Any]:
    """Make somebody an admin: the fields of the call."""
    return {
        "channel": {"channel": "town"},
        "user_id": {"user": who.phone},
        "admin_rights": {"_": "chatAdminRights", **rights},
        "rank": rank,
    }


def ban_of(who: Any, **rights: bool) -> dict[str, Any]:
    """Take rights from somebody: the fields of the call."""
    return {
        "channel": {"channel": "town"},
        "participant": {"peer": who.phone},
        "banned_rights": {"_": "chatBannedRights", **NO_RIGHTS, **rights},
    }


def told(who: Any, name: str = "town", limit: int = 50) -> list[tuple[int, str]]:
    """The history as a library has it."""
    messages = who.ask("history", of=name, limit=limit)["messages"]
    return [(each["id"], each["text"]) for each in messages if each.get("text")]


def test_an_owner_an_admin_and_a_member_live_in_a_supergroup(trio: Any) -> None:
    owner, admin, _ = trio
    make_town(owner)
    bring(owner, admin)
    owner.ask("send", to="town", text="welcome")
    admin.ask("wait", text="welcome")
    name_a_mayor(*trio)
    come_by_a_link(*trio)
    be_silenced(*trio)
    pin_the_rules(*trio)
    assert told(owner) == told(admin) == told(trio[2])
    be_put_out(*trio)


def name_a_mayor(owner: Any, admin: Any, member: Any) -> None:
    """Only whoever has the right makes admins."""
    how = admin_of(member, other=True)
    refused(admin, "CHAT_ADMIN_REQUIRED", "channels.editAdmin", **how)
    rights = {"ban_users": True, "invite_users": True, "pin_messages": True}
    call(owner, ("channels.editAdmin", admin_of(admin, "mayor", **rights)))


def come_by_a_link(owner: Any, admin: Any, member: Any) -> None:
    """The admin makes a link for one; the member comes in by it."""
    how = {"peer": {"peer": "town"}, "usage_limit": 1}
    invite = call(admin, ("messages.exportChatInvite", how))
    hash_ = invite["link"].rsplit("/", 1)[1].removeprefix("+")
    preview = call(member, ("messages.checkChatInvite", {"hash": hash_}))
    assert (preview["_"], preview["title"]) == ("chatInvite", TOWN)
    call(member, ("messages.importChatInvite", {"hash": hash_}))
    member.ask("know", name="town", title=TOWN)
    refused(owner, "INVITE_HASH_EXPIRED", "messages.importChatInvite", hash=hash_)
    sent = member.ask("send", to="town", text="hello, I am new")
    for person in (owner, admin):
        assert person.ask("wait", text="hello, I am new")["id"] == sent["id"]
    member.ask("edit", to="town", message=sent["id"], text="hello, I was new")
    owner.ask("wait_edited", text="hello, I was new")


def be_silenced(owner: Any, admin: Any, member: Any) -> None:
    """Whoever is restricted hears and does not speak; an admin does not do that to the owner."""
    call(admin, ("channels.editBanned", ban_of(member, send_messages=True)))
    with pytest.raises(AssertionError, match=r"(?i)chat_?write_?forbidden"):
        member.ask("send", to="town", text="not to be heard")
    asked = owner.ask("send", to="town", text="are you there?")
    member.ask("wait", text="are you there?")
    call(admin, ("channels.editBanned", ban_of(member)))
    answer = member.ask("send", to="town", text="I am", reply_to=asked["id"])
    assert owner.ask("wait", text="I am")["reply_to"] == asked["id"]
    owner.ask("delete", to="town", message=answer["id"])
    member.ask("wait_deleted", message=answer["id"])
    how = ban_of(owner, send_messages=True)
    refused(admin, "USER_ADMIN_INVALID", "channels.editBanned", **how)


def pin_the_rules(owner: Any, admin: Any, member: Any) -> None:
    """Members no longer pin; what an admin pins is so for all."""
    rights = {"_": "chatBannedRights", **NO_RIGHTS, "pin_messages": True}
    peer = {"peer": {"peer": "town"}}
    call(owner, ("messages.editChatDefaultBannedRights", {**peer, "banned_rights": rights}))
    pinned = owner.ask("send", to="town", text="the rules of the town")
    pin = {**peer, "id": pinned["id"]}
    refused(member, "CHAT_ADMIN_REQUIRED", "messages.updatePinnedMessage", **pin)
    call(admin, ("messages.updatePinnedMessage", pin))
    full = call(member, ("channels.getFullChannel", {"channel": {"channel": "town"}}))
    assert full["full_chat"]["pinned_msg_id"] == pinned["id"]


def be_put_out(owner: Any, admin: Any, member: Any) -> None:
    """Whoever is put out has the town no more; the owner reads who did it."""
    call(admin, ("channels.editBanned", ban_of(member, view_messages=True)))
    town = {"channel": {"channel": "town"}}
    refused(member, "CHANNEL_PRIVATE", "channels.getFullChannel", **town)
    assert TOWN not in member.ask("dialogs")["names"]
    how = {**town, "q": "", "max_id": 0, "min_id": 0, "limit": 50}
    events = call(owner, ("channels.getAdminLog", how))["events"]
    done = {each["action"]["_"].removeprefix("channelAdminLogEventAction") for each in events}
    assert {"ParticipantToggleBan", "ParticipantToggleAdmin", "UpdatePinned"} <= done


def test_who_was_away_catches_up_with_a_group(trio: Any) -> None:
    owner, admin, member = trio
    make_town(owner)
    bring(owner, admin, member)
    owner.ask("send", to="town", text="before")
    member.ask("wait", text="before")
    # Kurigram comes back only if it has heard something outside of channels as well.
    owner.ask("send", to=member.phone, text="hello")
    member.ask("wait", text="hello")
    member.ask("leave")
    sent = owner.ask("send", to="town", text="while away")
    admin.ask("wait", text="while away")
    owner.ask("edit", to="town", message=sent["id"], text="while you were away")
    member.ask("come_back")
    assert told(member) == told(owner) == told(admin)


def test_a_channel_speaks_and_its_readers_hear(trio: Any) -> None:
    owner, admin, member = trio
    make_town(owner, broadcast=True)
    bring(owner, admin, member)
    with pytest.raises(AssertionError, match=r"(?i)chat_?(write_?forbidden|admin_?required)"):
        member.ask("send", to="town", text="may I?")
    rights = {"post_messages": True, "edit_messages": True}
    call(owner, ("channels.editAdmin", admin_of(admin, **rights)))
    post = admin.ask("send", to="town", text="news of the day")
    for person in (owner, member):
        assert person.ask("wait", text="news of the day")["id"] == post["id"]
    owner.ask("edit", to="town", message=post["id"], text="news of the hour")
    member.ask("wait_edited", text="news of the hour")
    assert told(owner) == told(admin) == told(member)


def test_people_talk_in_the_topics_of_a_forum(trio: Any) -> None:
    owner, admin, member = trio
    make_town(owner)
    bring(owner, admin, member)
    town, peer = {"channel": {"channel": "town"}}, {"peer": {"peer": "town"}}
    call(
        owner,
        ("channels.toggleForum", {**town, "enabled": True, "tabs": False}),
        ("channels.toggleForum", {**town, "enabled": True}),
    )
    call(owner, ("channels.editAdmin", admin_of(admin, manage_topics=True)))
    how = {"title": "Weather", "random_id": {"random": True}}
    made = call(
        admin,
        ("messages.createForumTopic", {**peer, **how}),
        ("channels.createForumTopic", {**town, **how}),
    )
    topic = next(
        each["message"]["id"]
        for each in made["updates"]
        if each["_"] == "updateNewChannelMessage"
    )
    sent = member.ask("send", to="town", text="it rains", reply_to=topic)
    assert owner.ask("wait", text="it rains")["id"] == sent["id"]
    assert admin.ask("wait", text="it rains")["reply_to"] == topic
    place = {"offset_date": 0, "offset_id": 0, "offset_topic": 0, "limit": 10}
    for person in trio:
        topics = call(
            person,
            ("messages.getForumTopics", {**peer, **place}),
            ("channels.getForumTopics", {**town, **place}),
        )["topics"]
        shown = {each["id"]: (each["title"], each["top_message"]) for each in topics}
        assert shown[topic] == ("Weather", sent["id"])
        assert shown[1][0] == "General"
        page = {"offset_id": 0, "offset_date": 0, "add_offset": 0, "limit": 10}
        page |= {"max_id": 0, "min_id": 0, "hash": 0}
        replies = call(person, ("messages.getReplies", {**peer, "msg_id": topic, **page}))
        assert replies["messages"][0]["id"] == sent["id"]


def test_readers_of_a_channel_comment_on_its_posts(trio: Any) -> None:
    owner, admin, member = trio
    make_town(owner, broadcast=True)
    make_town(owner, title="Town hall", name="hall")
    bring(owner, admin, member)
    bring(owner, admin, member, title="Town hall", name="hall")
    linked = {"broadcast": {"channel": "town"}, "group": {"channel": "hall"}}
    call(owner, ("channels.setDiscussionGroup", linked))
    post = owner.ask("send", to="town", text="what do you think?")
    member.ask("wait", text="what do you think?")
    where = {"peer": {"peer": "town"}, "msg_id": post["id"]}
    found = call(member, ("messages.getDiscussionMessage", where))
    root = found["messages"][-1]["id"]
    sent = member.ask("send", to="hall", text="I like it", reply_to=root)
    for person in (owner, admin):
        assert person.ask("wait", text="I like it")["id"] == sent["id"]
    page = {"offset_id": 0, "offset_date": 0, "add_offset": 0, "limit": 10}
    page |= {"max_id": 0, "min_id": 0, "hash": 0}
    for person in trio:
        replies = call(person, ("messages.getReplies", {**where, **page}))
        assert [each["id"] for each in replies["messages"]] == [sent["id"]]
        history = call(person, ("messages.getHistory", {"peer": {"peer": "town"}, **page}))
        counted = next(each for each in history["messages"] if each["id"] == post["id"])
        assert counted["replies"]["replies"] == 1
        assert counted["replies"]["comments"]
