"""One method call in progress: what a handler gets besides the question."""

from typing import Protocol

from chappe.blobs.blobs import Blobs
from chappe.config import Settings
from chappe.couriers.courier import Courier
from chappe.db.database import Database, Tx
from chappe.fetch.fetcher import Fetcher
from chappe.ids import AuthKeyId, BoxId, DcId, Layer, MsgId, SessionId, UserId
from chappe.rpc.bells import Bells
from chappe.rpc.caller import Caller
from chappe.tl import api
from chappe.updates.log import Journal, SessionRef, Witness
from chappe.updates.tallies import Tallies
from chappe.updates.viewer import Viewer


class World(Protocol):
    """The server around the handlers; `app.py` makes it."""

    settings: Settings
    blobs: Blobs
    """The bytes of files."""
    database: Database
    """For short transactions of their own, before the first statement of the call's."""
    courier: Courier
    """Who delivers codes; call it with no transaction open."""
    fetcher: Fetcher
    """Who visits addresses that users name; call it with no transaction open."""
    tallies: Tallies
    """What is counted in memory."""
    bells: Bells
    """For calls that wait for what another brings about."""
    secret: bytes
    """Of the installation; every derived hash hangs on it."""
    witness: Witness | None
    """Is shown what every transaction brings about, before it is committed."""

    def dc_options(self, caller: Caller) -> list[api.DcOption]:
        """Where this caller finds the data centers; never empty."""

    async def note_client(self, tx: Tx, caller: Caller, now: float) -> None:
        """Keep the caller's layer and client info with its permanent auth key, and that it was there."""

    def bind(
        self,
        caller: Caller,
        perm_key_id: AuthKeyId,
        user_id: UserId | None,
        home_dc: DcId | None = None,
    ) -> None:
        """From now on the caller's temporary key stands for this permanent key, and its user."""

    def drop_temporary(self, perm_key_id: AuthKeyId, except_ids: frozenset[AuthKeyId]) -> None:
        """Forget the temporary keys bound to this permanent key, but those named."""

    def sign(
        self, perm_key_id: AuthKeyId, user_id: UserId | None, home_dc: DcId | None = None
    ) -> None:
        """Whoever has signed in on this permanent key (None: nobody) is kept: tell all who remember
        another; to be called after the commit. `home_dc`: the login is a copy from there."""

    def visit(self, user_id: UserId, box: BoxId, place: int) -> None:
        """Tell an account for a while what happens in a channel in which it is not, from a place on; to be
        called after the commit."""

    def publish(self, journal: Journal) -> None:
        """Tell who is there what a transaction has changed; its rows are on the disk."""

    def dc_ids(self) -> list[DcId]:
        """The data centers of this installation."""


class Call:
    """What a handler may use: the time, the caller, one transaction, the server around.

    `now`: Unix seconds, the same for the whole call. `layer`: that of the answer. `msg_id`,
    `session_id`: of the message that brought it. `tx`, `journal`: only when the method was declared with
    rows. `agent`: the call of the bot that makes it on behalf of the caller; files and buttons are of that bot.
    """

    __slots__ = (
        "_journal",
        "_viewer",
        "agent",
        "caller",
        "layer",
        "msg_id",
        "now",
        "session_id",
        "world",
    )

    def __init__(
        self,
        world: World,
        caller: Caller,
        now: float,
        layer: Layer,
        msg_id: MsgId,
        session_id: SessionId,
    ) -> None:
        self.world = world
        self.caller = caller
        self.now = now
        self.layer = layer
        self.msg_id = msg_id
        self.session_id = session_id
        self.agent: Call | None = None
        self._journal: Journal | None = None
        self._viewer: Viewer | None = None

    @property
    def journal(self) -> Journal:
        """The log of this call's transaction."""
        assert self._journal is not None, "the method was declared with rows=False"
        return self._journal

    @property
    def tx(self) -> Tx:
        """The transaction of this call."""
        return self.journal.tx

    @property
    def user_id(self) -> UserId:
        """Whose call it is; only for methods that need a login."""
        assert self.caller.user_id is not None, "the method is open to anyone"
        return self.caller.user_id

    @property
    def viewer(self) -> Viewer:
        """Who looks at the answer. Made anew when the call has signed somebody in."""
        who, key_id, kept = self.user_id, self.caller.perm_key_id, self._viewer
        if kept is None or kept.user_id != who or kept.key_id != key_id:
            kept = self._viewer = Viewer(who, self.world.secret, self.now, key_id)
        return kept

    def on_behalf_of(self, user_id: UserId) -> "Call":
        """This call of a bot, as one of an account that it acts for: in the same transaction."""
        mine = self.caller
        caller = Caller(
            mine.key_id,
            mine.dc_id,
            perm_key_id=mine.perm_key_id,
            layer=mine.layer,
            info=mine.info,
            user_id=user_id,
        )
        made = Call(self.world, caller, self.now, self.layer, self.msg_id, self.session_id)
        made.agent, made._journal = self, self._journal
        return made

    def within(self, tx: Tx) -> Journal:
        """Give the call its transaction."""
        origin = SessionRef(self.caller.key_id, self.session_id)
        self._journal = Journal(tx, self.now, origin, witness=self.world.witness)
        return self._journal
