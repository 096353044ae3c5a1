"""An account in Pyrogram or Kurigram, which share one import name."""

import inspect
import logging
from typing import Any

import desk
import plain
import pyrogram
from pyrogram import enums, errors, handlers, raw, types
from pyrogram.connection import connection
from pyrogram.crypto import rsa

CHOSEN = desk.arguments()
IS_PYROGRAM = hasattr(connection, "DataCenter")
ENTITIES = {
    "bold": enums.MessageEntityType.BOLD,
    "italic": enums.MessageEntityType.ITALIC,
    "code": enums.MessageEntityType.CODE,
}
NAMES = {kind: name for name, kind in ENTITIES.items()}


def redirection() -> dict[str, Any]:
    """Point the library at our server; what its client must be given besides."""
    rsa.server_public_keys.clear()
    rsa.server_public_keys[CHOSEN.key.fingerprint] = rsa.PublicKey(CHOSEN.key.n, CHOSEN.key.e)
    if IS_PYROGRAM:
        connection.DataCenter = lambda *_: (CHOSEN.host, CHOSEN.port)
        return {}

    def factory(**given: Any) -> Any:
        given |= {"server_address": CHOSEN.host, "port": CHOSEN.port}
        return connection.Connection(**given)

    return {"connection_factory": factory}


def told(message: Any) -> dict[str, Any]:
    """A message as every talker shows it."""
    media = "photo" if message.photo else "document" if message.document else None
    answered = getattr(message, "reply_to_message_id", None)
    if answered is None and message.reply_to_message is not None:
        answered = message.reply_to_message.id
    entities = message.entities or message.caption_entities or []
    forwarded = getattr(message, "forward_date", None) or getattr(
        message, "forward_origin", None
    )
    return {
        "id": message.id,
        "text": message.text or message.caption or "",
        "out": bool(message.outgoing),
        "spans": [
            [NAMES[each.type], each.offset, each.length]
            for each in entities
            if each.type in NAMES
        ],
        "reply_to": answered,
        "media": media,
        "file_name": message.document.file_name if message.document else None,
        "forwarded": forwarded is not None,
    }


class PyrogramTalker(desk.Talker):
    def __init__(self) -> None:
        super().__init__()
        self.extra = redirection()
        if "skip_updates" in inspect.signature(pyrogram.Client.__init__).parameters:
            self.extra["skip_updates"] = False  # Kurigram then asks for what it has missed
        self.client = self._make()

    def _make(self) -> Any:
        client = pyrogram.Client(
            "talker", api_id=12345, api_hash="0" * 32, workdir=str(CHOSEN.store), **self.extra
        )
        client.add_handler(handlers.RawUpdateHandler(self._raw), group=-1)
        client.add_handler(handlers.MessageHandler(self._new))
        client.add_handler(handlers.EditedMessageHandler(self._edit))
        client.add_handler(handlers.DeletedMessagesHandler(self._delete))
        return client

    async def _new(self, _client: Any, message: Any) -> None:
        self.messages.append((told(message), message))

    async def _edit(self, _client: Any, message: Any) -> None:
        self.edited.append(told(message))

    async def _delete(self, _client: Any, messages: Any) -> None:
        self.deleted += [message.id for message in messages]

    async def _raw(self, _client: Any, update: Any, _users: Any, _chats: Any) -> None:
        self.typing += isinstance(update, raw.types.UpdateUserTyping)

    async def do_sign_in(
        self, phone: str, code: str, name: str, password: str | None = None
    ) -> Any:
        client = self.client
        await client.connect()
        send = getattr(client, "send_code", None) or client.send_phone_number_code
        sent = await send(phone)
        try:
            user = await client.sign_in(phone, sent.phone_code_hash, code)
        except errors.SessionPasswordNeeded:
            user = await client.check_password(password)
        if not hasattr(user, "first_name"):  # the terms of service, or False
            user = await client.sign_up(phone, sent.phone_code_hash, name, "")
        await client.invoke(raw.functions.updates.GetState())
        await client.initialize()
        client.me = await client.get_me()
        return {"user": user.id}

    async def do_set_password(self, password: str) -> Any:
        return {"done": await self.client.enable_cloud_password(password, hint="a hint")}

    async def do_meet(self, phone: str) -> Any:
        contact = types.InputPhoneContact("+" + phone, "Contact", "")
        found = await self.client.import_contacts([contact])
        (user,) = found.users if hasattr(found, "users") else found
        self.peers[phone] = user.id
        return {"user": user.id}

    async def do_send(
        self, to: str, text: str, spans: Any = (), reply_to: int | None = None
    ) -> Any:
        entities = [
            types.MessageEntity(type=ENTITIES[kind], offset=offset, length=length)
            for kind, offset, length in spans
        ]
        more: dict[str, Any] = {}
        if reply_to is not None and IS_PYROGRAM:
            more["reply_to_message_id"] = reply_to
        elif reply_to is not None:
            more["reply_parameters"] = types.ReplyParameters(message_id=reply_to)
        if entities:
            more["entities"] = entities
        message = await self.client.send_message(self.peers[to], text, **more)
        return {"id": message.id}

    async def do_history(self, of: str, limit: int = 10) -> Any:
        found = self.client.get_chat_history(self.peers[of], limit=limit)
        return {"messages": [told(each) async for each in found]}

    async def do_read(self, of: str, up_to: int) -> Any:
        await self.client.read_chat_history(self.peers[of], max_id=up_to)
        return {}

    async def do_edit(self, to: str, message: int, text: str) -> Any:
        await self.client.edit_message_text(self.peers[to], message, text)
        return {}

    async def do_delete(self, to: str, message: int) -> Any:
        await self.client.delete_messages(self.peers[to], message, revoke=True)
        return {}

    async def do_forward(self, of: str, message: int, to: str) -> Any:
        sent = await self.client.forward_messages(self.peers[to], self.peers[of], message)
        return {"id": sent.id}

    async def do_send_photo(self, to: str, file: str, caption: str) -> Any:
        return {"id": (await self.client.send_photo(self.peers[to], file, caption=caption)).id}

    async def do_send_file(self, to: str, file: str, caption: str) -> Any:
        sent = await self.client.send_document(
            self.peers[to], file, caption=caption, force_document=True
        )
        return {"id": sent.id}

    async def do_download(self, text: str) -> Any:
        _, message = await desk.until(self.got(text))
        data = await self.client.download_media(message, in_memory=True)
        return desk.digest(bytes(data.getbuffer()))

    async def do_type(self, to: str) -> Any:
        await self.client.send_chat_action(self.peers[to], enums.ChatAction.TYPING)
        return {}

    async def do_search(self, of: str, words: str) -> Any:
        found = self.client.search_messages(self.peers[of], query=words, limit=10)
        return {"messages": [told(each) async for each in found]}

    async def do_dialogs(self) -> Any:
        names = []
        async for dialog in self.client.get_dialogs():
            names.append(dialog.chat.title or dialog.chat.first_name)  # noqa: PERF401 - a stream
        return {"names": names}

    async def do_know(self, name: str, title: str) -> Any:
        """Find a group among the dialogs."""
        async for dialog in self.client.get_dialogs():
            if dialog.chat.title == title:
                self.peers[name] = dialog.chat.id
        assert name in self.peers, f"no dialog is called {title}"
        return {}

    async def do_call(self, calls: Any) -> Any:
        """Call the first of these methods that the library has."""
        function, fields = next(
            (found, fields)
            for name, fields in calls
            if plain.knows(found := _find(raw.functions, name), fields)
        )
        given = {
            name: await plain.build(each, lambda each: _find(raw.types, each), self._resolve)
            for name, each in fields.items()
        }
        return plain.as_plain(await self.client.invoke(function(**given)), str)

    async def _resolve(self, kind: str, name: str) -> Any:
        if name == "me":
            return raw.types.InputPeerSelf() if kind == "peer" else raw.types.InputUserSelf()
        found = await self.client.resolve_peer(self.peers[name])
        if kind == "peer":
            return found
        if kind == "user":
            return raw.types.InputUser(user_id=found.user_id, access_hash=found.access_hash)
        return raw.types.InputChannel(
            channel_id=found.channel_id, access_hash=found.access_hash
        )

    async def do_leave(self) -> Any:
        if self.client.is_initialized:
            await self.client.terminate()
        await self.client.disconnect()
        return {}

    async def do_come_back(self) -> Any:
        self.client = self._make()
        await self.client.start()
        return {}

    async def do_log_out(self) -> Any:
        assert await self.client.log_out()
        return {}


def _find(where: Any, name: str) -> Any:
    space, last = plain.class_name(name)
    return getattr(getattr(where, space, None) if space else where, last, None)


if __name__ == "__main__":
    logging.basicConfig(level=logging.DEBUG if CHOSEN.verbose else logging.CRITICAL)
    desk.run(PyrogramTalker)
