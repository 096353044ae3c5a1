"""A replica asked for from nothing, as by a client that was just installed."""

from collections.abc import Iterable
from typing import Any

from chappe.testing.client import Client
from chappe.testing.person import Person
from chappe.testing.replica import Replica, draft_of, peer_name, pinned_topics, plain

PAGE = 100
DRAFTS = "messages.getAllDrafts"
LISTS_MAX = 100
"""Pages of one list; more is a list that goes round."""


class Fetcher:
    """Asks for everything that an account has, with a client of any layer since 133."""

    def __init__(self, client: Client, person: Person) -> None:
        self._client = client
        self._person = person
        self._replica = Replica(person.user_id)
        self._inputs: dict[str, Any] = {}
        self._channels: dict[int, Any] = {}
        self._forums: set[int] = set()
        self.make = client.schema.make

    def is_in(self, channel: int) -> bool:
        """Whether the account is a member of a channel by now."""
        return channel in self._channels

    def channel(self, channel: int) -> Any:
        """A channel that the account is in, as it is named."""
        return self._channels[channel]

    async def fetch(self, touched: Iterable[str] = ()) -> Replica:
        """All of it. `touched`: names of further things that updates spoke of."""
        for folder in (0, 1):
            await self._fetch_dialogs(folder)
        for name in list(self._inputs):
            if name in self._replica.peers:
                await self._fetch_history(name)
        await self._fetch_filters()
        await self._fetch_saved()
        await self._fetch_topics()
        await self._fetch_touched(list(touched))
        return self._replica

    async def ask(self, method: str, **fields: Any) -> Any:
        """Call a method of the client's layer; numbers that are not given are 0."""
        params = self._client.schema.shape(method).params
        known = {param.name for param in params}
        needed = [param for param in params if param.flag is None]
        zeros = {param.name: 0 for param in needed if param.type in {"int", "long"}}
        given = {name: value for name, value in fields.items() if name in known}
        return await self._client.call(method, **{**zeros, **given})

    def has(self, name: str) -> bool:
        """Whether the client's layer has such a constructor or method."""
        try:
            self._client.schema.shape(name)
        except KeyError:
            return False
        return True

    # -- dialogs ------------------------------------------------------------------------

    async def _fetch_dialogs(self, folder: int) -> None:
        pinned: list[str] = []
        make = self._client.schema.make
        place: dict[str, Any] = {"offset_peer": make("inputPeerEmpty")}
        for _ in range(LISTS_MAX):
            page = await self.ask("messages.getDialogs", folder_id=folder, limit=PAGE, **place)
            self._meet(page)
            dialogs = [each for each in page.dialogs if each.NAME == "dialog"]
            for dialog in dialogs:
                self._add_dialog(dialog, folder)
                if dialog.pinned:
                    pinned.append(peer_name(dialog.peer))
            if page.NAME == "messages.dialogs" or not dialogs:
                break
            last = dialogs[-1]
            found = [each for each in page.messages if each.id == last.top_message]
            place = {
                "offset_peer": self._inputs[peer_name(last.peer)],
                "offset_id": last.top_message,
                "offset_date": found[0].date if found else 0,
            }
        else:
            raise AssertionError("getDialogs has no end")
        self._replica.lists[f"pinned in {folder}"] = pinned

    def _add_dialog(self, dialog: Any, folder: int) -> None:
        peer = self._replica.peer(dialog.peer)
        known = {
            "read_inbox": dialog.read_inbox_max_id,
            "read_outbox": dialog.read_outbox_max_id,
            "marked": bool(dialog.unread_mark),
            "draft": draft_of(dialog.draft),
            "folder": folder,
            "notify": plain(dialog.notify_settings),
            "said top": dialog.top_message,
            "said unread": dialog.unread_count,
        }
        if hasattr(dialog, "ttl_period"):
            known["ttl"] = dialog.ttl_period
        peer.update(known)
        if getattr(dialog, "view_forum_as_messages", None):
            self._replica.other[f"as messages {dialog.peer.channel_id}"] = True

    def _meet(self, page: Any) -> None:
        make = self._client.schema.make
        for user in page.users:
            if user.NAME == "user" and not user.min:
                self._inputs[f"user:{user.id}"] = make(
                    "inputPeerUser", user_id=user.id, access_hash=user.access_hash
                )
        for chat in page.chats:
            if chat.NAME in {"chat", "chatForbidden"}:
                self._inputs[f"chat:{chat.id}"] = make("inputPeerChat", chat_id=chat.id)
            elif chat.NAME == "channel":
                if not chat.left:
                    self._channels[chat.id] = make(
                        "inputChannel", channel_id=chat.id, access_hash=chat.access_hash
                    )
                if getattr(chat, "forum", None):
                    self._forums.add(chat.id)
                self._inputs[f"channel:{chat.id}"] = make(
                    "inputPeerChannel", channel_id=chat.id, access_hash=chat.access_hash
                )

    async def _fetch_history(self, name: str) -> None:
        offset = 0
        for _ in range(LISTS_MAX):
            page = await self.ask(
                "messages.getHistory", peer=self._inputs[name], offset_id=offset, limit=PAGE
            )
            self._meet(page)
            for message in page.messages:
                self._replica.add(message)
            if len(page.messages) < PAGE:
                return
            offset = page.messages[-1].id
        raise AssertionError("getHistory has no end")

    # -- the rest -----------------------------------------------------------------------

    async def _fetch_filters(self) -> None:
        if not self.has("messages.getDialogFilters"):
            return
        found = await self.ask("messages.getDialogFilters")
        filters = found if isinstance(found, list) else found.filters
        own = [each for each in filters if each.NAME != "dialogFilterDefault"]
        for each in own:
            self._replica.other[f"filter {each.id}"] = plain(each)
        self._replica.lists["filters"] = [each.id for each in own]

    async def _fetch_saved(self) -> None:
        if self.has("messages.getPinnedSavedDialogs"):
            found = await self.ask("messages.getPinnedSavedDialogs")
            order = [peer_name(each.peer) for each in found.dialogs]
            self._replica.lists["pinned saved"] = order

    async def _fetch_topics(self) -> None:
        """The pinned topics of forums."""
        method = "messages.getForumTopics"
        if not self.has(method):
            method = "channels.getForumTopics"
        for channel in sorted(self._forums & self._channels.keys()):
            where = {
                "peer": self._inputs[f"channel:{channel}"],
                "channel": self.channel(channel),
            }
            found = await self.ask(method, limit=PAGE, **where)
            pinned = [each.id for each in found.topics if each.pinned]
            self._replica.lists[pinned_topics(channel)] = pinned

    async def _fetch_touched(self, touched: list[str]) -> None:
        if any(name.startswith("blocked ") for name in touched):
            found = await self.ask("contacts.getBlocked", limit=PAGE)
            for each in found.blocked:
                self._replica.other[f"blocked {peer_name(each.peer_id)}"] = True
        for name in {each.split(" ")[0] for each in touched if each.endswith(" notify")}:
            peer = self._person.make("inputNotifyPeer", peer=self._input(name))
            found = await self.ask("account.getNotifySettings", peer=peer)
            self._replica.peers.setdefault(name, {})["notify"] = plain(found)
        if any(name.endswith(" draft") for name in touched) and self.has(DRAFTS):
            for each in (await self.ask(DRAFTS)).updates:
                self._replica.apply(each)
        for name in {each.split(" ")[1] for each in touched if each.startswith("scheduled ")}:
            found = await self.ask("messages.getScheduledHistory", peer=self._input(name))
            for message in found.messages:
                self._replica.other[f"scheduled {name} {message.id}"] = plain(message)

    def _input(self, name: str) -> Any:
        """A peer of which an update spoke; users may be named without having met."""
        if name in self._inputs:
            return self._inputs[name]
        user_id = int(name.removeprefix("user:"))
        access_hash = self._person.access_hash(user_id)
        return self._person.make("inputPeerUser", user_id=user_id, access_hash=access_hash)
