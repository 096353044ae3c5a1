"""A server that is killed in the middle of an upload: what it answered is there when it comes back."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from files_by_hand import HandWorld, place_of

from chappe import features
from chappe.blobs.open import open_blobs
from chappe.clock import SystemClock
from chappe.crypto.rsa_public import RsaPublic
from chappe.db.open import open_database
from chappe.features.keys.secrets import load_secret
from chappe.ids import UserId
from chappe.testing.carrier import Socket
from chappe.testing.client import Client
from chappe.testing.person import sign_in
from chappe.tl import api

PART = 1 << 19
PARTS = 40
ANSWERED = 12
COMMAND = [sys.executable, "-m", "chappe", "serve", "--mtproto", "127.0.0.1:0"]


def started(data: Path) -> tuple[subprocess.Popen[str], dict[str, Any], RsaPublic]:
    """A server process, where it listens, and its key."""
    child = subprocess.Popen(
        [*COMMAND, "--http", "127.0.0.1:0", "--data", str(data)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert child.stdout is not None
    ready = next(line for line in child.stdout if line.startswith("ready "))
    facts = json.loads(ready.removeprefix("ready "))
    door = facts["mtproto"][0]
    key = RsaPublic.from_pem(Path(facts["rsa_public_key"]).read_bytes())
    return child, door, key


async def test_every_part_that_was_answered_outlives_the_server(tmp_path: Path) -> None:
    child, door, key = started(tmp_path)
    with child:
        client = Client(await Socket.connect(door["host"], door["port"]), key, SystemClock())
        await client.shake_hands()
        signed: Any = await sign_in(client, "9996621234", "22222", "Ada")
        data = os.urandom(PARTS * PART)

        def begin(number: int) -> Any:
            return client.begin(
                "upload.saveBigFilePart",
                file_id=5,
                file_part=number,
                file_total_parts=PARTS,
                bytes=data[number * PART : (number + 1) * PART],
            )

        asked = [begin(number) for number in range(PARTS)]
        for question in asked[:ANSWERED]:
            await client.ask(question)
        child.send_signal(signal.SIGKILL)
    answered = {
        number
        for number, question in enumerate(asked)
        if question.answer.done() and not question.answer.exception()
    }
    assert len(answered) >= ANSWERED
    assert (
        await left_to_send(tmp_path, UserId(signed.user.id), data)
        <= set(range(PARTS)) - answered
    )


async def left_to_send(folder: Path, user_id: UserId, data: bytes) -> set[int]:
    """Send what is missing of the file, and fetch it; which parts that were."""
    features.load()
    database = open_database(f"sqlite:///{folder}/chappe.db")
    await database.open()
    blobs = open_blobs(f"file://{folder}/blobs")
    await blobs.open()
    async with database.transaction(write=True) as tx:
        secret = await load_secret(tx, "access")
        here = {part for (part,) in await tx.rows("SELECT part FROM upload_part")}
    world = HandWorld(database, blobs, secret=secret, now=SystemClock().now())
    missing = set(range(PARTS)) - here
    for number in missing:
        part = data[number * PART : (number + 1) * PART]
        said = api.upload.SaveBigFilePart(
            file_id=5, file_part=number, file_total_parts=PARTS, bytes=part
        )
        await world.ask(said, user_id)
    file = api.InputFileBig(id=5, parts=PARTS, name="a")
    media = api.InputMediaUploadedDocument(file=file, mime_type="a/b", attributes=[])
    shown = (await world.send(media, user_id)).document
    assert await world.download(place_of(shown), user_id=user_id) == data
    await database.close()
    return missing
