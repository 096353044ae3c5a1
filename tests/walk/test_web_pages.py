"""Previews of links: on their way, come, or not there; against a real HTTP server on this machine."""

import io
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from PIL import Image

from chappe.config import Fetch, Settings
from chappe.features.webpages.actions import AWAITED_MAX
from chappe.fetch.turns import OUT_MAX
from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World

PAGE = """<html><head><title>Plain</title><meta property="og:title" content="A page">
<meta property="og:description" content="about it"><meta property="og:image" content="/picture.png">
<meta name="twitter:card" content="summary_large_image"></head></html>"""


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (640, 480), "red").save(out, "PNG")
    return out.getvalue()


class Site:
    """A web site. `asked`: paths, in order."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.pages: dict[str, tuple[bytes, str]] = {
            "/page": (PAGE.encode(), "text/html"),
            "/picture.png": (picture(), "image/png"),
            "/nothing": (b"<html></html>", "text/html"),
            "/plain": (b"<title>Just a title</title>", "text/html"),
            "/broken.png": (b"no picture", "image/png"),
        }
        app = web.Application()
        app.router.add_get("/{path:.*}", self.answer)
        self.server = TestServer(app)

    async def answer(self, request: web.Request) -> web.Response:
        self.asked.append(request.path)
        if request.path not in self.pages:
            return web.Response(status=404)
        body, kind = self.pages[request.path]
        return web.Response(body=body, content_type=kind)

    def url(self, path: str) -> str:
        return str(self.server.make_url(path))


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    site = Site()
    await site.server.start_server(shutdown_timeout=0.1)
    yield site
    await site.server.close()


@pytest.fixture
async def world(worlds: Callable[..., Any]) -> AsyncIterator[World]:
    async with worlds(Settings(fetch=Fetch.LOOPBACK)) as world:
        yield world


async def came(world: World, person: Person) -> Any:
    """The page of the first updateWebPage that is pushed."""
    for _ in range(1000):
        await world.settle()
        for pushed in person.updates:
            for update in getattr(pushed, "updates", []):
                if update.NAME == "updateWebPage":
                    return update.webpage
    raise AssertionError("no page came")


async def newest(reader: Person, other: Person) -> Any:
    zeros = dict.fromkeys(
        ("offset_id", "offset_date", "add_offset", "max_id", "min_id", "hash"), 0
    )
    history = await reader.call(
        "messages.getHistory", peer=reader.peer(other), **zeros, limit=1
    )
    return history.messages[0]


async def test_a_link_becomes_a_preview_for_both(world: World, site: Site) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await bob.call("updates.getState")
    url = site.url("/page")
    sent = await ada.send(bob, f"look: {url}")
    pending = next(u for u in sent.updates if u.NAME == "updateNewMessage").message.media
    assert pending.webpage.NAME == "webPagePending"
    page = await came(world, bob)
    assert (page.id, page.url) == (pending.webpage.id, url)
    assert (page.title, page.description, page.type) == ("A page", "about it", "article")
    assert (page.site_name, page.has_large_media) == ("127.0.0.1", True)
    assert page.photo.NAME == "photo"
    assert page.photo.access_hash
    assert (await came(world, ada)).title == "A page"
    for reader, other in ((ada, bob), (bob, ada)):
        media = (await newest(reader, other)).media
        assert media.NAME == "messageMediaWebPage"
        assert media.webpage.title == "A page"
    assert site.asked == ["/page", "/picture.png"]


async def test_a_page_that_is_known_is_there_at_once_and_for_a_day(
    world: World, site: Site
) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await ada.send(bob, site.url("/plain"))
    await came(world, ada)
    sent = await ada.send(bob, f"again {site.url('/plain')}")
    shown = next(u for u in sent.updates if u.NAME == "updateNewMessage").message.media.webpage
    assert (shown.NAME, shown.title) == ("webPage", "Just a title")
    assert site.asked == ["/plain"]
    world.advance(25 * 3600)
    site.pages["/plain"] = (b"<title>Another title</title>", "text/html")
    ada = await world.another(ada)
    await ada.send(bob, f"old {site.url('/plain')}")
    for _ in range(100):
        await world.settle()
        if (await newest(ada, bob)).media.webpage.title == "Another title":
            break
    assert (await newest(ada, bob)).media.webpage.title == "Another title"
    assert site.asked == ["/plain", "/plain"]


@pytest.mark.parametrize("path", ["/nothing", "/missing", "/broken.png"])
async def test_what_has_nothing_to_show_is_taken_off_again(
    world: World, site: Site, path: str
) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await bob.call("updates.getState")
    await ada.send(bob, site.url(path))
    assert (await came(world, bob)).NAME == "webPageEmpty"
    assert (await newest(bob, ada)).media is None
    sent = await ada.send(bob, f"again {site.url(path)}")
    assert sent.NAME == "updateShortSentMessage"
    assert site.asked == [path]


async def test_a_link_to_a_picture_shows_it(world: World, site: Site) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await ada.send(bob, site.url("/picture.png"))
    page = await came(world, ada)
    assert (page.type, page.photo.NAME) == ("photo", "photo")


async def test_nothing_is_fetched_when_the_sender_wants_none(world: World, site: Site) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await ada.send(bob, site.url("/page"), no_webpage=True)
    await world.settle()
    assert (await newest(bob, ada)).media is None
    assert site.asked == []


async def test_nothing_is_fetched_when_nobody_may_go_out(site: Site) -> None:
    async with World() as world:
        ada, bob = await world.person("Ada"), await world.person("Bob")
        sent = await ada.send(bob, site.url("/page"))
        assert sent.NAME == "updateShortSentMessage"
        preview = await ada.call("messages.getWebPagePreview", message=site.url("/page"))
        assert preview.media.NAME == "messageMediaEmpty"
        page = await ada.call("messages.getWebPage", url=site.url("/page"), hash=0)
        assert page.webpage.NAME == "webPageEmpty"
        assert site.asked == []


async def test_the_inner_network_is_not_visited(world: World, site: Site) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    for address in (
        "http://169.254.169.254/latest",
        "http://10.0.0.1/",
    ):
        ada.updates.clear()
        await ada.send(bob, address)
        assert (await came(world, ada)).NAME == "webPageEmpty"


@pytest.mark.parametrize("layer", [133, 158, 229])
async def test_a_preview_is_asked_for_while_typing(
    world: World, site: Site, layer: int
) -> None:
    ada = await world.person("Ada", layer=layer)
    await ada.call("updates.getState")
    asked = await ada.call("messages.getWebPagePreview", message=f"see {site.url('/page')}")
    media = asked.media if layer == 229 else asked
    assert media.webpage.NAME == "webPagePending"
    assert (await came(world, ada)).title == "A page"
    asked = await ada.call("messages.getWebPagePreview", message=f"see {site.url('/page')}")
    media = asked.media if layer == 229 else asked
    assert media.webpage.title == "A page"
    page = await ada.call("messages.getWebPage", url=site.url("/page"), hash=0)
    shown = page.webpage if layer == 229 else page
    assert shown.title == "A page"
    page = await ada.call("messages.getWebPage", url=site.url("/page"), hash=shown.hash)
    assert (page.webpage if layer == 229 else page).NAME == "webPageNotModified"
    none = await ada.call("messages.getWebPagePreview", message="no link")
    assert (none.media if layer == 229 else none).NAME == "messageMediaEmpty"


async def test_one_who_was_away_finds_the_page_in_the_difference(
    world: World, site: Site
) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    state = await bob.call("updates.getState")
    await ada.send(bob, site.url("/plain"))
    await came(world, ada)
    missed = await bob.call("updates.getDifference", pts=state.pts, date=state.date, qts=0)
    assert missed.new_messages[0].media.webpage.title == "Just a title"
    assert [each.NAME for each in missed.other_updates] == ["updateWebPage"]
    assert missed.state.pts == state.pts + 2


async def test_many_links_at_once_are_one_visit(world: World, site: Site) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    cyd = await world.person("Cyd")
    await ada.send(bob, site.url("/plain"))
    await ada.send(cyd, site.url("/plain"))
    for reader in (ada, bob, cyd):
        await reader.call("updates.getState")
    assert (await came(world, ada)).title == "Just a title"
    for reader in (bob, cyd):
        assert (await newest(reader, ada)).media.webpage.title == "Just a title"
    assert site.asked == ["/plain"]


async def send_page(person: Person, other: Person, text: str, url: str, **more: Any) -> Any:
    return await person.call(
        "messages.sendMedia",
        peer=person.peer(other),
        media=person.make("inputMediaWebPage", url=url, **more),
        message=text,
        random_id=person.client.next_msg_id(),
    )


async def test_a_page_of_ones_choice_is_shown_in_the_size_of_ones_choice(
    world: World, site: Site
) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await send_page(ada, bob, "no link here", site.url("/plain"), force_small_media=True)
    media = (await newest(bob, ada)).media
    assert (media.webpage.title, media.manual, media.force_small_media) == (
        "Just a title",
        True,
        True,
    )
    await send_page(ada, bob, "later", site.url("/page"), optional=True, force_large_media=True)
    assert (await came(world, ada)).title == "A page"
    media = (await newest(bob, ada)).media
    assert (media.webpage.title, media.force_large_media) == ("A page", True)
    await send_page(ada, bob, "x" * 2000, site.url("/missing"), optional=True)
    for _ in range(200):
        await world.settle()
        if (await newest(bob, ada)).media is None:
            break
    message = await newest(bob, ada)
    assert (message.message, message.media) == ("x" * 2000, None)


async def test_an_edit_asks_for_the_page_of_the_new_link(world: World, site: Site) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await ada.send(bob, "no link")
    message = await newest(ada, bob)
    text = f"but now {site.url('/plain')}"
    await ada.call("messages.editMessage", peer=ada.peer(bob), id=message.id, message=text)
    assert (await came(world, ada)).title == "Just a title"
    assert (await newest(bob, ada)).media.webpage.title == "Just a title"


@pytest.mark.parametrize(
    ("url", "text", "error"),
    [
        ("tg://x", "text", "WEBPAGE_URL_INVALID"),
        ("/nothing", "text", "WEBPAGE_NOT_FOUND"),
        ("/page", "", "MESSAGE_EMPTY"),
    ],
)
async def test_pages_that_cannot_be_sent(
    world: World, site: Site, url: str, text: str, error: str
) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    address = site.url(url) if url.startswith("/") else url
    with pytest.raises(Refused, match=f"400 {error}"):
        await send_page(ada, bob, text, address)


async def test_a_page_is_not_sent_when_nobody_may_go_out(site: Site) -> None:
    async with World() as world:
        ada, bob = await world.person("Ada"), await world.person("Bob")
        with pytest.raises(Refused, match="400 WEBPAGE_NOT_FOUND"):
            await send_page(ada, bob, "text", site.url("/page"))
        await send_page(ada, bob, "text", site.url("/page"), optional=True)
        assert (await newest(bob, ada)).media is None


async def test_one_who_knocks_at_many_doors_is_not_served(world: World, site: Site) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    for node in world.nodes:
        node.fetcher.turns.out = OUT_MAX  # all who may go out are out
    for number in range(AWAITED_MAX):
        await ada.call("messages.getWebPagePreview", message=f"http://10.0.0.1/{number}")
    shown = await ada.call("messages.getWebPagePreview", message=site.url("/plain"))
    assert shown.media.NAME == "messageMediaEmpty"
    await ada.send(ada, site.url("/plain"))
    assert (await newest(ada, ada)).media is None
    for node in world.nodes:
        node.fetcher.turns.out = 0
    await bob.send(ada, site.url("/plain"))
    assert (await came(world, bob)).title == "Just a title"


async def test_what_had_nothing_to_show_is_forgotten(world: World, site: Site) -> None:
    ada = await world.person("Ada")
    await ada.send(ada, site.url("/nothing"))
    assert (await came(world, ada)).NAME == "webPageEmpty"
    world.advance(26 * 3600)
    for _ in range(100):
        await world.settle()
    async with world.node.database.transaction(write=False) as tx:
        assert await tx.rows("SELECT id FROM webpage") == []


@pytest.mark.parametrize(
    ("method", "fields", "error"),
    [
        ("messages.getWebPagePreview", {"message": " "}, "MESSAGE_EMPTY"),
        ("messages.getWebPagePreview", {"message": "a", "entities": [(0, 9)]}, "ENTITY_BOUNDS_INVALID"),
        ("messages.getWebPage", {"url": "tg://resolve", "hash": 0}, "WC_CONVERT_URL_INVALID"),
        ("messages.getWebPage", {"url": "", "hash": 0}, "WC_CONVERT_URL_INVALID"),
    ],
)  # fmt: skip
async def test_questions_without_a_page(
    world: World, method: str, fields: dict[str, Any], error: str
) -> None:
    ada = await world.person("Ada")
    if "entities" in fields:
        bounds = fields["entities"]
        fields = {**fields, "entities": [ada.make("messageEntityBold", offset=o, length=n) for o, n in bounds]}  # fmt: skip
    with pytest.raises(Refused, match=f"400 {error}"):
        await ada.call(method, **fields)
