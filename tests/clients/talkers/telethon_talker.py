"""An account in Telethon."""

import asyncio
import json
import logging
from typing import Any

import desk
import plain
from telethon import TelegramClient, events, functions, types, utils
from telethon.crypto import rsa
from telethon.errors import PhoneNumberUnoccupiedError, SessionPasswordNeededError
from telethon.sessions import SQLiteSession

CHOSEN = desk.arguments()
ENTITIES = {
    "bold": types.MessageEntityBold,
    "italic": types.MessageEntityItalic,
    "code": types.MessageEntityCode,
}
NAMES = {kind: name for name, kind in ENTITIES.items()}


def told(message: Any) -> dict[str, Any]:
    """A message as every talker shows it."""
    media = "photo" if message.photo else "document" if message.document else None
    return {
        "id": message.id,
        "text": message.raw_text,
        "out": bool(message.out),
        "spans": [
            [NAMES[type(e)], e.offset, e.length]
            for e in message.entities or []
            if type(e) in NAMES
        ],
        "reply_to": message.reply_to.reply_to_msg_id if message.reply_to else None,
        "media": media,
        "file_name": message.file.name if message.document else None,
        "forwarded": message.fwd_from is not None,
    }


class TelethonTalker(desk.Talker):
    def __init__(self) -> None:
        super().__init__()
        rsa._server_keys.clear()
        rsa.add_key(CHOSEN.key.pem, old=False)
        self.client = self._make(catch_up=False)

    def _make(self, *, catch_up: bool) -> TelegramClient:
        session = SQLiteSession(str(CHOSEN.store / "telethon"))
        if not session.auth_key:
            session.set_dc(CHOSEN.dc_id, CHOSEN.host, CHOSEN.port)
        client = TelegramClient(
            session, 12345, "0" * 32, connection_retries=4, catch_up=catch_up, timeout=8
        )
        client.add_event_handler(self._new, events.NewMessage())
        client.add_event_handler(self._edit, events.MessageEdited())
        client.add_event_handler(self._delete, events.MessageDeleted())
        client.add_event_handler(self._raw, events.Raw(types.UpdateUserTyping))
        return client

    async def _new(self, event: Any) -> None:
        self.messages.append((told(event.message), event.message))

    async def _edit(self, event: Any) -> None:
        self.edited.append(told(event.message))

    async def _delete(self, event: Any) -> None:
        self.deleted += event.deleted_ids

    async def _raw(self, _update: Any) -> None:
        self.typing += 1

    async def do_sign_in(
        self, phone: str, code: str, name: str, password: str | None = None
    ) -> Any:
        await self.client.connect()
        sent = await self.client.send_code_request(phone)
        try:
            user = await self.client.sign_in(phone, code, phone_code_hash=sent.phone_code_hash)
        except PhoneNumberUnoccupiedError:
            signed = await self.client(
                functions.auth.SignUpRequest(phone, sent.phone_code_hash, name, "")
            )
            await self.client._on_login(signed.user)
            user = signed.user
        except SessionPasswordNeededError:
            user = await self.client.sign_in(password=password)
        return {"user": user.id}

    async def do_set_password(self, password: str) -> Any:
        return {"done": await self.client.edit_2fa(new_password=password, hint="a hint")}

    async def do_show_qr(self) -> Any:
        await self.client.connect()
        shown = await self.client.qr_login()
        # It takes the update only while it waits, so it waits from here on.
        self.entering = asyncio.ensure_future(shown.wait(20))
        await asyncio.sleep(0)
        return {"token": shown.token.hex()}

    async def do_scan(self, token: str) -> Any:
        login = await self.client(functions.auth.AcceptLoginTokenRequest(bytes.fromhex(token)))
        return {"app": login.app_version}

    async def do_enter_by_qr(self, password: str | None = None) -> Any:
        try:
            user = await self.entering
        except SessionPasswordNeededError:
            user = await self.client.sign_in(password=password)
        return {"user": user.id}

    async def do_devices(self) -> Any:
        found = await self.client(functions.account.GetAuthorizationsRequest())
        return {"current": [each.current for each in found.authorizations]}

    async def do_meet(self, phone: str) -> Any:
        contact = types.InputPhoneContact(1, "+" + phone, "Contact", "")
        found = await self.client(functions.contacts.ImportContactsRequest([contact]))
        (user,) = found.users
        self.peers[phone] = await self.client.get_input_entity(user.id)
        return {"user": user.id}

    async def do_send(
        self, to: str, text: str, spans: Any = (), reply_to: int | None = None
    ) -> Any:
        entities = [ENTITIES[kind](offset, length) for kind, offset, length in spans]
        message = await self.client.send_message(
            self.peers[to], text, formatting_entities=entities, reply_to=reply_to
        )
        return {"id": message.id}

    async def do_history(self, of: str, limit: int = 10) -> Any:
        found = await self.client.get_messages(self.peers[of], limit=limit)
        return {"messages": [told(each) for each in found]}

    async def do_read(self, of: str, up_to: int) -> Any:
        await self.client.send_read_acknowledge(self.peers[of], max_id=up_to)
        return {}

    async def do_edit(self, to: str, message: int, text: str) -> Any:
        await self.client.edit_message(self.peers[to], message, text)
        return {}

    async def do_delete(self, to: str, message: int) -> Any:
        await self.client.delete_messages(self.peers[to], [message], revoke=True)
        return {}

    async def do_forward(self, of: str, message: int, to: str) -> Any:
        sent = await self.client.forward_messages(self.peers[to], message, self.peers[of])
        return {"id": sent.id}

    async def do_send_photo(self, to: str, file: str, caption: str) -> Any:
        sent = await self.client.send_file(self.peers[to], file, caption=caption)
        return {"id": sent.id}

    async def do_send_file(self, to: str, file: str, caption: str) -> Any:
        sent = await self.client.send_file(
            self.peers[to], file, caption=caption, force_document=True
        )
        return {"id": sent.id}

    async def do_download(self, text: str) -> Any:
        _, message = await desk.until(self.got(text))
        return desk.digest(await self.client.download_media(message, bytes))

    async def do_type(self, to: str) -> Any:
        await self.client(
            functions.messages.SetTypingRequest(self.peers[to], types.SendMessageTypingAction())
        )
        return {}

    async def do_search(self, of: str, words: str) -> Any:
        found = await self.client.get_messages(self.peers[of], search=words, limit=10)
        return {"messages": [told(each) for each in found]}

    async def do_dialogs(self) -> Any:
        return {"names": [dialog.name for dialog in await self.client.get_dialogs()]}

    async def do_know(self, name: str, title: str) -> Any:
        """Find a group among the dialogs."""
        dialogs = await self.client.get_dialogs()
        found = next(each for each in dialogs if each.title == title)
        self.peers[name] = found.input_entity
        return {}

    async def do_call(self, calls: Any) -> Any:
        """Call the first of these methods that the library has."""
        request, fields = next(
            (found, fields)
            for name, fields in calls
            if plain.knows(found := _find(functions, name, "Request"), fields)
        )
        given = {name: await self._built(each) for name, each in fields.items()}
        return plain.as_plain(
            await self.client(request(**given)),
            lambda answer: json.dumps(answer.to_dict(), default=str),
        )

    async def _built(self, value: Any) -> Any:
        return await plain.build(value, lambda name: _find(types, name, ""), self._resolve)

    async def _resolve(self, kind: str, name: str) -> Any:
        if name == "me":
            return types.InputPeerSelf() if kind == "peer" else types.InputUserSelf()
        make = {
            "peer": utils.get_input_peer,
            "user": utils.get_input_user,
            "channel": utils.get_input_channel,
        }
        return make[kind](self.peers[name])

    async def do_leave(self) -> Any:
        await self.client.disconnect()
        return {}

    async def do_come_back(self) -> Any:
        self.client = self._make(catch_up=True)
        await self.client.connect()
        assert await self.client.is_user_authorized(), "the stored session is not signed in"
        return {}

    async def do_log_out(self) -> Any:
        assert await self.client.log_out()
        return {}


def _find(where: Any, name: str, ending: str) -> Any:
    space, last = plain.class_name(name)
    return getattr(getattr(where, space, None) if space else where, last + ending, None)


if __name__ == "__main__":
    logging.basicConfig(level=logging.DEBUG if CHOSEN.verbose else logging.CRITICAL)
    desk.run(TelethonTalker)
