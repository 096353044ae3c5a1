"""TDLib: two accounts in one process walk through what people do; prints which step ended how.

TDLib has its data centers and keys inside: a copy of the library is told another key, of the same
length, in the place of that of the test network, and addresses of this machine (127.…) in the place of
those that begin with 149. Nothing else in it is changed. It knocks at the ports 443, 80 and 5222.
"""

import argparse
import json
import re
import shutil
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ANSWER_SECONDS = 20
TEST_ADDRESSES = (b"149.154.175.10\0", b"149.154.167.40\0", b"149.154.175.117\0")
TEST_KEY = re.compile(
    rb"-----BEGIN RSA PUBLIC KEY-----\nMIIBCgKCAQEAyMEd.*?-----END RSA PUBLIC KEY-----",
    re.DOTALL,
)


def redirected(store: Path, pem: bytes) -> Path:
    """A folder with a copy of the library that finds our server."""
    spec = find_spec("tdjson")
    assert spec is not None
    assert spec.origin is not None
    home, copy = Path(spec.origin).parents[1], store / "library"
    for name in ("tdjson", "tdjson.libs"):
        shutil.copytree(home / name, copy / name, dirs_exist_ok=True)
    (library,) = (copy / "tdjson.libs").glob("libtdjson*")
    code = library.read_bytes()
    found = TEST_KEY.search(code)
    assert found is not None
    assert len(found[0]) == len(pem), "a key of another length"
    code = code.replace(found[0], pem)
    for address in TEST_ADDRESSES:
        assert code.count(address) == 1
        code = code.replace(address, b"127" + address[3:])
    library.write_bytes(code)
    return copy


class Account:
    """One TDLib client."""

    everyone: "dict[int, Account]" = {}  # noqa: RUF012 - by the library's own numbers

    def __init__(self, tdjson: Any, store: Path, steps: dict[str, Any]) -> None:
        self.tdjson, self.store, self.steps = tdjson, store, steps
        self.id = tdjson.td_create_client_id()
        self.everyone[self.id] = self
        self.updates: list[dict[str, Any]] = []
        self.answers: dict[int, dict[str, Any]] = {}
        self.asked = 0

    def pump(self, seconds: float = 0.1) -> None:
        """Take what the library has to say next, to whomever it says it."""
        said = self.tdjson.td_receive(seconds)
        if said:
            told = json.loads(said)
            account = self.everyone[told["@client_id"]]
            if "@extra" in told:
                account.answers[told["@extra"]] = told
            else:
                account.updates.append(told)

    def ask(self, name: str, **fields: Any) -> dict[str, Any]:
        """Call a method of TDLib; what it answers, also an error."""
        self.asked += 1
        number = self.asked
        said = {"@type": name, "@extra": number, **fields}
        self.tdjson.td_send(self.id, json.dumps(said).encode())
        end = time.monotonic() + ANSWER_SECONDS
        while number not in self.answers and time.monotonic() < end:
            self.pump()
        return self.answers.pop(number, {"@type": "error", "message": "no answer"})

    def step(self, label: str, name: str, **fields: Any) -> dict[str, Any]:
        """The same, as a step of the walk."""
        answer = self.ask(name, **fields)
        failed = answer["@type"] == "error"
        self.steps[label] = f"{name}: {answer.get('message')}" if failed else "ok"
        return answer

    def wait(self, label: str, kind: str, found: Any = bool, after: int = 0) -> Any:
        """Wait for an update; `found` gives what is looked for in it, or nothing."""
        end, place = time.monotonic() + ANSWER_SECONDS, after
        while time.monotonic() < end:
            for update in self.updates[place:]:
                place += 1
                value = found(update) if update["@type"] == kind else None
                if value:
                    self.steps[label] = "ok"
                    return value
            self.pump()
        self.steps[label] = f"no {kind}"
        return None

    def becomes(self, state: str) -> None:
        """Wait for a state of the login."""
        wanted = f"authorizationState{state}"
        self.wait(
            f"becomes {state}",
            "updateAuthorizationState",
            lambda update: update["authorization_state"]["@type"] == wanted,
        )

    def open(self) -> None:
        """Start with the account's own folder."""
        folder = str(self.store)
        self.ask(
            "setTdlibParameters",
            use_test_dc=True,
            database_directory=folder,
            files_directory=folder,
            use_message_database=True,
            use_chat_info_database=True,
            use_file_database=True,
            api_id=12345,
            api_hash="0" * 32,
            system_language_code="en",
            device_model="judge",
            application_version="1",
        )

    def sign_up(self, phone: str, name: str) -> int:
        """A new account of a test number; its id."""
        self.open()
        self.becomes("WaitPhoneNumber")
        self.step("phone", "setAuthenticationPhoneNumber", phone_number=phone)
        self.becomes("WaitCode")
        self.step("code", "checkAuthenticationCode", code=phone[5] * 5)
        self.becomes("WaitRegistration")
        self.step("name", "registerUser", first_name=name, last_name="")
        self.becomes("Ready")
        return int(self.step("me", "getMe").get("id", 0))


def text(said: str) -> dict[str, Any]:
    """A text message."""
    words = {"@type": "formattedText", "text": said, "entities": []}
    return {"@type": "inputMessageText", "text": words}


def heard(said: str) -> Any:
    """Finds a new message of these words."""

    def found(update: dict[str, Any]) -> Any:
        content = update["message"]["content"]
        return content.get("text", {}).get("text") == said and update["message"]

    return found


def talk(ada: Account, bob: Account, bob_id: int, ada_id: int) -> None:
    """Words in both directions."""
    me = ada.step("me", "getMe")
    assert me["id"] == ada_id
    phone = bob.step("me", "getMe").get("phone_number")
    card = {"@type": "importedContact", "phone_number": phone, "first_name": "Bob"}
    ada.step("contact", "importContacts", contacts=[card])
    ada.step("chat", "createPrivateChat", user_id=bob_id, force=True)
    ada.step("send", "sendMessage", chat_id=bob_id, input_message_content=text("hello"))
    got = bob.wait("heard", "updateNewMessage", heard("hello"))
    sent = ada.wait("sent", "updateMessageSendSucceeded", lambda update: update["message"])
    bob.step("open", "openChat", chat_id=ada_id)
    page = {"from_message_id": 0, "offset": 0, "limit": 20, "only_local": False}
    bob.step("history", "getChatHistory", chat_id=ada_id, **page)
    bob.step("read", "viewMessages", chat_id=ada_id, message_ids=[got["id"]], force_read=True)
    ada.wait("was read", "updateChatReadOutbox", lambda update: update["chat_id"] == bob_id)
    to = {"@type": "inputMessageReplyToMessage", "message_id": got["id"]}
    bob.step(
        "answer",
        "sendMessage",
        chat_id=ada_id,
        reply_to=to,
        input_message_content=text("an answer"),
    )
    ada.wait("answered", "updateNewMessage", heard("an answer"))
    named = {"chat_id": bob_id, "message_id": sent["id"]}
    ada.step("edit", "editMessageText", **named, input_message_content=text("hello there"))
    ada.step("pin", "pinChatMessage", **named, only_for_self=False)
    doing = {"@type": "chatActionTyping"}
    ada.step("type", "sendChatAction", chat_id=bob_id, action=doing)
    bob.wait("saw typing", "updateChatAction", lambda update: update["chat_id"] == ada_id)
    bob.wait("saw the edit", "updateMessageContent")
    ada.step("full", "getUserFullInfo", user_id=bob_id)


def put_in_order(ada: Account, bob_id: int, ada_id: int) -> None:
    """The list of chats."""
    main, archive = {"@type": "chatListMain"}, {"@type": "chatListArchive"}
    words = {"@type": "inputMessageText", "text": text("half a")["text"]}
    draft = {"@type": "draftMessage", "date": 0, "input_message_text": words}
    ada.step("list", "getChats", chat_list=main, limit=20)
    ada.step("draft", "setChatDraftMessage", chat_id=bob_id, draft_message=draft)
    ada.step("pin a chat", "toggleChatIsPinned", chat_list=main, chat_id=bob_id, is_pinned=True)
    ada.step("mark", "toggleChatIsMarkedAsUnread", chat_id=bob_id, is_marked_as_unread=True)
    name = {
        "@type": "chatFolderName",
        "text": {"@type": "formattedText", "text": "Work", "entities": []},
    }
    folder = {"@type": "chatFolder", "name": name, "included_chat_ids": [bob_id]}
    ada.step("folder", "createChatFolder", folder=folder)
    ada.step("suggested folders", "getRecommendedChatFolders")
    ada.step("put away", "addChatToList", chat_id=bob_id, chat_list=archive)
    ada.step("take back", "addChatToList", chat_id=bob_id, chat_list=main)
    ada.step("own chat", "createPrivateChat", user_id=ada_id, force=True)
    ada.step("save", "sendMessage", chat_id=ada_id, input_message_content=text("a note"))
    ada.step("saved", "loadSavedMessagesTopics", limit=10)


def send_a_file(ada: Account, bob: Account, bob_id: int) -> None:
    """A file, there and back."""
    path = ada.store / "file.bin"
    path.write_bytes(bytes(range(256)) * 1000)
    local = {"@type": "inputFileLocal", "path": str(path)}
    document = {"@type": "inputDocument", "document": local}
    content = {"@type": "inputMessageDocument", "document": document}
    ada.step("send a file", "sendMessage", chat_id=bob_id, input_message_content=content)

    ada.wait("sent a file", "updateMessageSendSucceeded", after=len(ada.updates))

    def document_of(update: dict[str, Any]) -> Any:
        said = update["message"]["content"]
        return said["@type"] == "messageDocument" and said["document"]["document"]

    got = bob.wait("a file came", "updateNewMessage", document_of)
    if got:
        how = {"priority": 1, "offset": 0, "limit": 0, "synchronous": True}
        done = bob.step("download", "downloadFile", file_id=got["id"], **how)
        there = Path(done["local"]["path"])
        same = there.is_file() and there.read_bytes() == path.read_bytes()
        bob.steps["the same bytes"] = "ok" if same else "other bytes"


def be_away(ada: Account, bob: Account, ada_id: int) -> None:
    """What comes while an account is closed is there when it opens again."""
    ada.step("close", "close")
    ada.becomes("Closed")
    bob.step("meanwhile", "sendMessage", chat_id=ada_id, input_message_content=text("away?"))
    bob.wait("sent meanwhile", "updateMessageSendSucceeded", after=len(bob.updates))
    again = Account(ada.tdjson, ada.store, ada.steps)
    again.open()
    again.becomes("Ready")
    again.wait("missed", "updateNewMessage", heard("away?"))
    bob.step("log out", "logOut")
    bob.becomes("Closed")


def main() -> None:
    """Walk, and say how it went."""
    parser = argparse.ArgumentParser()
    for name in ("host", "port", "http-port", "rsa-pem", "dc-id", "transport", "store"):
        parser.add_argument(f"--{name}")
    given = parser.parse_args()
    store = Path(given.store).resolve()
    store.mkdir(parents=True, exist_ok=True)
    sys.path.insert(0, str(redirected(store, Path(given.rsa_pem).read_bytes().strip())))
    import tdjson  # noqa: PLC0415 - the copy, which is there only now

    quiet = {"@type": "setLogVerbosityLevel", "new_verbosity_level": 0}
    tdjson.td_execute(json.dumps(quiet).encode())
    steps: dict[str, dict[str, Any]] = {"ada": {}, "bob": {}}
    ada = Account(tdjson, store / "ada", steps["ada"])
    bob = Account(tdjson, store / "bob", steps["bob"])
    for account in (ada, bob):
        account.store.mkdir(exist_ok=True)
    ada_id, bob_id = ada.sign_up("9996620001", "Ada"), bob.sign_up("9996620002", "Bob")
    talk(ada, bob, bob_id, ada_id)
    put_in_order(ada, bob_id, ada_id)
    send_a_file(ada, bob, bob_id)
    group = ada.step("group", "createNewBasicGroupChat", user_ids=[bob_id], title="Two")
    bob.steps["group"] = "ok" if group.get("chat_id") else "no group"
    ada.step("supergroup", "createNewSupergroupChat", title="Many", description="")
    be_away(ada, bob, ada_id)
    sys.stdout.write(json.dumps(steps) + "\n")


if __name__ == "__main__":
    main()
