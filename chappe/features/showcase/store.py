"""The SQL of `personal_channel`, `main_tab` and `translation_off`."""

from typing import TYPE_CHECKING

from chappe.db.database import Tx
from chappe.features.messages.payload import read_value, write_value
from chappe.ids import ChannelId, PeerId, UserId

if TYPE_CHECKING:
    from chappe.tl import api

FIND_PERSONAL = "SELECT channel_id FROM personal_channel WHERE user_id = :user"
SET_PERSONAL = """
INSERT INTO personal_channel (user_id, channel_id) VALUES (:user, :channel)
ON CONFLICT (user_id) DO UPDATE SET channel_id = excluded.channel_id
"""
DROP_PERSONAL = "DELETE FROM personal_channel WHERE user_id = :user"
FIND_TAB = "SELECT tab FROM main_tab WHERE peer = :peer"
SET_TAB = """
INSERT INTO main_tab (peer, tab) VALUES (:peer, :tab)
ON CONFLICT (peer) DO UPDATE SET tab = excluded.tab
"""
IS_OFF = "SELECT 1 FROM translation_off WHERE user_id = :user AND peer = :peer"
SWITCH_OFF = """
INSERT INTO translation_off (user_id, peer) VALUES (:user, :peer) ON CONFLICT DO NOTHING
"""
SWITCH_ON = "DELETE FROM translation_off WHERE user_id = :user AND peer = :peer"


async def find_personal(tx: Tx, user: UserId) -> ChannelId | None:
    """The channel that somebody has chosen to show."""
    row = await tx.row(FIND_PERSONAL, user=user)
    return None if row is None else ChannelId(row[0])


async def set_personal(tx: Tx, user: UserId, channel: ChannelId | None) -> None:
    """Somebody shows this channel from now on, or none."""
    if channel is None:
        await tx.run(DROP_PERSONAL, user=user)
    else:
        await tx.run(SET_PERSONAL, user=user, channel=channel)


async def find_tab(tx: Tx, peer: PeerId) -> "api.TypeProfileTab | None":
    """Which tab is opened first; None: the usual one."""
    row = await tx.row(FIND_TAB, peer=peer)
    tab: api.TypeProfileTab | None = None if row is None else read_value(row[0])
    return tab


async def set_tab(tx: Tx, peer: PeerId, tab: "api.TypeProfileTab") -> None:
    """Which tab is opened first from now on."""
    await tx.run(SET_TAB, peer=peer, tab=write_value(tab))


async def is_untranslated(tx: Tx, user: UserId, peer: PeerId) -> bool:
    """Whether somebody does not want to be asked about translations in a dialog."""
    return await tx.row(IS_OFF, user=user, peer=peer) is not None


async def set_untranslated(tx: Tx, user: UserId, peer: PeerId, *, off: bool) -> None:
    """Whether somebody wants to be asked about translations in a dialog from now on."""
    await tx.run(SWITCH_OFF if off else SWITCH_ON, user=user, peer=peer)
