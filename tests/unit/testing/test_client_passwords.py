"""The testing kit's own client of passwords meets the server's half."""

from chappe.crypto import srp
from chappe.testing import password as kit
from chappe.tl import layers


def test_the_kit_sets_a_password_and_proves_it() -> None:
    schema = layers.schema(229)
    algorithm = schema.make(
        kit.ALGORITHM, salt1=b"12345678", salt2=b"x" * 16, g=3, p=b"p" * 256
    )
    offered = schema.make(
        "account.password",
        new_algo=algorithm,
        new_secure_algo=schema.make("securePasswordKdfAlgoUnknown"),
        secure_random=b"",
    )
    settings = kit.new_settings(schema, offered, "correct horse", email="a@example.org")
    assert (settings.hint, settings.email) == ("", "a@example.org")
    assert settings.new_algo.salt1[:8] == b"12345678"
    salts = (settings.new_algo.salt1, settings.new_algo.salt2)
    verifier = settings.new_password_hash
    asked = srp.challenge(verifier)
    shown = schema.make(
        "account.password",
        current_algo=settings.new_algo,
        srp_B=asked.public,
        srp_id=7,
        new_algo=algorithm,
        new_secure_algo=schema.make("securePasswordKdfAlgoUnknown"),
        secure_random=b"",
    )
    for word, proven in (("correct horse", True), ("battery staple", False)):
        proof = kit.prove(schema, shown, word)
        assert proof.srp_id == 7
        assert srp.is_proven(asked, verifier, salts, proof.A, proof.M1) is proven
