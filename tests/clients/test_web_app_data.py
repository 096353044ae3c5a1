"""What pages are told of people, as a framework checks it."""

import json
import subprocess

import pytest
from conftest import ENVIRONMENTS, REQUIRED

from chappe.features.webapps.signing import sign_init_data
from chappe.ids import UserId

pytestmark = pytest.mark.clients
TOKEN = "1500000001:AAabcdefghijklmnopqrstuvwxyz0123456"
CHECK = """
import sys
from aiogram.utils.web_app import check_webapp_signature, safe_parse_webapp_init_data
token, data = sys.argv[1:]
print(check_webapp_signature(token, data), check_webapp_signature(token[:-1] + "x", data))
print(safe_parse_webapp_init_data(token, data).user.first_name)
"""


def test_aiogram_believes_what_a_page_is_told() -> None:
    folder = ENVIRONMENTS / "aiogram"
    if not (folder / "made-from.txt").exists():
        missing = "client aiogram: not installed here; `make clients` installs it"
        if REQUIRED:
            pytest.fail(missing)
        pytest.skip(missing)
    user = json.dumps({"id": 5, "first_name": "Zoë & Co/+", "last_name": ""})
    said = {"query_id": "AB", "user": user, "auth_date": "1800000000"}
    data = sign_init_data(b"s" * 32, UserId(1500000001), TOKEN, said)
    python = str(folder / "bin" / "python")
    done = subprocess.run(
        [python, "-c", CHECK, TOKEN, data],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout.split("\n")[:2] == ["True False", "Zoë & Co/+"], done.stderr
