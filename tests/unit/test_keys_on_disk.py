from pathlib import Path
from types import SimpleNamespace

import pytest

from chappe import keys_on_disk
from chappe.crypto.rsa import RsaKey
from chappe.keys_on_disk import load_or_make, private_path


def test_a_key_is_made_once(tmp_path: Path) -> None:
    key = load_or_make(tmp_path)
    assert load_or_make(tmp_path).public_pem == key.public_pem
    assert private_path(tmp_path).stat().st_mode & 0o077 == 0


def test_no_key_is_made_whose_fingerprint_some_client_cannot_spell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fingerprint of a key that mtcute did not find: 091bf0f3f2317780."""
    good = RsaKey.generate()
    while not (good.fingerprint >> 60) & 15:
        good = RsaKey.generate()
    made = iter([SimpleNamespace(fingerprint=0x091BF0F3F2317780), good])
    monkeypatch.setattr(keys_on_disk.RsaKey, "generate", lambda: next(made))
    assert load_or_make(tmp_path) is good
