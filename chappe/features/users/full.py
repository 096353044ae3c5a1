"""Everything about one account, as another sees it. Later rooms add what they know of it."""

from collections.abc import Awaitable, Callable

from chappe.db.database import Tx
from chappe.features.users.model import Mark, Tie, User
from chappe.features.users.peer_settings import render_peer_settings
from chappe.features.users.profile import read_birthday
from chappe.features.users.rules import Key
from chappe.features.users.sight import Sight, look
from chappe.features.users.view import read_value, render_user, wants_premium
from chappe.tl import api
from chappe.updates.render import render_peers_of
from chappe.updates.viewer import Viewer

Completes = Callable[[Tx, Viewer, Sight, User, api.UserFull], Awaitable[None]]
_completers: list[Completes] = []


def completes(completer: Completes) -> Completes:
    """The decorated function adds to a userFull what its room knows."""
    _completers.append(completer)
    return completer


async def render_full(tx: Tx, viewer: Viewer, user: User) -> api.users.UserFull:
    """users.userFull."""
    sight = await look(tx, viewer.user_id, {user.id})
    full = _full(viewer, sight, user)
    for complete in _completers:
        await complete(tx, viewer, sight, user, full)
    users, chats = await render_peers_of(tx, viewer, [full])
    others = [each for each in users if each.id != user.id]
    return api.users.UserFull(
        full_user=full, chats=chats, users=[render_user(viewer, sight, user), *others]
    )


def _full(viewer: Viewer, sight: Sight, user: User) -> api.UserFull:
    mine = sight.between.mine_of(user.id)
    is_self = user.id == viewer.user_id
    names = f"{user.first_name} {user.last_name}".strip()
    born = user.birthday if sight.allowed(user, Key.BIRTHDAY) else ""
    about = user.about if sight.allowed(user, Key.ABOUT) else ""
    return api.UserFull(
        id=user.id,
        about=about or None,
        blocked=Tie.BLOCKED in mine.ties,
        blocked_my_stories_from=Tie.STORIES_BLOCKED in mine.ties,
        phone_calls_private=not sight.allowed(user, Key.PHONE_CALL),
        voice_messages_forbidden=not sight.allowed(user, Key.VOICE_MESSAGES),
        contact_require_premium=wants_premium(sight, user),
        read_dates_private=not is_self and Mark.HIDES_READ_MARKS in user.marks,
        can_pin_message=not user.deleted,
        settings=render_peer_settings(sight, user),
        notify_settings=api.PeerNotifySettings(),
        common_chats_count=0,
        private_forward_name=None if sight.allowed(user, Key.FORWARDS) else names,
        birthday=read_birthday(born),
        note=read_value(mine.note),
    )
