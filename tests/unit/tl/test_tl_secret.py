from chappe.tl import secret
from chappe.tl.parse import load


def test_the_newest_shape_has_the_plain_name() -> None:
    assert secret.DecryptedMessage.ID == 0x91CC4674
    assert secret.DecryptedMessage45.ID == 0x36B091DE
    assert secret.DecryptedMessage8.ID == 0x1F814F1F


def test_every_shape_has_a_class_of_its_own() -> None:
    names = [secret.name_of(shape) for shape in load("secret.tl")]
    assert len(names) == len(set(names))


def test_a_shape_of_any_secret_layer_reads_as_itself() -> None:
    for message in (
        secret.DecryptedMessage(random_id=1, ttl=0, message="x", silent=True),
        secret.DecryptedMessage8(
            random_id=1,
            random_bytes=b"r" * 16,
            message="x",
            media=secret.DecryptedMessageMediaEmpty(),
        ),
    ):
        raw = secret.write(message)
        assert secret.read(raw) == (message, len(raw))
