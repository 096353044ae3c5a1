"""The lists that a search gives, on every engine."""

from dataclasses import replace

import pytest

from chappe.db.database import Database
from chappe.db.fulltext import marks_query, query_of
from chappe.db.migrate import migrate, read_migrations
from chappe.features import ROOMS_WITH_TABLES
from chappe.features.messages import finding, store, words
from chappe.features.messages.finding import Day, Place, Sought
from chappe.features.messages.model import Body, CopyMark, MediaKind, Message
from chappe.features.messages.store import Window
from chappe.features.messages.words import Trait, box_mark, dialog_mark
from chappe.features.text.actions import prepare_text
from chappe.ids import BoxId, MessageId, PeerId
from chappe.tl import api, layers

ADA, BOB, CYD = BoxId(10), PeerId(20), PeerId(30)
TOP = Window(0, 0, 0, 100)
DAY = 86400
OF_BOB = Sought(box=ADA, peer=BOB)


def said(text: str, at: int, *, by: int = ADA, kind: MediaKind = MediaKind.NONE) -> Body:
    prepared = prepare_text(text)
    return Body(
        from_id=PeerId(by), at=at, text=text, entities=prepared.entities, media_kind=kind
    )


SAID = [
    (BOB, said("red apple", 10), CopyMark.OUT),
    (BOB, said("green apple", DAY + 20, by=BOB), CopyMark.MENTIONED),
    (CYD, said("blue apple", DAY + 30), CopyMark.OUT),
    (BOB, said("a photo", DAY + 40, kind=MediaKind.PHOTO), CopyMark.OUT | CopyMark.PINNED),
    (BOB, said("see apple.com", 2 * DAY, by=BOB), CopyMark(0)),
]


@pytest.fixture
async def talk(database: Database) -> Database:
    await migrate(database, read_migrations(ROOMS_WITH_TABLES))
    async with database.transaction(write=True) as tx:
        for number, (peer, body, marks) in enumerate(SAID, start=1):
            body_id = await store.insert_body(tx, body)
            await words.index(tx, body_id, body, ADA, peer)
            copy = Message(ADA, MessageId(number), peer, body_id, marks, None, None, None, body)
            await store.insert_copies(tx, [copy])
    return database


async def ids(database: Database, sought: Sought, window: Window = TOP) -> list[int]:
    async with database.transaction(write=False) as tx:
        found = [message.id for message in await finding.find(tx, sought, window)]
        if window == TOP:
            assert await finding.count(tx, sought) == len(found)
    return found


async def test_every_condition_narrows_the_list(talk: Database) -> None:
    dialog = [dialog_mark(ADA, BOB)]
    everywhere = Sought(box=ADA, query=query_of("apple", [box_mark(ADA)]))
    asked = [
        (Sought(box=ADA), [5, 4, 3, 2, 1]),
        (Sought(box=BoxId(99)), []),
        (OF_BOB, [5, 4, 2, 1]),
        (replace(OF_BOB, query=query_of("apple", dialog)), [5, 2, 1]),
        (replace(OF_BOB, query=query_of("appl red", dialog)), []),
        (replace(OF_BOB, query=query_of("apple gr", dialog)), [2]),
        (everywhere, [5, 3, 2, 1]),
        (replace(everywhere, peers=[CYD]), [3]),
        (replace(everywhere, not_peers=[CYD, PeerId(77)]), [5, 2, 1]),
        (replace(everywhere, peers=[]), []),
        (replace(everywhere, peer_from=25), [3]),
        (replace(everywhere, peer_to=25), [5, 2, 1]),
        (replace(everywhere, after=DAY, before=2 * DAY), [3, 2]),
        (replace(OF_BOB, from_id=BOB), [5, 2]),
        (replace(OF_BOB, marked=CopyMark.PINNED), [4]),
        (replace(OF_BOB, marked=CopyMark.MENTIONED), [2]),
        (replace(OF_BOB, saved_peer=BOB), []),
        (replace(OF_BOB, query=marks_query([*dialog, Trait.PHOTO_OR_VIDEO.value])), [4]),
        (replace(OF_BOB, query=marks_query([*dialog, Trait.LINK.value])), [5]),
        (replace(OF_BOB, query=query_of("apple", [*dialog, Trait.LINK.value])), [5]),
    ]
    for sought, expected in asked:
        assert await ids(talk, sought) == expected, sought


async def test_windows_move_over_what_was_found(talk: Database) -> None:
    assert await ids(talk, OF_BOB, Window(4, 0, 0, 2)) == [2, 1]
    assert await ids(talk, OF_BOB, Window(2, 0, -2, 3)) == [4, 2, 1]
    assert await ids(talk, OF_BOB, Window(0, 0, 1, 2)) == [4, 2]
    assert await ids(talk, OF_BOB, Window(0, 0, 0, 9, max_id=5, min_id=1)) == [4, 2]


async def test_days_and_places_of_a_list(talk: Database) -> None:
    async with talk.transaction(write=False) as tx:
        assert await finding.days(tx, OF_BOB, below=0, limit=9) == [
            Day(2 * DAY, MessageId(5), MessageId(5), 1),
            Day(DAY, MessageId(2), MessageId(4), 2),
            Day(0, MessageId(1), MessageId(1), 1),
        ]
        assert await finding.days(tx, OF_BOB, below=4, limit=1) == [
            Day(DAY, MessageId(2), MessageId(2), 1)
        ]
        assert await finding.places(tx, OF_BOB, below=0, step=2) == [
            Place(MessageId(5), 2 * DAY, 0),
            Place(MessageId(2), DAY + 20, 2),
        ]
        assert await finding.places(tx, OF_BOB, below=5, step=1) == [
            Place(MessageId(4), DAY + 40, 1),
            Place(MessageId(2), DAY + 20, 2),
            Place(MessageId(1), 10, 3),
        ]
        assert await finding.oldest(tx, OF_BOB) == (1, 10)
        assert await finding.oldest(tx, Sought(box=BoxId(99))) is None
        assert await finding.count(tx, OF_BOB, newer_than=2) == 2


async def test_a_changed_body_is_found_by_what_it_says_now(talk: Database) -> None:
    query = query_of("pear", [box_mark(ADA)])
    async with talk.transaction(write=True) as tx:
        (first,) = (await store.find_many(tx, ADA, [MessageId(1)])).values()
        changed = replace(first.body, text="red pear")
        await words.reindex(tx, first.body_id, changed, ADA, BOB, [ADA, BoxId(BOB)])
    assert await ids(talk, Sought(box=ADA, query=query)) == [1]
    assert await ids(talk, Sought(box=ADA, query=query_of("apple", [box_mark(ADA)]))) == [
        5,
        3,
        2,
    ]
    async with talk.transaction(write=True) as tx:
        await words.forget(tx, [first.body_id])
    assert await ids(talk, Sought(box=ADA, query=query)) == []


def test_a_service_message_is_found_by_its_kind() -> None:
    missed = api.MessageActionPhoneCall(call_id=1, reason=api.PhoneCallDiscardReasonMissed())
    taken = api.MessageActionPhoneCall(call_id=1)
    photo = api.MessageActionChatEditPhoto(photo=api.PhotoEmpty(id=1))
    for action, traits in [
        (missed, [Trait.PHONE_CALL, Trait.MISSED_CALL]),
        (taken, [Trait.PHONE_CALL]),
        (photo, [Trait.CHAT_PHOTO]),
        (api.MessageActionScreenshotTaken(), []),
    ]:
        body = Body(from_id=BOB, at=0, text="", action=layers.write(action))
        assert words.traits_of(body) == traits


def test_a_group_has_one_mark_for_its_dialog() -> None:
    assert dialog_mark(ADA, PeerId(-5)) == dialog_mark(BoxId(20), PeerId(-5)) == "cn5"
    assert dialog_mark(ADA, BOB) == dialog_mark(BoxId(20), PeerId(10)) == "c10x20"
