"""The auth keys that this node has in memory: permanent ones as a cache, temporary ones for good.

A temporary key lives here and nowhere else: it is gone with the process, and its client makes another.
"""

import hmac
from collections.abc import Callable, Collection
from dataclasses import dataclass

from chappe.db.database import Database, Durable, Tx
from chappe.features.keys import store
from chappe.features.keys.ending import destroy
from chappe.features.keys.model import AuthKey
from chappe.ids import AuthKeyId, DcId, UserId
from chappe.mtproto.handshake_state import NewKey
from chappe.mtproto.keys import KeyState
from chappe.rpc.caller import Caller

TEMPORARY_MAX = 64
"""Temporary keys of one permanent key; TDLib has about a dozen."""
UNBOUND_MAX = 10_000
"""Temporary keys that wait for auth.bindTempAuthKey; past it the oldest is forgotten."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One key: for opening envelopes, and as the handlers see it."""

    state: KeyState
    caller: Caller


class Keyring:
    """Finds keys; `database` has the permanent ones."""

    def __init__(self, database: Database) -> None:
        self._database = database
        # Nobody is signed in with a key any more, because another was destroyed; the hub tells the rest.
        self.on_signed_out: Callable[[AuthKeyId], None] = lambda key_id: None
        self._entries: dict[AuthKeyId, Entry] = {}
        self._on_their_way: dict[AuthKeyId, Durable] = {}  # stored, not yet on the disk
        self._loading = 0  # look-ups in flight
        # destroyed while there were look-ups, which may still find them
        self._gone: set[AuthKeyId] = set()
        # permanent -> the temporary ones bound to it, oldest first
        self._unbound: dict[AuthKeyId, None] = {}  # temporary keys bound to none, oldest first
        self._temporary: dict[AuthKeyId, dict[AuthKeyId, None]] = {}

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, key_id: AuthKeyId) -> Entry | None:
        """The key, when it is in memory."""
        return self._entries.get(key_id)

    async def load(self, key_id: AuthKeyId) -> Entry | None:
        """The key, from memory or the store; None when nobody made it, or it was destroyed."""
        entry = self._entries.get(key_id)
        if entry is not None:
            return entry
        self._loading += 1
        try:
            async with self._database.transaction(write=False) as tx:
                stored = await store.find(tx, key_id)
            if stored is None or key_id in self._gone:
                return None
        finally:
            self._loading -= 1
            if not self._loading:
                self._gone.clear()
        return self._entries.setdefault(key_id, _entry_of(stored))

    async def keep(self, key: NewKey) -> tuple[bool, Durable | None]:
        """Take in a new key: (False, None) when its id is taken; else when it will be on the disk.

        The very same key again (a question repeated while the store was busy) is taken in as well.
        """
        known = self._entries.get(key.key_id)
        if known is not None:
            same = hmac.compare_digest(known.state.auth_key, key.auth_key)
            return same, self._on_their_way.get(key.key_id)
        durable = None
        if key.expires_at is None:
            tx = await self._database.begin(write=True)
            try:
                fresh = await store.insert(tx, _stored(key))
            except BaseException:
                await tx.rollback()
                raise
            durable = await tx.commit()
            if not fresh:
                return False, None
        self._entries[key.key_id] = _entry_of_new(key)
        if key.expires_at is not None:
            self._count_unbound(key.key_id)
        if durable is not None:
            self._on_their_way[key.key_id] = durable
            durable.when_done(lambda _error: self._arrived(key.key_id))
        return True, durable

    def _count_unbound(self, key_id: AuthKeyId) -> None:
        """Anybody can make temporary keys and never bind them: only so many are kept."""
        self._unbound[key_id] = None
        if len(self._unbound) > UNBOUND_MAX:
            oldest = next(iter(self._unbound))
            del self._unbound[oldest]
            self._entries.pop(oldest, None)

    def _arrived(self, key_id: AuthKeyId) -> None:
        self._on_their_way.pop(key_id, None)

    async def destroy(self, entry: Entry) -> bool:
        """Forget a key for good, with the temporary keys bound to it; False when it was gone."""
        key_id = entry.state.key_id
        found = self._entries.pop(key_id, None) is not None
        for bound in self._temporary.pop(key_id, ()):
            self._entries.pop(bound, None)
        if entry.state.expires_at is None:
            async with self._database.transaction(write=True) as tx:
                found, signed_out = await destroy(tx, key_id)
                if self._loading:
                    self._gone.add(key_id)
            for other in signed_out:
                self.on_signed_out(other)
            self._entries.pop(key_id, None)  # a look-up that ended meanwhile found it
        else:
            self._let_go(entry)
        return found

    def bind(
        self,
        caller: Caller,
        perm_key_id: AuthKeyId,
        user_id: UserId | None,
        home_dc: DcId | None = None,
    ) -> None:
        """Let a temporary key stand for a permanent one.

        The documents say that a new binding replaces the one before; but TDLib speaks with one
        temporary key for each of its sessions at the same time (and names them all to
        auth.dropTempAuthKeys), and mtcute binds the next one before it lets go of the last. So a key
        serves until it expires or is dropped, or TEMPORARY_MAX newer ones were bound.
        """
        self._unbound.pop(caller.key_id, None)
        bound = self._temporary.setdefault(perm_key_id, {})
        bound.pop(caller.key_id, None)
        bound[caller.key_id] = None
        if len(bound) > TEMPORARY_MAX:
            oldest = next(iter(bound))
            del bound[oldest]
            self._entries.pop(oldest, None)
        caller.perm_key_id = perm_key_id
        caller.user_id = user_id
        caller.home_dc = home_dc
        caller.layer = caller.info = None

    def sign(
        self, perm_key_id: AuthKeyId, user_id: UserId | None, home_dc: DcId | None
    ) -> list[AuthKeyId]:
        """Remember who has signed in on a permanent key; the keys that it concerns: it, and those bound."""
        concerned = []
        for key_id in (perm_key_id, *self._temporary.get(perm_key_id, ())):
            entry = self._entries.get(key_id)
            if entry is not None:
                entry.caller.user_id = user_id
                entry.caller.home_dc = home_dc
                concerned.append(key_id)
        return concerned

    def permanent(self) -> list[AuthKeyId]:
        """The permanent keys of which something is remembered, and that are on the disk."""
        lasting = {key for key, entry in self._entries.items() if not entry.caller.is_temporary}
        return list((lasting | self._temporary.keys()) - self._on_their_way.keys())

    async def reload(self, perm_key_ids: Collection[AuthKeyId]) -> list[AuthKeyId]:
        """Learn from the store who has signed in on keys that another node may have changed; the keys
        that it concerns. Those that are gone from the store are gone from here, too."""
        before = {key_id: self._signed_in(key_id) for key_id in perm_key_ids}
        known = [key_id for key_id, remembered in before.items() if remembered is not None]
        if not known:
            return []
        async with self._database.transaction(write=False) as tx:
            found = await store.find_logins(tx, known)
        concerned = []
        for key_id in known:
            if before[key_id] != self._signed_in(key_id):
                continue  # it was changed here meanwhile, and what was read may be older
            stored = found.get(key_id)
            if stored is None:
                concerned += self.sign(key_id, None, None)
                self.forget(key_id)
                self.drop_temporary(key_id, frozenset())
            elif before[key_id] != stored:
                concerned += self.sign(key_id, *stored)
        return concerned

    def _signed_in(self, perm_key_id: AuthKeyId) -> tuple[UserId | None, DcId | None] | None:
        """Who is remembered to have signed in on a permanent key; None: the key is not known here."""
        for key_id in (perm_key_id, *self._temporary.get(perm_key_id, ())):
            entry = self._entries.get(key_id)
            if entry is not None:
                return entry.caller.user_id, entry.caller.home_dc
        return None

    def drop_temporary(self, perm_key_id: AuthKeyId, except_ids: frozenset[AuthKeyId]) -> None:
        """Forget the temporary keys bound to a permanent one, but those named."""
        bound = self._temporary.pop(perm_key_id, {})
        for key_id in bound.keys() - except_ids:
            self._entries.pop(key_id, None)
        kept = {key_id: None for key_id in bound if key_id in except_ids}
        if kept:
            self._temporary[perm_key_id] = kept

    def sweep(self, now: float, in_use: Callable[[AuthKeyId], object]) -> None:
        """Forget temporary keys whose time is over, and permanent ones that no session uses."""
        for key_id, entry in list(self._entries.items()):
            if entry.state.dead(now):
                self._let_go(entry)
            elif key_id not in self._on_their_way and not in_use(key_id):
                self.forget(key_id)

    def _let_go(self, entry: Entry) -> None:
        """Forget a temporary key, and that it was bound."""
        key_id, perm_key_id = entry.state.key_id, entry.caller.perm_key_id
        self._entries.pop(key_id, None)
        self._unbound.pop(key_id, None)
        if perm_key_id is None:
            return
        bound = self._temporary.get(perm_key_id, {})
        bound.pop(key_id, None)
        if not bound:
            self._temporary.pop(perm_key_id, None)

    def forget(self, key_id: AuthKeyId) -> None:
        """Drop a permanent key from memory; the store still has it."""
        entry = self._entries.get(key_id)
        if entry is not None and entry.state.expires_at is None:
            del self._entries[key_id]


async def note_client(tx: Tx, caller: Caller, now: float) -> None:
    """Keep a caller's layer and client info with its permanent key, and that it was heard of."""
    assert caller.perm_key_id is not None
    assert caller.layer is not None
    if not caller.kept:
        await store.note_client(tx, caller.perm_key_id, caller.layer, caller.info)
    await store.note_heard(tx, caller.perm_key_id, int(now), caller.address)


def _stored(key: NewKey) -> AuthKey:
    return AuthKey(key.key_id, key.auth_key, key.dc_id, int(key.made_at), key.first_salt)


def _entry_of(stored: AuthKey) -> Entry:
    state = KeyState(
        stored.key_id, stored.auth_key, stored.dc_id, stored.first_salt, float(stored.made_at)
    )
    caller = Caller(
        stored.key_id,
        stored.dc_id,
        perm_key_id=stored.key_id,
        layer=stored.layer,
        info=stored.client,
        user_id=stored.user_id,
        home_dc=stored.home_dc,
        noted_at=stored.noted_at,
    )
    return Entry(state, caller)


def _entry_of_new(key: NewKey) -> Entry:
    dc_id = DcId(key.dc_id)
    state = KeyState(
        key.key_id, key.auth_key, dc_id, key.first_salt, key.made_at, key.expires_at
    )
    perm = key.key_id if key.expires_at is None else None
    return Entry(state, Caller(key.key_id, dc_id, perm_key_id=perm, expires_at=key.expires_at))
