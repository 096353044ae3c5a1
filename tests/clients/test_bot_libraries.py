"""Bots written with libraries as published, with another address and nothing else, and somebody who talks with them."""

import json
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import ENVIRONMENTS, HERE, REQUIRED, ROOT
from typer.testing import CliRunner

from chappe.cli import app

pytestmark = pytest.mark.clients
LIBRARIES = ["ptb", "aiogram", "telebot", "grammy", "telegraf", "ntba"]
NODE = {"grammy", "telegraf", "ntba"}
SECONDS = 90


def command_of(library: str, program_of: Callable[[str], str]) -> list[str]:
    """How the bot of one library is started."""
    folder = ENVIRONMENTS / ("nodebots" if library in NODE else library)
    if not (folder / "made-from.txt").exists():
        missing = f"client {library}: not installed here; `make clients` installs it"
        if REQUIRED:
            pytest.fail(missing)
        pytest.skip(missing)
    if library in NODE:
        return [program_of("gramjs"), str(HERE / "bots" / f"{library}_bot.mjs")]
    return [str(folder / "bin" / "python"), str(HERE / "bots" / f"{library}_bot.py")]


def make_bot(data: Path, username: str) -> str:
    """A new bot beside the running server; its token."""
    asked = ["bot", "create", "Helper", "--username", username, "--data", str(data)]
    made = CliRunner().invoke(app, asked)
    assert made.exit_code == 0, made.output
    return made.output.strip().splitlines()[-1]


def free_port() -> int:
    """One on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Callable[..., str]]:
    """Start bots; they end with the test. What they call themselves."""
    started: list[subprocess.Popen[str]] = []
    log = (tmp_path / "bot.log").open("w")

    def start(command: list[str], folder: Path) -> str:
        bot = subprocess.Popen(
            command, cwd=folder, stdout=subprocess.PIPE, stderr=log, text=True
        )
        started.append(bot)
        assert bot.stdout is not None
        name = bot.stdout.readline().strip()
        assert name, (tmp_path / "bot.log").read_text()[-3000:]
        return name

    yield start
    for bot in started:
        bot.kill()
        bot.wait(10)
        if bot.stdout is not None:
            bot.stdout.close()
    log.close()


def visit(
    visitor: str, program: str, server: Any, phone: str, bot: str, folder: Path
) -> dict[str, Any]:
    """What somebody with Telethon has seen who met a bot."""
    asked = {
        "host": server.host,
        "port": server.port,
        "rsa-pem": server.rsa_pem,
        "phone": phone,
        "bot": bot,
    }
    script = str(HERE / "bots" / f"{visitor}.py")
    done = subprocess.run(
        [program, script, *(f"--{k}={v}" for k, v in asked.items())],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:] + (folder / "bot.log").read_text()[-3000:]
    seen: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return seen


@pytest.mark.parametrize("road", ["polls", "webhook"])
@pytest.mark.parametrize("library", LIBRARIES)
def test_a_bot_talks_with_somebody(
    library: str,
    road: str,
    server: Any,
    running: Callable[..., str],
    program_of: Callable[[str], str],
    fresh_number: Callable[[], str],
    tmp_path: Path,
) -> None:
    command = command_of(library, program_of)
    human = program_of("telethon")
    username = f"{library}_{road}_bot"
    token = make_bot(server.data, username)
    folder = ENVIRONMENTS / "nodebots" if library in NODE else tmp_path
    origin = f"http://127.0.0.1:{server.http_port}"
    port = [str(free_port())] if road == "webhook" else []
    assert running([*command, token, origin, *port], folder) == username
    seen = visit("human", human, server, fresh_number(), username, tmp_path)
    assert seen == {
        "is_bot": True,
        "hello": "Hello Ada deep",
        "bold": ["MessageEntityBold"],
        "buttons": ["Press", "Site"],
        "alert": ["Pressed", True],
        "edited": "pressed",
        "echo": "echo: any words",
        "answers": True,
        "keys": ["Yes", "No"],
        "poll": True,
        "caption": "1200000 bytes",
        "same": True,
        "commands": ["start"],
    }


def test_bots_are_asked_from_a_group(
    server: Any,
    running: Callable[..., str],
    program_of: Callable[[str], str],
    fresh_number: Callable[[], str],
    tmp_path: Path,
) -> None:
    commands = {
        f"{library}_inline_bot": (library, command_of(library, program_of))
        for library in LIBRARIES
    }
    given = {"host": server.host, "port": server.port, "rsa-pem": server.rsa_pem}
    given |= {"phone": fresh_number(), "bot": "BotFather"}
    script = [program_of("telethon"), str(HERE / "bots" / "inline_human.py")]
    with (tmp_path / "human.log").open("w") as log:
        human = subprocess.Popen(
            [*script, *(f"--{name}={value}" for name, value in given.items())],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
    try:
        assert human.stdin is not None
        assert human.stdout is not None
        print(json.dumps(list(commands)), file=human.stdin, flush=True)
        tokens = json.loads(human.stdout.readline())
        origin = f"http://127.0.0.1:{server.http_port}"
        for name, (library, command) in commands.items():
            folder = ENVIRONMENTS / "nodebots" if library in NODE else tmp_path
            assert running([*command, tokens[name], origin], folder) == name
        said, _ = human.communicate("go\n", timeout=SECONDS)
        logs = [(tmp_path / f"{who}.log").read_text()[-3000:] for who in ("human", "bot")]
        assert human.returncode == 0, "".join(logs)
        seen = json.loads(said.splitlines()[-1])
    finally:
        human.kill()
        human.communicate()
    for name in commands:
        assert seen[name] == {
            "results": ["article", "article", "contact"],
            "switch": "in",
            "said": "said words",
            "bold": ["MessageEntityBold"],
            "via": True,
            "chosen": "chosen words",
            "answer": "Inline",
            "edited": "more",
            "venue": "Bar",
            "contact": "Cy",
        }, name


def test_a_bot_by_three_roads_is_in_one_world(
    server: Any,
    program_of: Callable[[str], str],
    fresh_number: Callable[[], str],
    tmp_path: Path,
) -> None:
    python, _ = command_of("ptb", program_of)
    human, token = program_of("telethon"), make_bot(server.data, "one_world_bot")
    origin = f"http://127.0.0.1:{server.http_port}"
    given = {"host": server.host, "port": server.port, "rsa-pem": server.rsa_pem}
    given |= {"phone": fresh_number(), "bot": "one_world_bot"}
    options = [f"--{name}={value}" for name, value in given.items()]
    seen = said([human, str(HERE / "bots" / "one_world.py"), token, origin, *options], tmp_path)
    assert (
        said([python, str(HERE / "bots" / "ptb_look.py"), token, origin], tmp_path)
        == seen["updates"]
    )
    assert [each["edited"] for each in seen["updates"]] == [False, True, False]
    both = [{name: each[name] for name in ("id", "text", "chat")} for each in seen["updates"]]
    assert both == seen["telethon"]
    assert seen["same file"] == [True, True, True]
    assert seen["caption"] == "by the other road"


def said(command: list[str], folder: Path) -> Any:
    """What a script says at its end."""
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=SECONDS, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_a_shop_sells_to_somebody(
    server: Any,
    running: Callable[..., str],
    program_of: Callable[[str], str],
    fresh_number: Callable[[], str],
    tmp_path: Path,
) -> None:
    python, _ = command_of("ptb", program_of)
    human = program_of("telethon")
    token = make_bot(server.data, "ptb_shop_bot")
    command = [python, str(HERE / "bots" / "ptb_shop.py"), token]
    origin = f"http://127.0.0.1:{server.http_port}"
    assert running([*command, origin], tmp_path) == "ptb_shop_bot"
    seen = visit("buyer", human, server, fresh_number(), "ptb_shop_bot", tmp_path)
    assert seen == {
        "button": "Pay 50 \u2b50\ufe0f",
        "stars": "PaymentFormStars",
        "said": ["stars 50 XTR", "refunded [50, 50] 0"],
        "money": "PaymentResult",
        "thanks": "money 10400 EUR",
        "album": [
            ["MessageExtendedMediaPreview"] * 2,
            ["MessageExtendedMedia"] * 2,
            True,
            6000,
        ],
        "sold": "sold album paid_media_payment photo video",
        "balance": 970,
    }


@pytest.mark.parametrize(
    ("library", "blocks"),
    [
        ("aiogram", ["Heading1", "Paragraph", "List", "Divider"]),
        ("ntba", ["Heading1", "Paragraph", "List", "Table", "Details", "Divider"]),
    ],
)
def test_a_rich_message_is_read(
    library: str,
    blocks: list[str],
    server: Any,
    running: Callable[..., str],
    program_of: Callable[[str], str],
    fresh_number: Callable[[], str],
    tmp_path: Path,
) -> None:
    command = command_of(library, program_of)
    human = program_of("telethon")
    username = f"{library}_rich_bot"
    token = make_bot(server.data, username)
    folder = ENVIRONMENTS / "nodebots" if library in NODE else tmp_path
    origin = f"http://127.0.0.1:{server.http_port}"
    assert running([*command, token, origin], folder) == username
    seen = visit("rich_reader", human, server, fresh_number(), username, tmp_path)
    assert seen == {
        "said": blocks,
        "title": "Title",
        "edited": ["Heading2"],
        "kept": ["Heading2"],
    }


def test_a_bot_answers_for_an_account(
    server: Any,
    running: Callable[..., str],
    program_of: Callable[[str], str],
    fresh_number: Callable[[], str],
    tmp_path: Path,
) -> None:
    python, _ = command_of("ptb", program_of)
    given = {"host": server.host, "port": server.port, "rsa-pem": server.rsa_pem}
    given |= {"phone": fresh_number(), "bot": "ptb_business_bot"}
    script = [program_of("telethon"), str(HERE / "bots" / "business_human.py")]
    with (tmp_path / "human.log").open("w") as log:
        human = subprocess.Popen(
            [*script, *(f"--{name}={value}" for name, value in given.items())],
            cwd=tmp_path,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
    try:
        assert human.stdout is not None
        token = human.stdout.readline().strip()
        origin = f"http://127.0.0.1:{server.http_port}"
        command = [python, str(HERE / "bots" / "ptb_business_bot.py"), token, origin]
        assert running(command, tmp_path) == "ptb_business_bot"
        said, _ = human.communicate("go\n", timeout=SECONDS)
        logs = [(tmp_path / f"{who}.log").read_text()[-3000:] for who in ("human", "bot")]
        assert human.returncode == 0, "".join(logs)
    finally:
        human.kill()
        human.communicate()
    assert json.loads(said.splitlines()[-1]) == {
        "first": ["hours?", True],
        "hidden": True,
        "changed": ["Nine to five", True],
        "edited": "now hours?",
        "more": "thanks?",
        "gone": "1 gone",
        "own": [True, True],
    }


def test_a_bot_speaks_to_one_in_a_group_alone(
    server: Any,
    running: Callable[..., str],
    program_of: Callable[[str], str],
    fresh_number: Callable[[], str],
    tmp_path: Path,
) -> None:
    """aiogram over HTTP, and Telethon at layer 229."""
    python, _ = command_of("aiogram", program_of)
    human, token = program_of("telethon"), make_bot(server.data, "quiet_helper_bot")
    origin = f"http://127.0.0.1:{server.http_port}"
    script = str(HERE / "bots" / "aiogram_ephemeral_bot.py")
    name = running([python, script, token, origin], tmp_path)
    seen = visit("ephemeral_human", human, server, fresh_number(), name, tmp_path)
    assert seen == {
        "text": "Only you see this",
        "answers": True,
        "button": "Show",
        "alert": "Here",
        "edited": ["Shown", True],
        "place": "MessageMediaGeo",
        "gone": True,
        "history": [],
        "others": 0,
    }
