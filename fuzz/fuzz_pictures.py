"""Pictures of strangers: any bytes become sizes that fit their boxes, or one of the two errors meant for them."""

import io
import warnings
from collections.abc import Iterator

from PIL import Image

from chappe.features.files import pictures
from chappe.features.files.pictures import BadDimensions, NoPicture


def one_input(data: bytes) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # as the module has it; a test runner has its own
        _developed(data)


def _developed(data: bytes) -> None:
    for make, boxes in ((pictures.develop, pictures.BOXES), (pictures.crop, pictures.CROPS)):
        try:
            developed = make(data)
        except (NoPicture, BadDimensions):
            continue
        sides = dict(boxes)
        assert developed.sizes
        for size in developed.sizes:
            assert 1 <= max(size.width, size.height) <= sides[size.type]
            assert size.data[:2] == b"\xff\xd8"
            assert list(size.prefixes) == sorted(set(size.prefixes))
        assert developed.stripped[0] == 1
        assert max(developed.stripped[1:3]) <= pictures.STRIPPED_SIDE


def seeds() -> Iterator[bytes]:
    for kind in pictures.FORMATS:
        for mode in ("RGB", "L", "P"):
            if kind in {"JPEG", "WEBP"} and mode == "P":
                continue
            out = io.BytesIO()
            Image.new(mode, (48, 32)).save(out, kind)
            yield out.getvalue()
    exif = Image.Exif()
    exif[0x0112] = 6
    out = io.BytesIO()
    Image.new("RGB", (64, 16)).save(out, "JPEG", exif=exif, progressive=True)
    yield out.getvalue()
