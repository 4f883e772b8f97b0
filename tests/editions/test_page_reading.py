"""What a publish looks at in a page, however the page writes it."""

import pytest

from generator.editions.inspection import PageFacts, read_page

POLICY = "script-src 'self'"


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ('<a href="a?b=1&amp;c=2" id=x>t</a>', PageFacts(ids={"x"}, links=["a?b=1&c=2"])),
        (
            "<A HREF='one' ID='y'>t</A><a href=two>t</a>",
            PageFacts(ids={"y"}, links=["one", "two"]),
        ),
        ('<a title="1 > 0" href="three">t</a>', PageFacts(links=["three"])),
        ('<!-- <a href="not">t</a> --><a\n  href="four"\n>t</a>', PageFacts(links=["four"])),
        (
            '<script>if (a<b) document.write("<a href=not>")</script><p onclick="x()">',
            PageFacts(inline=[("script", 'if (a<b) document.write("<a href=not>")')], handlers=["onclick"]),
        ),
        (
            '<SCRIPT>"<style>"</SCRIPT><script type="application/json">{"a": "<a href=no>"}</script>',
            PageFacts(inline=[("script", '"<style>"')]),
        ),
        (
            '<script src="a.js"></script><style>a>b{}</style><script></script><svg onload="x()"/>',
            PageFacts(fetched=["a.js"], inline=[("style", "a>b{}")], handlers=["onload"]),
        ),
        (
            '<meta http-equiv="Content-Security-Policy" content="script-src &#39;self&#39;"><a name="z">',
            PageFacts(ids={"z"}, policy=POLICY),
        ),
        (
            '<img src="i.png"><link href="s.css"><iframe src="f"></iframe><source src="m">',
            PageFacts(fetched=["i.png", "s.css", "f", "m"]),
        ),
    ],
)
def test_odd_pages_are_read(text: str, facts: PageFacts) -> None:
    assert read_page(text) == facts
