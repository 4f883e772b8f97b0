"""Publishing reads a thousand pages with patterns, for speed: they see what the library's parser sees."""

from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path

import pytest

from generator.editions.inspection import read_page


class Reader(HTMLParser):
    """The reading by the library."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.handlers: list[str] = []
        self.inline: list[str] = []
        self.policy = ""
        self._in = False

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids |= {given[name] for name in ("id", "name") if name in given}
        self.links += [given["href"]] if tag == "a" and "href" in given else []
        self.handlers += [name for name in given if name.startswith("on")]
        if tag == "meta" and given.get("http-equiv") == "Content-Security-Policy":
            self.policy = given["content"]
        data = given.get("type", "").startswith("application/")
        self._in = tag == "style" or (tag == "script" and "src" not in given and not data)

    def handle_data(self, data: str) -> None:
        if self._in:
            self.inline.append(data)
        self._in = False


def both_agree(text: str) -> None:
    reader = Reader()
    reader.feed(text)
    reader.close()
    facts = read_page(text)
    assert (facts.ids, facts.links, facts.policy) == (reader.ids, reader.links, reader.policy)
    assert (facts.handlers, [body for _, body in facts.inline]) == (reader.handlers, reader.inline)


@pytest.mark.parametrize(
    "text",
    [
        '<a href="a?b=1&amp;c=2" id=x>t</a>',
        "<A HREF='one' ID='y'>t</A><a href=two>t</a>",
        '<a title="1 > 0" href="three">t</a>',
        '<!-- <a href="not">t</a> --><a\n  href="four"\n>t</a>',
        '<script>if (a<b) document.write("<a href=not>")</script><p onclick="x()">',
        '<SCRIPT>"<style>"</SCRIPT><script type="application/json">{"a": "<a href=no>"}</script>',
        '<script src="a.js"></script><style>a>b{}</style><script></script><svg onload="x()"/>',
        '<meta http-equiv="Content-Security-Policy" content="script-src &#39;self&#39;"><a name="z">',
    ],
)
def test_odd_pages_are_read_alike(text: str) -> None:
    both_agree(text)


def test_every_page_of_the_site_is_read_alike(built_site: Path) -> None:
    pages = sorted(built_site.rglob("*.html"))

    for page in pages:
        both_agree(page.read_text(encoding="utf-8"))
    assert len(pages) > 100
