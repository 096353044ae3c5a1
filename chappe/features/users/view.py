"""Users on the wire, as one account sees them."""

from collections.abc import Collection
from typing import Any

from chappe.db.database import Tx
from chappe.features.users.model import BotFace, Mark, Relation, Tie, User, Username
from chappe.features.users.rules import ALLOW_ALL, Key, rules_of
from chappe.features.users.sight import Sight, look
from chappe.features.users.status import render_status
from chappe.features.users.store import find_many
from chappe.ids import PeerId, UserId, user_of
from chappe.tl import api, layers
from chappe.updates.render import Peers, renders_peers
from chappe.updates.viewer import Viewer

BOT, VERIFIED, SUPPORT, PREMIUM, DELETED = (
    int(mark) for mark in (Mark.BOT, Mark.VERIFIED, Mark.SUPPORT, Mark.PREMIUM, Mark.DELETED)
)


@renders_peers
async def render_peer_users(tx: Tx, viewer: Viewer, peers: Collection[PeerId]) -> Peers:
    """Those of some peers that are users."""
    ids = {user_id for peer in peers if (user_id := user_of(peer)) is not None}
    return await render_users(tx, viewer, ids), []


async def render_users(tx: Tx, viewer: Viewer, ids: Collection[UserId]) -> list["api.TypeUser"]:
    """Some accounts, in ascending order of their ids; two statements for all of them."""
    if not ids:
        return []
    if viewer.is_crowd:
        found = await find_many(tx, ids)
        return [render_min(found[each]) for each in sorted(found)]
    sight = await look(tx, viewer.user_id, ids)
    return [
        render_user(viewer, sight, sight.users[each])
        if each in sight.users
        else api.UserEmpty(id=each)
        for each in sorted(ids)
    ]


async def render_self(tx: Tx, viewer: Viewer) -> "api.TypeUser":
    """The viewer's own account."""
    (user,) = await render_users(tx, viewer, {viewer.user_id})
    return user


def render_user(viewer: Viewer, sight: Sight, user: User) -> api.User:
    """One account that was looked at."""
    is_self = user.id == viewer.user_id
    if user.deleted:
        return api.User(id=user.id, access_hash=viewer.access_hash(user.peer), deleted=True)
    mine, theirs = sight.between.mine_of(user.id), sight.between.theirs_of(user.id)
    named = mine if mine.contact and not is_self else user
    first_name = named.first_name
    if user.bot is not None and user.bot.names and not mine.contact:
        first_name = dict(user.bot.names).get(sight.me.lang_code[:2], first_name)
    marks = int(user.marks)  # a plain number: asking a flag takes ten times as long
    return api.User(
        id=user.id,
        access_hash=viewer.access_hash(user.peer),
        self=is_self,
        contact=mine.contact,
        mutual_contact=mine.contact and theirs.contact,
        close_friend=Tie.CLOSE_FRIEND in mine.ties,
        bot=marks & BOT != 0,
        verified=marks & VERIFIED != 0,
        support=marks & SUPPORT != 0,
        premium=marks & PREMIUM != 0,
        contact_require_premium=wants_premium(sight, user),
        first_name=first_name,
        last_name=named.last_name or None,
        phone=user.phone if sight.knows_phone(user) else None,
        photo=_photo(sight, user, mine),
        status=render_status(sight, user, viewer.now),
        emoji_status=_emoji_status(user, viewer.now),
        color=read_value(user.color),
        profile_color=read_value(user.profile_color),
        **shown_usernames(user.usernames),
        **(_NO_BOT if user.bot is None else shown_bot(user.bot, sight.me)),
    )


_NO_BOT: dict[str, Any] = {}


def shown_bot(face: BotFace, me: User | None = None) -> dict[str, Any]:
    """The fields of a user that only a bot has. `me`: who looks, None: as anybody may see it."""
    return {
        "bot_info_version": face.version,
        "bot_can_manage_bots": face.can_manage,
        "bot_has_main_app": face.main_app,
        "bot_business": face.business,
        "bot_chat_history": face.reads_all,
        "bot_nochats": face.no_groups,
        "bot_inline_placeholder": face.inline_placeholder,
        "bot_inline_geo": face.inline_geo,
        "bot_can_edit": me is not None and face.owner_id == me.id,
    }


def render_min(user: User) -> api.User:
    """An account as anybody may see it, who has to know it already to do something with it. A photo that
    its owner keeps from somebody is not said: clients then show the one that they know."""
    open_to_all = rules_of(user.privacy, Key.PROFILE_PHOTO) == ALLOW_ALL
    marks = int(user.marks)
    return api.User(
        id=user.id,
        min=True,
        photo=read_value(user.photo) if open_to_all else None,
        apply_min_photo=open_to_all and user.photo is not None,
        color=read_value(user.color),
        deleted=marks & DELETED != 0,
        bot=marks & BOT != 0,
        verified=marks & VERIFIED != 0,
        support=marks & SUPPORT != 0,
        premium=marks & PREMIUM != 0,
        first_name=user.first_name,
        last_name=user.last_name or None,
        **shown_usernames(user.usernames),
        **(_NO_BOT if user.bot is None else shown_bot(user.bot)),
    )


def wants_premium(sight: Sight, user: User) -> bool:
    """Whether the viewer needs Premium to write to an account."""
    return (
        Mark.WANTS_PREMIUM in user.marks
        and sight.me.bot is None  # it writes only to those who have written to it
        and user.id != sight.me.id
        and Mark.PREMIUM not in sight.me.marks
        and not sight.between.theirs_of(user.id).contact
    )


def shown_usernames(names: tuple[Username, ...]) -> dict[str, Any]:
    """The fields of a user that say its public names: the list only where there is more than its own."""
    if all(each.editable for each in names):
        return {"username": names[0].name if names else None}
    return {"usernames": render_usernames(names)}


def render_usernames(names: tuple[Username, ...]) -> list["api.TypeUsername"]:
    """Public names, in their owner's order."""
    return [
        api.Username(username=each.name, active=each.active, editable=each.editable)
        for each in names
    ]


def _photo(sight: Sight, user: User, mine: Relation) -> "api.TypeUserProfilePhoto | None":
    """The photo that the viewer sees: of its own choice, the account's, the one for everybody else."""
    if mine.photo is not None:
        photo = read_value(mine.photo)
        assert isinstance(photo, api.UserProfilePhoto)
        photo.personal = True
        return photo
    shown = user.photo if user.photo is None or sight.allowed(user, Key.PROFILE_PHOTO) else None
    if shown is None and not sight.blocked_by(user):
        shown = user.fallback
    public: api.TypeUserProfilePhoto | None = read_value(shown)
    return public


def _emoji_status(user: User, now: float) -> "api.TypeEmojiStatus | None":
    status = read_value(user.emoji_status)
    until = getattr(status, "until", None)
    return status if until is None or until > now else None


def read_value(data: bytes | None) -> Any:
    """A TL value in a column of an account."""
    return None if data is None else layers.read(data)[0]
