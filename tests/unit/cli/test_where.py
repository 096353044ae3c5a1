import json
from typing import Any

import pytest
from typer.testing import CliRunner

from chappe.cli import api_names, app, other_names
from chappe.cli.finding import Finding, join_runs, line_of, mentions, place_of, spell_runs
from chappe.cli.standing import Status, standing
from chappe.cli.where import LINES_MAX, show
from chappe.features.help.rpc import get_config
from chappe.tl.parse import LAYER_MAX


def asked(name: str) -> list[dict[str, Any]]:
    done = CliRunner().invoke(app, ["where", "--json", name])
    assert done.exit_code == 0, done.output
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def test_an_answered_method_tells_its_place_its_callers_and_its_layers() -> None:
    (found,) = asked("help.getConfig")
    assert (found["kind"], found["status"]) == ("method", "answered")
    assert found["answered at"] == place_of(get_config)
    assert found["answered at"].startswith("chappe/features/help/rpc.py:")
    assert found["who may call"].startswith("anyone")
    assert (found["layers"], found["shapes"]) == ("2..", ["#c4f9186b at 2.."])


def test_a_handlers_own_errors_are_told_beside_those_of_the_catalogue() -> None:
    (found,) = asked("langpack.getLangPack")
    assert found["raises"].startswith("LANG_PACK_INVALID")
    assert "400 LANG_PACK_INVALID" in found["errors it may return"]
    assert found["shapes"] == ["#f2f2330a at 91..", "#9ab5c58e at 68..90"]


def test_a_refused_method_tells_the_error_and_the_reason() -> None:
    (found,) = asked("help.getSupportName")
    assert (found["status"], found["error"]) == ("refused", "400 USER_INVALID")
    assert found["because"]


def test_a_missing_method_says_so() -> None:
    (found,) = asked("smsjobs.join")
    assert (found["status"], found["error"]) == ("missing", "400 METHOD_INVALID")
    assert found["who may call"] == "users or bots"


def test_a_method_of_old_layers_names_the_step_that_reads_it() -> None:
    (found,) = asked("invokeWithLayer5")
    assert found["status"] == "read as a method of today"
    assert found["step"].startswith("chappe/tl/drift/wrappers.py:")
    (gone,) = asked("geochats.getHistory")
    assert gone["status"] == api_names.GONE


def test_a_wrapper_is_answered() -> None:
    stands = standing("invokeWithLayer")
    assert stands.status is Status.ANSWERED
    assert stands.place is not None
    assert stands.place.startswith("chappe/rpc/wrap.py:")


@pytest.mark.parametrize("id_", ["#b1b8cc83", "0xb1b8cc83", str(0xB1B8CC83 - (1 << 32))])
def test_an_id_is_found_in_hex_and_as_the_signed_number_of_json(id_: str) -> None:
    (found,) = asked(id_)
    assert (found["kind"], found["name"]) == ("constructor", "user")
    assert "#b1b8cc83 at 228.." in found["shapes"]
    assert any(said.startswith("same: ") for said in found["a client reads"])


def test_a_name_that_is_two_things_is_told_twice() -> None:
    kinds = [found["kind"] for found in asked("User")]
    assert kinds == ["type", "Bot API type"]


@pytest.mark.parametrize(
    ("name", "kind", "label", "value"),
    [
        ("FLOOD_WAIT_30", "error", "codes", ["420"]),
        ("msgs_ack", "MTProto object", "class", "chappe.tl.mtproto.MsgsAck"),
        ("req_pq_multi", "MTProto method", "handled at", None),
        ("sendMessage", "Bot API method", "returns", "Message"),
        ("MessageOrigin", "Bot API type", "fields", []),
        ("decryptedMessageMediaPhoto", "object of secret chats", "note", other_names.CARRIED),
        ("auth_key", "table", "migration", "keys/0001_auth_key"),
        ("keys/0001_auth_key", "migration", "makes", ["auth_key"]),
    ],
)
def test_what_is_no_part_of_the_api_is_found_too(
    name: str, kind: str, label: str, value: object
) -> None:
    found = next(each for each in asked(name) if each["kind"] == kind)
    assert found[label] == value


def test_a_law_of_the_service_messages_has_its_place() -> None:
    (found,) = asked("msgs_ack")
    assert found["handled at"].startswith("chappe/mtproto/on_acks.py:")


def test_an_error_names_the_methods_that_may_return_it() -> None:
    (found,) = asked("PHONE_CODE_INVALID")
    assert "auth.signIn" in found["methods that may return it"]


def test_an_unknown_name_ends_with_one_and_its_neighbours() -> None:
    done = CliRunner().invoke(app, ["where", "help.getConfg"])
    assert done.exit_code == 1
    assert "nothing is called help.getConfg" in done.output
    assert "did you mean: help.getConfig" in done.output
    lost = CliRunner().invoke(app, ["where", "#00000001"])
    assert (lost.exit_code, "did you mean" in lost.output) == (1, False)


def test_people_see_labels_in_a_column_and_long_lists_cut() -> None:
    many = [f"line {n}" for n in range(LINES_MAX + 5)]
    text = show(Finding("kind", "name", {"none": None, "empty": [], "one": 1, "many": many}))
    lines = text.splitlines()
    assert lines[:3] == ["name (kind)", "  one   1", "  many  line 0"]
    assert lines[-1].strip() == "… and 5 more (--json)"
    assert "none" not in text


def test_every_known_name_is_found() -> None:
    names = sorted(api_names.known() | other_names.known())
    assert len(names) > 4000
    assert all(api_names.find(name) or other_names.find(name) for name in names[::97])


def test_runs_are_joined_and_spelled() -> None:
    runs = [(105, LAYER_MAX), (57, 80), (81, 102), (104, 104)]
    assert spell_runs(join_runs(runs)) == "57..102, 104.."
    assert spell_runs([(104, 104)]) == "104"
    assert spell_runs([]) == "early"


def test_a_line_is_found_in_code_and_data() -> None:
    (place,) = mentions(r"^def unregistered\(")
    assert place.startswith("chappe/rpc/errors.py:")
    assert line_of("tl/schema/errors.tsv", "no such line") is None
