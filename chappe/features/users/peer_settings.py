"""The bar on top of a chat: what an account is asked about another.

https://core.telegram.org/api/action-bar
"""

from collections.abc import Sequence

from chappe.db.database import Tx
from chappe.features.users.model import Mark, Tie, User
from chappe.features.users.rules import Key
from chappe.features.users.sight import Sight, look
from chappe.ids import PeerId, UserId, user_of
from chappe.tl import api
from chappe.updates.facts import Fact, Kind, fact
from chappe.updates.log import Logged
from chappe.updates.render import Updates, renders
from chappe.updates.viewer import Viewer

NOBODY_TO_ADD = Mark.DELETED | Mark.SUPPORT


@fact(Kind.PEER_SETTINGS)
class PeerSettingsChanged(Fact, frozen=True):
    """The bar on top of a chat shows something else."""

    peer: PeerId


def render_peer_settings(sight: Sight, user: User) -> api.PeerSettings:
    """The bar on top of a chat with an account that was looked at.

    A stranger can be added, blocked, reported; a contact that may not see the number of the viewer can be
    given it.
    """
    mine = sight.between.mine_of(user.id)
    if user.id == sight.me.id or user.marks & NOBODY_TO_ADD or Tie.BAR_HIDDEN in mine.ties:
        return api.PeerSettings()
    bot = Mark.BOT in user.marks
    knows_mine = sight.allows(user, Key.PHONE_NUMBER)
    if mine.contact:
        theirs = sight.between.theirs_of(user.id)
        return api.PeerSettings(share_contact=not (knows_mine or theirs.contact or bot))
    blocked = Tie.BLOCKED in mine.ties
    return api.PeerSettings(
        report_spam=not blocked,
        add_contact=not bot and not blocked,
        block_contact=not blocked,
        need_contacts_exception=not bot
        and not sight.would_allow_contact(user, Key.PHONE_NUMBER),
    )


@renders(PeerSettingsChanged)
async def render_settings_changed(
    tx: Tx, viewer: Viewer, entries: Sequence[Logged]
) -> list[Updates]:
    """updatePeerSettings."""
    ids: list[UserId | None] = []
    for entry in entries:
        assert isinstance(entry.fact, PeerSettingsChanged)
        ids.append(user_of(entry.fact.peer))
    sight = await look(tx, viewer.user_id, {each for each in ids if each is not None})
    shown: list[Updates] = []
    for each in ids:
        user = None if each is None else sight.users.get(each)
        if user is None:
            shown.append([])
            continue
        update = api.UpdatePeerSettings(
            peer=api.PeerUser(user_id=user.id), settings=render_peer_settings(sight, user)
        )
        shown.append([update])
    return shown
