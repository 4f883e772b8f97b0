"""The Atom feed of editions. It has no clock: an entry's time is the day of its last act in the register."""

from xml.sax.saxutils import escape

from generator.editions.register import Entry, Register
from generator.locale import words

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{lang}">
<title>{title}</title>
<id>urn:myeloma-protocol:editions:{lang}</id>
<updated>{updated}</updated>
<link rel="self" href="feed.xml"/>
<link href="./"/>
<author><name>{author}</name></author>
"""
_ENTRY = """<entry>
<title>{title}</title>
<id>urn:sha256:{sha256}:{lang}</id>
<published>{published}</published>
<updated>{updated}</updated>
<link href="{link}"/>
<summary>{summary}</summary>
</entry>
"""


def feed(register: Register, lang: str, author: str, to_root: str) -> str:
    """Return the feed of a language; links are relative to its own folder."""
    entries = list(reversed(register.editions.items()))
    updated = max((_updated(entry) for _, entry in entries), default="1970-01-01T00:00:00Z")
    head = _HEAD.format(
        lang=lang, title=escape(words(lang)["editions_title"]), updated=updated, author=escape(author)
    )
    return head + "".join(_entry(name, entry, lang, to_root) for name, entry in entries) + "</feed>\n"


def _entry(name: str, entry: Entry, lang: str, to_root: str) -> str:
    t = words(lang)
    state = t["state_waiting" if entry.status == "draft" else f"state_{entry.status}"]
    summary = getattr(entry.summary, lang) if entry.summary else ""
    if entry.withdrawal:
        summary = f"{t['fact_withdrawn']}: {getattr(entry.withdrawal.reason, lang)} {summary}".strip()
    return _ENTRY.format(
        title=escape(t["feed_published"].format(edition=name, state=state)),
        sha256=entry.sha256,
        lang=lang,
        published=_at(entry.frozen_on),
        updated=_updated(entry),
        link=f"{to_root}{name}/{'' if lang == 'it' else f'{lang}/'}",
        summary=escape(summary or state),
    )


def _updated(entry: Entry) -> str:
    return _at(max(entry.frozen_on, entry.withdrawal.date if entry.withdrawal else ""))


def _at(day: str) -> str:
    return f"{day}T00:00:00Z"
