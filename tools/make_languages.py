"""Write `chappe/features/langpack/data/languages.json`: what is known of each language.

Needs `babel` (CLDR) in a virtual environment of its own. Run it from the root of the repository:

    python tools/make_languages.py
"""

import json
from pathlib import Path

from babel import Locale

OUTPUT = Path("chappe/features/langpack/data/languages.json")
# fmt: off
LOCALES = [
    "af", "am", "ar", "az", "be", "bg", "bn", "bs", "ca", "cs", "cy", "da", "de", "el", "en",
    "eo", "es", "et", "eu", "fa", "fi", "fil", "fr", "ga", "gl", "gu", "he", "hi", "hr", "hu",
    "hy", "id", "is", "it", "ja", "ka", "kk", "km", "kn", "ko", "ky", "lo", "lt", "lv", "mk",
    "ml", "mn", "mr", "ms", "my", "nb", "ne", "nl", "nn", "or", "pa", "pl", "ps", "pt",
    "pt_BR", "ro", "ru", "si", "sk", "sl", "sq", "sr", "sv", "sw", "ta", "te", "tg", "th",
    "tk", "tr", "uk", "ur", "uz", "vi", "yi", "zh_Hans", "zh_Hant", "zu",
]
# fmt: on


def row(name: str) -> dict[str, object]:
    """One language: its code as clients write it, its names, its plural rules, its direction."""
    locale = Locale.parse(name)
    english, native = locale.get_display_name("en"), locale.get_display_name(name)
    assert english
    assert native
    return {
        "code": name.lower().replace("_", "-"),
        "name": english,
        "native_name": native[0].upper() + native[1:],
        "plural_code": locale.language,
        "rtl": locale.text_direction == "rtl",
    }


def main() -> None:
    """Make the file anew."""
    lines = ",\n".join(json.dumps(row(name), ensure_ascii=False) for name in LOCALES)
    OUTPUT.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
