"""Kill the server at random moments under load, start it again, and look whether anything was lost.

Some clients send messages and files, edit, read and rename, several things at a time, in private chats, in a
basic group, in a supergroup and in a channel. After each SIGKILL the log is
checked in the database as it lies there; then the server starts again, what was not answered is asked once
more (the same random_id), and everything that was answered has to be there, once.

    python tests/crash/mayhem.py --rounds 200 --seconds 900 [--database postgresql://…]
"""

import argparse
import asyncio
import secrets
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from killable import Killable
from places import Place, catch_up, make_places

from chappe.clock import SystemClock
from chappe.db.open import open_database
from chappe.testing.carrier import Socket
from chappe.testing.client import Client, Question
from chappe.testing.fetched import Fetcher
from chappe.testing.person import Person, sign_in
from chappe.testing.place import OwnSchema

PEOPLE = 4
AT_A_TIME = 4
"""Calls that each client has in flight."""
LOAD_SECONDS = (0.05, 0.6)
FILE_BYTES = 3000
BOXES = "SELECT id, pts, n, top_id FROM box"
FACTS = "SELECT box, n, pts, pts_count FROM fact ORDER BY box, n"
COPIES = "SELECT box, random_id, COUNT(*) FROM message WHERE random_id IS NOT NULL GROUP BY box, random_id"


@dataclass(eq=False, slots=True)
class Sent:
    """A message that was to be sent. `id`: once it was answered. `text`: the last that was answered;
    `maybe`: one that was asked for, and not answered."""

    to: Place
    random_id: int
    text: str
    data: bytes | None = None
    file_id: int = 0
    id: int | None = None
    maybe: str | None = None


@dataclass(eq=False, slots=True)
class Talker:
    """One who sends. `open`: sent and not answered; `fresh`: what this round has to prove."""

    me: Person
    pts: int = 1
    date: int = 1
    said: list[Sent] = field(default_factory=list)
    fresh: list[Sent] = field(default_factory=list)
    read: dict[int, int] = field(default_factory=dict)
    heard: dict[int, int] = field(default_factory=dict)
    """The newest message of each other one, to be read."""
    places: list[Place] = field(default_factory=list)
    """Where it may speak."""


class Mayhem:
    """The whole run. `killed`: how often; `answered`: how much was."""

    def __init__(self, folder: Path, database: str | None) -> None:
        self._url = database or f"sqlite:///{folder / 'data' / 'chappe.db'}"
        self._server = Killable(folder / "data", database)
        self._talkers: list[Talker] = []
        self._places: list[Place] = []
        self._titles: dict[int, list[str]] = {}
        """Of each group: the last that was answered, and those that were asked for since."""
        self._renaming: set[Place] = set()
        self.killed = 0
        self.answered = 0

    async def run(self, rounds: int, seconds: float) -> None:
        """So many rounds, or as many as the time allows.

        Raises: AssertionError when something was lost.
        """
        until = time.monotonic() + seconds
        try:
            await self._server.start()
            await self._gather()
            while self.killed < rounds and time.monotonic() < until:
                await self._load()
                self._server.kill()
                self.killed += 1
                await self._hung_up()
                await check_log(self._url)
                await self._server.start()
                for talker in self._talkers:
                    await self._come_back(talker)
                await self._prove()
            await self._prove_all()
        finally:
            self._server.kill()

    # -- the people ---------------------------------------------------------------------

    async def _gather(self) -> None:
        for number in range(PEOPLE):
            socket = await Socket.connect(*self._server.place)
            client = Client(socket, self._server.key, SystemClock())
            await client.shake_hands()
            phone = f"999662{number:04d}"
            answer = await sign_in(client, phone, "22222", f"Talker {number}")
            person = Person(client, phone, answer.user.id, await secret_of(self._url))
            self._talkers.append(Talker(person))
        self._places = await make_places([each.me for each in self._talkers])
        for talker in self._talkers:
            talker.places = [each for each in self._places if talker.me in each.speakers]
            await self._note_state(talker)
            talker.me.updates.clear()

    async def _note_state(self, talker: Talker) -> None:
        state = await talker.me.call("updates.getState")
        talker.pts, talker.date = state.pts, state.date

    async def _hung_up(self) -> None:
        """What the server had sent before it died is read to its end."""
        async with asyncio.timeout(10):
            while not all(each.me.client.carrier.closed for each in self._talkers):  # noqa: ASYNC110 - a flag
                await asyncio.sleep(0.002)

    async def _come_back(self, talker: Talker) -> None:
        talker.me.client.start_again(await Socket.connect(*self._server.place))
        for sent in talker.fresh:
            if sent.id is None:
                await self._send(talker, sent)
            assert sent.id is not None

    # -- the load -----------------------------------------------------------------------

    async def _load(self) -> None:
        low, high = LOAD_SECONDS
        span = low + (high - low) * secrets.randbelow(1000) / 1000
        tasks = [
            asyncio.create_task(self._talk(talker))
            for talker in self._talkers
            for _ in range(AT_A_TIME)
        ]
        await asyncio.sleep(span)
        self._server.kill()
        await self._hung_up()
        await asyncio.sleep(0)
        for task in tasks:
            task.cancel()
        for result in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(result, Exception):
                raise result

    async def _talk(self, talker: Talker) -> None:
        deeds: list[Any] = [self._say] * 6
        deeds += [self._say_file, self._edit, self._edit, self._read, self._rename]
        while True:
            await secrets.choice(deeds)(talker)

    async def _say(self, talker: Talker, data: bytes | None = None) -> None:
        place = secrets.choice(talker.places)
        number = secrets.randbits(62) + 1
        sent = Sent(place, number, f"message {number}", data)
        talker.fresh.append(sent)
        await self._send(talker, sent)

    async def _say_file(self, talker: Talker) -> None:
        await self._say(talker, secrets.token_bytes(FILE_BYTES))

    async def _send(self, talker: Talker, sent: Sent) -> None:
        me = talker.me
        how: dict[str, Any] = {
            "peer": sent.to.peer(me),
            "message": sent.text,
            "random_id": sent.random_id,
        }
        if sent.data is None:
            question = me.client.begin("messages.sendMessage", **how)
        else:
            if not sent.file_id:
                file_id = secrets.randbits(62)
                await me.call(
                    "upload.saveFilePart", file_id=file_id, file_part=0, bytes=sent.data
                )
                sent.file_id = file_id  # answered: it has to outlive the server
            question = me.client.begin("messages.sendMedia", media=_document(me, sent), **how)
        answer = await self._ask(question)
        sent.id = _id_of(answer, sent.random_id)

    async def _ask(self, question: Question) -> Any:
        answer = await question.answer
        self.answered += 1
        return answer

    async def _edit(self, talker: Talker) -> None:
        recent = talker.fresh[-20:]
        mine = [each for each in recent if each.id is not None and each.maybe is None]
        if not mine:
            await self._say(talker)
            return
        sent = secrets.choice(mine)
        text = f"{sent.text.split(' again')[0]} again {secrets.token_hex(4)}"
        sent.maybe = text
        question = talker.me.client.begin(
            "messages.editMessage", peer=sent.to.peer(talker.me), id=sent.id, message=text
        )
        await self._ask(question)
        sent.text, sent.maybe = text, None

    async def _read(self, talker: Talker) -> None:
        me, place = talker.me, secrets.choice(self._places_of(talker))
        newest = max((_newest(each, me, place) for each in me.updates), default=0)
        if place.channel_id:
            how = {"channel": place.channel(me), "max_id": newest}
            question = me.client.begin("channels.readHistory", **how)
        else:
            question = me.client.begin(
                "messages.readHistory", peer=place.peer(me), max_id=newest
            )
        await self._ask(question)
        number = self._places.index(place)
        talker.read[number] = max(newest, talker.read.get(number, 0))

    def _places_of(self, talker: Talker) -> list[Place]:
        return [each for each in self._places if talker.me in each.people]

    async def _rename(self, talker: Talker) -> None:
        """The first of them gives a group another title, one at a time."""
        groups = [each for each in self._places if each.channel_id or each.chat_id]
        place = secrets.choice(groups)
        if talker is not self._talkers[0] or place in self._renaming:
            await self._say(talker)
            return
        me, number = talker.me, self._places.index(place)
        title = f"title {secrets.token_hex(4)}"
        self._titles.setdefault(number, [place.title]).append(title)
        self._renaming.add(place)
        if place.channel_id:
            how = {"channel": place.channel(me), "title": title}
            question = me.client.begin("channels.editTitle", **how)
        else:
            question = me.client.begin(
                "messages.editChatTitle", chat_id=place.chat_id, title=title
            )
        await self._ask(question)
        self._titles[number] = [title]
        self._renaming.discard(place)

    # -- the proof ----------------------------------------------------------------------

    async def _prove(self) -> None:
        """What was said since the last proof is found in the difference of all who have it, once."""
        await self._prove_titles()
        found = {talker.me.user_id: await self._catch_up(talker) for talker in self._talkers}
        for talker in self._talkers:
            await self._prove_reads(talker)
            for sent in talker.fresh:
                token = _token(sent.text)
                for person in sent.to.people:
                    times = len(found[person.user_id].get(token, []))
                    assert times == 1, f"{token}: {times} times for {person.user_id}"
                self._prove_message(sent, found[talker.me.user_id][token][0])
                if sent.data is not None and secrets.randbelow(4) == 0:
                    other = sent.to.other(talker.me)
                    await _prove_file(sent, other, found[other.user_id][token][0])
            talker.said += talker.fresh
            talker.fresh = []
            talker.me.updates.clear()

    @staticmethod
    def _prove_message(sent: Sent, message: Any) -> None:
        assert message.id == sent.id, f"{sent.id} was answered, {message.id} is there"
        assert message.message in {sent.text, sent.maybe}, f"{message.message} of {sent}"

    async def _catch_up(self, talker: Talker) -> dict[str, list[Any]]:
        """The difference: every new message by its token; pts has no hole."""
        found: dict[str, list[Any]] = {}
        count, first = 0, talker.pts
        while True:
            answer = await talker.me.call(
                "updates.getDifference", pts=talker.pts, date=talker.date, qts=1
            )
            if answer.NAME == "updates.differenceEmpty":
                break
            for message in answer.new_messages:
                found.setdefault(_token(getattr(message, "message", "")), []).append(message)
            counted = [each for each in answer.other_updates if hasattr(each, "pts_count")]
            count += len(answer.new_messages) + sum(each.pts_count for each in counted)
            last = answer.NAME == "updates.difference"
            state = answer.state if last else answer.intermediate_state
            talker.pts, talker.date = state.pts, state.date
            if last:
                break
        assert talker.pts - first == count, f"pts rose by {talker.pts - first}, events: {count}"
        for place in self._places_of(talker):
            for message in await catch_up(talker.me, place) if place.channel_id else []:
                found.setdefault(_token(getattr(message, "message", "")), []).append(message)
        return found

    async def _prove_reads(self, talker: Talker) -> None:
        me = talker.me
        for number, read in talker.read.items():
            peer = me.make("inputDialogPeer", peer=self._places[number].peer(me))
            answer = await me.call("messages.getPeerDialogs", peers=[peer])
            assert answer.dialogs[0].read_inbox_max_id >= read, "what was read is unread"

    async def _prove_titles(self) -> None:
        self._renaming.clear()
        me = self._talkers[0].me
        for number, titles in self._titles.items():
            place = self._places[number]
            if place.channel_id:
                answer = await me.call("channels.getChannels", id=[place.channel(me)])
            else:
                answer = await me.call("messages.getChats", id=[place.chat_id])
            title = answer.chats[0].title
            assert title in titles, f"{title} is none of {titles}"
            self._titles[number] = [title]

    async def _prove_all(self) -> None:
        """At the end: every history from its beginning."""
        for talker in self._talkers:
            fetched = await Fetcher(talker.me.client, talker.me).fetch()
            there: dict[str, list[Any]] = {}
            for message in fetched.messages.values():
                there.setdefault(_token(message.get("message", "")), []).append(message)
            for sent in talker.said:
                (message,) = there[_token(sent.text)]
                assert message["id"] == sent.id


async def check_log(url: str) -> None:
    """Every box's facts follow one another, and nothing was sent twice; the server is down.

    Raises: AssertionError.
    """
    database = open_database(url)
    await database.open()
    try:
        async with database.transaction(write=False) as tx:
            places: dict[int, tuple[int, int]] = {}
            for box, n, pts, pts_count in await tx.rows(FACTS):
                before_n, before_pts = places.get(box, (0, 1))
                assert n == before_n + 1, f"box {box}: fact {n} after {before_n}"
                assert pts == before_pts + pts_count, f"box {box}: pts {pts} after {before_pts}"
                places[box] = (n, pts)
            for box, pts, n, _top in await tx.rows(BOXES):
                assert places.get(box, (0, 1)) == (n, pts), f"box {box} is beyond its facts"
            twice = [row for row in await tx.rows(COPIES) if row[2] > 1]
            assert not twice, f"sent twice: {twice}"
    finally:
        await database.close()


async def secret_of(url: str) -> bytes:
    """Of the installation: a client may name anybody."""
    database = open_database(url, beside=True)
    await database.open()
    try:
        async with database.transaction(write=False) as tx:
            row = await tx.row("SELECT value FROM secret WHERE name = 'access'")
    finally:
        await database.close()
    assert row is not None
    value: bytes = row[0]
    return value


def _document(me: Person, sent: Sent) -> Any:
    file = me.make("inputFile", id=sent.file_id, parts=1, name="a.bin", md5_checksum="")
    return me.make(
        "inputMediaUploadedDocument",
        file=file,
        mime_type="application/octet-stream",
        attributes=[me.make("documentAttributeFilename", file_name="a.bin")],
    )


async def _prove_file(sent: Sent, other: Person, message: Any) -> None:
    document = message.media.document
    location = other.make(
        "inputDocumentFileLocation",
        id=document.id,
        access_hash=document.access_hash,
        file_reference=document.file_reference,
        thumb_size="",
    )
    answer = await other.call("upload.getFile", location=location, offset=0, limit=1 << 20)
    assert answer.bytes == sent.data, "a file is not what was sent"


def _token(text: str) -> str:
    return text.split(" again", maxsplit=1)[0]


def _id_of(answer: Any, random_id: int) -> int:
    """The id that the answer to a send gives the message."""
    if answer.NAME == "updateShortSentMessage":
        return int(answer.id)
    for update in answer.updates:
        if update.NAME == "updateMessageID" and update.random_id == random_id:
            return int(update.id)
    raise AssertionError(f"no id in {answer!r}")


def _newest(container: Any, me: Person, place: Place) -> int:
    """The id of a message of others that was pushed; 0: none is in there."""
    private = not (place.channel_id or place.chat_id)
    other = place.other(me).user_id if private else 0
    if container.NAME == "updateShortMessage":
        return int(container.id) if container.user_id == other else 0
    found = 0
    for update in getattr(container, "updates", []):
        if update.NAME in {"updateNewMessage", "updateNewChannelMessage"}:
            message = update.message
            theirs = getattr(message.peer_id, "user_id", 0) == other if private else False
            if not message.out and (theirs or place.holds(message.peer_id)):
                found = max(found, message.id)
    return found


async def rage(database: str | None, rounds: int, seconds: float) -> Mayhem:
    """A whole run in a folder of its own; `database`: a PostgreSQL server, SQLite where None."""
    schema = None if database is None else OwnSchema(database)
    if schema is not None:
        await schema.make()
    try:
        with tempfile.TemporaryDirectory() as folder:
            mayhem = Mayhem(Path(folder), None if schema is None else schema.database)
            await mayhem.run(rounds, seconds)
            return mayhem
    finally:
        if schema is not None:
            await schema.clear()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=900.0)
    parser.add_argument("--database")
    asked = parser.parse_args()
    begun = time.monotonic()
    mayhem = asyncio.run(rage(asked.database, asked.rounds, asked.seconds))
    engine = "SQLite" if asked.database is None else "PostgreSQL"
    sys.stdout.write(
        f"{engine}: killed {mayhem.killed} times in {time.monotonic() - begun:.0f} s,"
        f" {mayhem.answered} calls were answered: nothing lost, nothing twice\n"
    )


if __name__ == "__main__":
    main()
