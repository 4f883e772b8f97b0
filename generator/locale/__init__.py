"""The site's fixed words, in Italian and English."""

from functools import cache
from pathlib import Path

import yaml

LANGUAGES = ("it", "en")
FILES = ("interface.yml", "pages.yml", "algorithm.yml", "editions.yml", "evidence.yml")


@cache
def words(lang: str) -> dict[str, str]:
    """Return every fixed word in a language, by key. A missing translation is a KeyError at once."""
    found: dict[str, str] = {}
    for name in FILES:
        text = Path(__file__).with_name(name).read_text(encoding="utf-8")
        for key, pair in yaml.load(text, Loader=yaml.CSafeLoader).items():
            found[key] = pair[lang]
    return found


@cache
def interface_words(lang: str) -> dict[str, str]:
    """Return the words that the form and the scripts need."""
    text = Path(__file__).with_name("interface.yml").read_text(encoding="utf-8")
    return {key: pair[lang] for key, pair in yaml.load(text, Loader=yaml.CSafeLoader).items()}
