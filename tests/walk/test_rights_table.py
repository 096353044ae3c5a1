"""Every right of admins, in a supergroup and in a channel: who may, who may not, and what those hear.

A flag of the schema without a row fails. A row whose feature does not exist here says what is refused instead, whatever
right one has. What else there is to say of a right stands in the walks of its room.
"""

# People come in by `place_of`; the conftest gives a module every backend that has `.person(` in it.

from dataclasses import dataclass

import pytest
from channel_walks import as_channel, promote
from rights_walks import (
    COMMUNITIES,
    Absent,
    Deed,
    Elsewhere,
    Place,
    ban_another,
    bring_in,
    calls,
    change_topic,
    delete_anothers,
    edit_anothers,
    flags_of,
    name_admin,
    pin,
    place_of,
    post,
    read_log,
    retitle,
    sign,
    speak_anonymously,
    tagging,
)

from chappe.testing.client import Refused
from chappe.testing.world import World
from chappe.tl import api

ADMIN_FLAGS = flags_of(api.ChatAdminRights)


@dataclass(frozen=True, slots=True)
class Needs:
    """Only admins with the right may, and the owner. `forbidden`: what has to be taken from members before, who
    may otherwise; `any_helps`: being an admin is enough."""

    deed: Deed
    error: str = "400 CHAT_ADMIN_REQUIRED"
    forbidden: str | None = None
    any_helps: bool = False


@dataclass(frozen=True, slots=True)
class Free:
    """The right says nothing in such a place: a member may without it."""

    why: str
    deed: Deed


CALLS = Absent("there are no calls", calls("phone.createGroupCall", random_id=1))
STORIES = {
    "post_stories": Absent("there are no stories", calls("stories.canSendStory")),
    "edit_stories": Absent(
        "there are no stories", calls("stories.togglePinned", id=[1], pinned=True)
    ),
    "delete_stories": Absent("there are no stories", calls("stories.deleteStories", id=[1])),
}
WELCOME = Absent(
    "nobody is welcomed by messages of its own", calls("ephemeral.getWelcomeMessages", hash=0)
)


DIRECT = Absent(
    "there are no direct messages to channels, which are paid in Stars",
    calls("channels.updatePaidMessagesPrice", send_paid_messages_stars=1),
    "400 STARS_AMOUNT_INVALID",
)
Row = Needs | Absent | Free | Elsewhere
IN_GROUP: dict[str, Row] = {
    "change_info": Needs(retitle, forbidden="change_info"),
    "post_messages": Free("members speak in a group", post),
    "edit_messages": Absent(
        "nobody changes what others say in a group",
        edit_anothers,
        "403 MESSAGE_AUTHOR_REQUIRED",
    ),
    "delete_messages": Needs(delete_anothers, "403 MESSAGE_DELETE_FORBIDDEN"),
    "ban_users": Needs(ban_another),
    "invite_users": Needs(bring_in, forbidden="invite_users"),
    "pin_messages": Needs(pin, forbidden="pin_messages"),
    "add_admins": Needs(name_admin),
    "anonymous": Elsewhere(speak_anonymously),
    "manage_call": CALLS,
    "other": Needs(read_log, any_helps=True),
    "manage_topics": Needs(change_topic, "403 CHAT_ADMIN_REQUIRED"),
    **STORIES,
    "manage_direct_messages": DIRECT,
    "manage_ranks": Needs(tagging("other")),
    "manage_linked_peers": COMMUNITIES,
    "manage_welcome_messages": WELCOME,
}
IN_CHANNEL: dict[str, Row] = {
    "change_info": Needs(retitle),
    "post_messages": Needs(post, "403 CHAT_WRITE_FORBIDDEN"),
    "edit_messages": Needs(edit_anothers, "403 MESSAGE_AUTHOR_REQUIRED"),
    "delete_messages": Needs(delete_anothers, "403 MESSAGE_DELETE_FORBIDDEN"),
    "ban_users": Needs(ban_another),
    "invite_users": Needs(bring_in),
    "pin_messages": Absent(
        "posts are pinned by who may edit them all", pin, "400 CHAT_ADMIN_REQUIRED"
    ),
    "add_admins": Needs(name_admin),
    "anonymous": Elsewhere(sign),
    "manage_call": CALLS,
    "other": Needs(read_log, any_helps=True),
    "manage_topics": Absent(
        "a channel is no forum", calls("channels.toggleForum", enabled=True, tabs=False), "400"
    ),
    **STORIES,
    "manage_direct_messages": DIRECT,
    "manage_ranks": Absent("nobody has a tag", tagging("other"), "400 PEER_ID_INVALID"),
    "manage_linked_peers": COMMUNITIES,
    "manage_welcome_messages": WELCOME,
}
ROWS = [
    *((False, flag, IN_GROUP.get(flag)) for flag in ADMIN_FLAGS),
    *((True, flag, IN_CHANNEL.get(flag)) for flag in ADMIN_FLAGS),
]


def names(value: object) -> str | None:
    if isinstance(value, bool):
        return "channel" if value else "group"
    return value if isinstance(value, str) else ""


@pytest.mark.parametrize(("broadcast", "flag", "row"), ROWS, ids=names)
async def test_every_right_of_an_admin(
    world: World, broadcast: bool, flag: str, row: Row | None
) -> None:
    assert row is not None, f"{flag} has no row"
    place = await place_of(world, broadcast)
    others = {name: name not in {flag, "anonymous"} for name in ADMIN_FLAGS}
    match row:
        case Needs():
            await _check_needed(place, flag, row, others)
        case Absent():
            for rights in ({}, {flag: True}, others if broadcast else {"other": True}):
                if flag == "pin_messages" and rights is others:
                    continue
                if rights:
                    await promote(place.owner, place.number, place.actor, **rights)
                with pytest.raises(Refused, match=row.error):
                    await row.deed(place)
        case Free():
            await row.deed(place)
        case Elsewhere():
            for given in (False, True):
                rights = {"other": True, flag: given}
                await promote(place.owner, place.number, place.actor, **rights)
                await row.deed(place, given)


async def _check_needed(place: Place, flag: str, row: Needs, others: dict[str, bool]) -> None:
    if row.forbidden is not None:
        await row.deed(place)  # a member may, until it is taken from all
        await place.forbid_all(**{row.forbidden: True})
    with pytest.raises(Refused, match=row.error):
        await row.deed(place)
    if not row.any_helps:
        await promote(place.owner, place.number, place.actor, **others)
        with pytest.raises(Refused, match=row.error):
            await row.deed(place)
    await promote(place.owner, place.number, place.actor, **{flag: True})
    await row.deed(place)


@pytest.mark.parametrize("broadcast", [False, True], ids=names)
async def test_rights_are_kept_and_shown_as_they_were_given(
    world: World, broadcast: bool
) -> None:
    place = await place_of(world, broadcast)
    for flag in ADMIN_FLAGS:
        await promote(place.owner, place.number, place.actor, **{flag: True})
        found = await place.owner.call(
            "channels.getParticipant",
            channel=as_channel(place.owner, place.number),
            participant=place.owner.peer(place.actor),
        )
        rights = found.participant.admin_rights
        assert [name for name in ADMIN_FLAGS if getattr(rights, name)] == [flag]
