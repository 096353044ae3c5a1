"""Media without files, and by URL: what is taken, what is refused."""

from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from files_by_hand import HandWorld, picture, place_of

from chappe import features
from chappe.blobs.open import MEMORY, open_blobs
from chappe.db.migrate import migrate, read_migrations
from chappe.db.open import MEMORY as MEMORY_DATABASE
from chappe.db.open import open_database
from chappe.features.files import plain
from chappe.features.files.kinds import PreparedMedia, media_kind
from chappe.fetch.errors import FetchFailed
from chappe.fetch.fetcher import Fetched
from chappe.rpc.errors import RpcError
from chappe.tl import api


@dataclass
class Web:
    """What stands at which address."""

    pages: dict[str, tuple[str, bytes]] = field(default_factory=dict)

    async def get(self, url: str, *, accept: Any, bytes_max: int) -> Fetched:
        if url not in self.pages:
            raise FetchFailed("status")
        kind, body = self.pages[url]
        if not kind.startswith(tuple(accept)) or len(body) > bytes_max:
            raise FetchFailed("type")
        return Fetched(url, kind, None, body)


@pytest.fixture
async def world() -> AsyncIterator[HandWorld]:
    features.load()
    database = open_database(MEMORY_DATABASE)
    await database.open()
    await migrate(database, read_migrations(["chappe.features.files"]))
    yield HandWorld(database, open_blobs(MEMORY), fetcher=Web())  # type: ignore[arg-type] # as much as is asked
    await database.close()


def point(**other: Any) -> Any:
    return api.InputGeoPoint(**{"lat": 48.2, "long": 16.37, **other})


def contact(**other: Any) -> Any:
    said = {"phone_number": "+43 1", "first_name": "A", "last_name": "", "vcard": ""}
    return api.InputMediaContact(**{**said, **other})


def venue(**other: Any) -> Any:
    said = dict.fromkeys(("title", "address", "provider", "venue_id", "venue_type"), "x")
    return api.InputMediaVenue(**{"geo_point": point(), **said, **other})


def live(**other: Any) -> Any:
    return api.InputMediaGeoLive(**{"geo_point": point(), "period": 900, **other})


# -- dice -----------------------------------------------------------------------------


@pytest.mark.parametrize(("emoji", "highest"), plain.DICE.items())
async def test_a_die_shows_every_value_that_it_has_and_no_other(
    world: HandWorld, emoji: str, highest: int
) -> None:
    thrown = [
        (await world.prepare(api.InputMediaDice(emoticon=emoji))).media for _ in range(1500)
    ]
    seen = Counter(each.value for each in thrown)  # type: ignore[union-attr] # dice, all of them
    assert set(seen) == set(range(1, highest + 1))
    assert max(seen.values()) < 4 * 1500 / highest


async def test_the_style_of_an_emoji_does_not_matter(world: HandWorld) -> None:
    thrown = await world.send(api.InputMediaDice(emoticon="⚽\ufe0f"))
    assert thrown.emoticon == "⚽"


@pytest.mark.parametrize("emoji", ["", "🙂", "⚽⚽", "x"])
async def test_other_emoji_are_no_dice(world: HandWorld, emoji: str) -> None:
    with pytest.raises(RpcError, match=r"^400 EMOTICON_INVALID$"):
        await world.prepare(api.InputMediaDice(emoticon=emoji))


# -- places and people ----------------------------------------------------------------


async def test_places_and_contacts_are_kept_as_they_were_said(world: HandWorld) -> None:
    geo = api.GeoPoint(long=16.37, lat=48.2, access_hash=0)
    assert await world.send(api.InputMediaGeoPoint(geo_point=point())) == api.MessageMediaGeo(
        geo=geo
    )
    shown = await world.send(venue(title="Prater"))
    assert (shown.title, shown.geo) == ("Prater", geo)
    shown = await world.send(contact(vcard="BEGIN:VCARD\0"))
    assert (shown.phone_number, shown.user_id, shown.vcard) == ("+43 1", 0, "BEGIN:VCARD")
    shown = await world.send(live(heading=90, proximity_notification_radius=100))
    assert (shown.period, shown.heading, shown.proximity_notification_radius) == (900, 90, 100)
    shown = await world.send(api.InputMediaGeoLive(geo_point=point(), stopped=True))
    assert shown.period == 0


async def test_whose_number_a_contact_has_is_told_by_who_knows(
    world: HandWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def find(_call: Any, phone: str) -> Any:
        return 77 if phone == "+43 1" else None

    monkeypatch.setattr(plain, "_owner_finders", [find])
    assert (await world.send(contact())).user_id == 77
    assert (await world.send(contact(phone_number="2"))).user_id == 0


WRONG: list[tuple[str, Any]] = [
    ("MEDIA_EMPTY", api.InputMediaGeoPoint(geo_point=api.InputGeoPointEmpty())),
    ("MEDIA_INVALID", api.InputMediaGeoPoint(geo_point=point(lat=91.0))),
    ("MEDIA_INVALID", api.InputMediaGeoPoint(geo_point=point(long=-181.0))),
    ("MEDIA_INVALID", api.InputMediaGeoPoint(geo_point=point(lat=float("nan")))),
    ("MEDIA_INVALID", venue(title="x" * 300)),
    ("MEDIA_INVALID", contact(phone_number=" ")),
    ("MEDIA_INVALID", contact(first_name="")),
    ("MEDIA_INVALID", contact(vcard="x" * 20_000)),
    ("MEDIA_INVALID", live(period=None)),
    ("MEDIA_INVALID", live(period=59)),
    ("MEDIA_INVALID", live(period=86_401)),
    ("MEDIA_INVALID", live(heading=361)),
    ("MEDIA_INVALID", live(proximity_notification_radius=-1)),
    ("MEDIA_INVALID", api.InputMediaStory(peer=api.InputPeerSelf(), id=1)),
]


@pytest.mark.parametrize(("name", "said"), WRONG)
async def test_media_that_are_none_are_refused(world: HandWorld, name: str, said: Any) -> None:
    with pytest.raises(RpcError, match=f"^400 {name}$"):
        await world.prepare(said)


def test_a_kind_of_media_has_one_owner() -> None:
    async def other(*_: Any) -> PreparedMedia:
        raise AssertionError

    with pytest.raises(AssertionError, match="inputMediaDice has two owners"):
        media_kind(api.InputMediaDice)(other)


# -- by URL ---------------------------------------------------------------------------


async def test_media_by_url_are_fetched(world: HandWorld) -> None:
    world.fetcher.pages = {  # type: ignore[attr-defined] # the web of this test
        "https://example.org/a.png": ("image/png", picture(300, 200, "PNG")),
        "http://example.org/b/paper.pdf?x=1": ("application/pdf", b"%PDF"),
    }
    photo = await world.send(
        api.InputMediaPhotoExternal(url="https://example.org/a.png", spoiler=True)
    )
    assert (photo.spoiler, photo.photo.sizes[-1].w) == (True, 300)
    paper = (
        await world.send(
            api.InputMediaDocumentExternal(url="http://example.org/b/paper.pdf?x=1")
        )
    ).document
    assert paper.attributes == [api.DocumentAttributeFilename(file_name="paper.pdf")]
    assert await world.download(place_of(paper)) == b"%PDF"
    image = (
        await world.send(api.InputMediaDocumentExternal(url="https://example.org/a.png"))
    ).document
    assert image.attributes[1] == api.DocumentAttributeImageSize(w=300, h=200)
    assert [size.type for size in image.thumbs] == ["i", "m"]


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("EXTERNAL_URL_INVALID", ""),
        ("EXTERNAL_URL_INVALID", "ftp://example.org/a"),
        ("EXTERNAL_URL_INVALID", "file:///etc/passwd"),
        ("EXTERNAL_URL_INVALID", "http://"),
        ("EXTERNAL_URL_INVALID", "http://[::1"),
        ("WEBPAGE_CURL_FAILED", "https://example.org/none"),
        ("WEBPAGE_CURL_FAILED", "https://example.org/page"),
        ("WEBPAGE_MEDIA_EMPTY", "https://example.org/empty"),
        ("IMAGE_PROCESS_FAILED", "https://example.org/broken"),
    ],
)
async def test_what_cannot_be_fetched_is_refused(world: HandWorld, name: str, url: str) -> None:
    world.fetcher.pages = {  # type: ignore[attr-defined] # the web of this test
        "https://example.org/page": ("text/html", b"<html>"),
        "https://example.org/empty": ("image/png", b""),
        "https://example.org/broken": ("image/png", b"x"),
    }
    for said in (
        api.InputMediaPhotoExternal(url=url),
        api.InputMediaDocumentExternal(url=url),
    ):
        with pytest.raises(RpcError, match=f"^400 {name}$"):
            await world.prepare(said)
