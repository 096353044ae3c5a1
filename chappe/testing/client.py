"""A client of any layer that speaks bytes: for walks, for benches, for attacks.

It knows only the raw schema of its layer, as an unmodified client does, and it keeps what it heard in
the open: `updates`, `story` (the last updates and results together), `heard` (service messages), `errors` (transport errors), `messages` (all of them,
containers before what is in them), `packets`. With `message`, `tell`, `post`, `envelope` and `send` a
test can say anything, lawful or not.
"""

import asyncio
import os
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from chappe.clock import Clock
from chappe.crypto.rsa_public import RsaPublic
from chappe.ids import AuthKeyId, DcId
from chappe.mtproto import container
from chappe.mtproto.container import Message
from chappe.mtproto.envelope import Plain, seal, seal_v1, unseal, unseal_v1
from chappe.mtproto.keys import KeyState
from chappe.testing.carrier import Carrier
from chappe.testing.frames import Answer, ClientFraming, Kind, QuickAck, TransportError
from chappe.testing.handshake import ClientKey, Wishes, shake_hands
from chappe.tl import api, layers, mtproto
from chappe.tl.build import TLObject
from chappe.tl.wire import WireError

ANSWER_SECONDS = 10.0
"""Real seconds until a missing answer fails the test."""
STORY_MAX = 10_000
RESULT_ID = container.RESULT_ID


class Refused(Exception):
    """The server answered with an rpc_error. `code`, `text`: as on the wire."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(f"{code} {text}")
        self.code = code
        self.text = text


class HungUp(Exception):
    """The connection ended; `code`: the transport error before it, or None."""

    def __init__(self, code: int | None) -> None:
        super().__init__(f"hung up ({code})")
        self.code = code


@dataclass(frozen=True, slots=True)
class Device:
    """What a client says of itself in initConnection."""

    api_id: int = 12345
    device_model: str = "Testing"
    system_version: str = "1"
    app_version: str = "1"
    system_lang_code: str = "en"
    lang_pack: str = ""
    lang_code: str = "en"


@dataclass(eq=False, slots=True)
class Question:
    """A call without an answer yet."""

    body: bytes
    result_of: str
    answer: asyncio.Future[object] = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )


class Client:
    """One session of one key over one carrier at a time."""

    def __init__(
        self,
        carrier: Carrier,
        public_key: RsaPublic,
        clock: Clock,
        *,
        layer: int = layers.LATEST,
        kind: Kind = Kind.INTERMEDIATE,
        obfuscated: bool = False,
        version: int = 2,
        device: Device | None = None,
    ) -> None:
        self.schema = layers.schema(layer)
        self.layer = layer
        self.public_key = public_key
        self.clock = clock
        self.version = version
        self.device = device or Device()
        self.key: KeyState | None = None
        self.salt = 0
        self.session_id = int.from_bytes(os.urandom(8), "little", signed=True)
        self.inited = False
        self.updates: list[TLObject] = []
        self.story: deque[object] = deque(maxlen=STORY_MAX)
        self.heard: list[TLObject] = []
        self.errors: list[int] = []
        self.quick_acks: list[int] = []
        self.packets: list[bytes] = []
        self.messages: list[Message] = []
        self._kind, self._obfuscated = kind, obfuscated
        self._last_msg_id = 0
        self._content = 0
        self._acks: list[int] = []
        self._questions: dict[int, Question] = {}
        self._containers: dict[int, list[int]] = {}
        self._plain: asyncio.Future[bytes] | None = None
        self.carrier: Carrier
        self.framing: ClientFraming
        self.attach(carrier)

    # -- the way there ------------------------------------------------------------------

    def attach(self, carrier: Carrier) -> None:
        """Speak through another connection from now on; the session stays."""
        self.carrier = carrier
        self.framing = ClientFraming(self._kind, obfuscated=self._obfuscated)
        carrier.heard = self._hear
        hello = self.framing.hello()
        if hello:
            carrier.send(hello)

    def start_again(self, carrier: Carrier) -> None:
        """Connect with a new session of the same key, as an app does that was closed meanwhile."""
        self.session_id = int.from_bytes(os.urandom(8), "little", signed=True)
        self._content, self._acks = 0, []
        self._questions, self._containers = {}, {}
        self.inited = False
        self.attach(carrier)

    def send(self, packet: bytes, *, quick_ack: bool = False) -> None:
        """Send one packet as it is."""
        self.carrier.send(self.framing.frame(packet, quick_ack=quick_ack))

    async def shake_hands(self, wishes: Wishes | None = None) -> ClientKey:
        """Make an auth key and use it."""
        hands = shake_hands(self.public_key, wishes)
        try:
            question = next(hands)
            while True:
                question = hands.send(await self.ask_plainly(question))
        except StopIteration as end:
            made: ClientKey = end.value
            self.use(made)
            return made

    def use(self, made: ClientKey) -> None:
        """Take a key that was made."""
        self.key = KeyState(
            AuthKeyId(made.key_id),
            made.auth_key,
            DcId(0),
            made.first_salt,
            float(made.server_time),
        )
        self.salt = made.first_salt

    async def ask_plainly(self, body: bytes) -> bytes:
        """Send an unencrypted message; the body of the answer."""
        self._plain = asyncio.get_running_loop().create_future()
        head = (
            bytes(8)
            + self.next_msg_id().to_bytes(8, "little")
            + len(body).to_bytes(4, "little")
        )
        self.send(head + body)
        async with asyncio.timeout(ANSWER_SECONDS):
            return await self._plain

    def next_msg_id(self) -> int:
        """A msg_id of now, greater than any before."""
        self._last_msg_id = max(int(self.clock.now() * 4294967296) & ~3, self._last_msg_id + 4)
        if not self._last_msg_id & 0xFFFFFFFF:
            self._last_msg_id += 4
        return self._last_msg_id

    def next_seq_no(self, *, content: bool) -> int:
        """The seq_no of the next message."""
        seq_no = self._content * 2 + content
        self._content += content
        return seq_no

    def message(self, body: bytes, *, content: bool = True) -> Message:
        """A numbered message, not sent yet."""
        return Message(self.next_msg_id(), self.next_seq_no(content=content), body)

    def envelope(self, message: Message, *, salt: int | None = None) -> bytes:
        """An encrypted packet with this one message."""
        assert self.key is not None, "shake hands first"
        wrap = seal if self.version == 2 else seal_v1
        salt = self.salt if salt is None else salt
        return wrap(self.key, salt, self.session_id, *message, outgoing=False)

    def tell(self, said: TLObject, *, content: bool = False) -> int:
        """Send a service message; its msg_id. `content`: number it as one to be acknowledged."""
        message = self.message(mtproto.write(said), content=content)
        self.post(message)
        return message.msg_id

    def post(self, *messages: Message, quick_ack: bool = False) -> None:
        """Send messages in one packet, with the acknowledgements that are due."""
        every = [*messages]
        if self._acks:
            acks, self._acks = self._acks, []
            every.append(
                self.message(mtproto.write(mtproto.MsgsAck(msg_ids=acks)), content=False)
            )
        if len(every) > 1:
            packed = self.message(container.pack(every), content=False)
            self._containers[packed.msg_id] = [message.msg_id for message in every]
            every = [packed]
        if every:
            self.send(self.envelope(every[0]), quick_ack=quick_ack)

    # -- calls --------------------------------------------------------------------------

    async def call(self, method: str, /, **fields: object) -> object:
        """Call a method of the client's layer; its result, in that layer's raw shapes.

        Raises: Refused, HungUp, TimeoutError.
        """
        return await self.ask(self.begin(method, **fields))

    def begin(self, method: str, /, **fields: object) -> Question:
        """Send a call without waiting for the answer."""
        return self.question(self.schema.write(self.schema.make(method, **fields)), method)

    def question(self, query: bytes, result_of: str) -> Question:
        """Send TL bytes as a call; the first one goes inside invokeWithLayer and initConnection."""
        if not self.inited:
            self.inited = True
            query = self.wrapped(query)
        question = Question(query, result_of)
        self._post_question(question)
        return question

    def wrapped(self, query: bytes) -> bytes:
        """A query inside invokeWithLayer(initConnection(…)), in the forms of this layer."""
        named = {slot: getattr(self.device, slot) for slot in Device.__slots__}
        known = {param.name for param in self.schema.shape("initConnection").params}
        fields = {name: value for name, value in named.items() if name in known}
        inner = self.schema.write(self.schema.make("initConnection", **fields, query=query))
        if self.layer <= 18:
            return self.schema.write(
                self.schema.make(f"invokeWithLayer{self.layer}", query=inner)
            )
        return layers.write(api.InvokeWithLayer(layer=self.layer, query=inner))

    async def ask(self, question: Question) -> object:
        """Wait for the answer to a call."""
        async with asyncio.timeout(ANSWER_SECONDS):
            return await question.answer

    def _post_question(self, question: Question) -> int:
        message = self.message(question.body)
        self._questions[message.msg_id] = question
        self.post(message)
        return message.msg_id

    def msg_id_of(self, question: Question) -> int:
        """The msg_id under which a call is waiting."""
        return next(msg_id for msg_id, asked in self._questions.items() if asked is question)

    # -- what comes back ----------------------------------------------------------------

    def _hear(self, data: bytes) -> None:
        for heard in self.framing.feed(data):
            match heard:
                case Answer(payload=payload):
                    self.packets.append(payload)
                    self._open(payload)
                case QuickAck(token=token):
                    self.quick_acks.append(token)
                case TransportError(code=code):
                    self.errors.append(code)
                    self._give_up(HungUp(code))

    def _give_up(self, error: Exception) -> None:
        waiting: list[asyncio.Future[Any]] = [q.answer for q in self._questions.values()]
        if self._plain is not None:
            waiting.append(self._plain)
        for future in waiting:
            if not future.done():
                future.set_exception(error)

    def _open(self, packet: bytes) -> None:
        if packet[:8] == bytes(8):
            length = int.from_bytes(packet[16:20], "little")
            if self._plain is not None and not self._plain.done():
                self._plain.set_result(packet[20 : 20 + length])
            return
        assert self.key is not None
        open_it = unseal if self.version == 2 else unseal_v1
        plain: Plain = open_it(self.key, packet, outgoing=True)
        assert plain.session_id == self.session_id, "a message of another session"
        self._take(Message(plain.msg_id, plain.seq_no, plain.body))

    def _take(self, message: Message) -> None:
        self.messages.append(message)
        body = message.body
        if body[:4] == container.CONTAINER_ID:
            for inner in container.unpack(body):
                self._take(inner)
            return
        if message.seq_no & 1:
            self._acks.append(message.msg_id)
        if body[:4] == container.GZIP_ID:
            body = container.inflate(body)
        if body[:4] == RESULT_ID:
            self._answered(int.from_bytes(body[4:12], "little", signed=True), body[12:])
            return
        try:
            service = mtproto.read(body)[0]
        except WireError:
            update = self.schema.read(body)
            self.updates.append(update)
            self.story.append(update)
            return
        self.heard.append(service)
        self._obey(service)

    def _obey(self, service: TLObject) -> None:
        """What every client does by itself: take the new salt and say it again."""
        match service:
            case mtproto.BadServerSalt():
                self.salt = service.new_server_salt
                self._again(service.bad_msg_id)
            case mtproto.BadMsgNotification():
                for question in self._asked_in(service.bad_msg_id):
                    if not question.answer.done():
                        fault = Refused(service.error_code, "bad_msg_notification")
                        question.answer.set_exception(fault)
            case _:
                pass

    def _again(self, msg_id: int) -> None:
        for question in self._asked_in(msg_id):
            self._post_question(question)

    def _asked_in(self, msg_id: int) -> list[Question]:
        """The open questions in a message of ours, which may be a container; no longer waited for."""
        inner = self._containers.pop(msg_id, [msg_id])
        asked = (self._questions.pop(each, None) for each in inner)
        return [question for question in asked if question is not None]

    def _answered(self, msg_id: int, body: bytes) -> None:
        question = self._questions.pop(msg_id, None)
        if question is None or question.answer.done():
            return
        if body[:4] == container.GZIP_ID:
            body = container.inflate(body)
        if int.from_bytes(body[:4], "little") == mtproto.RpcError.ID:
            error = mtproto.read(body)[0]
            assert isinstance(error, mtproto.RpcError)
            question.answer.set_exception(
                Refused(error.error_code, error.error_message.decode())
            )
            return
        if not question.result_of:
            question.answer.set_result(body)
            return
        result = self.schema.read_result(question.result_of, body)
        self.story.append(result)
        question.answer.set_result(result)
