"""What is looked at before a site is published: each kind of mistake is found."""

import base64
import hashlib
from pathlib import Path

import pytest

from generator.editions.inspection import inspect

SCRIPT = "var a=1"
HASH = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()
POLICY = f"default-src 'none'; script-src 'self' 'sha256-{HASH}'"
HEAD = f'<head><meta http-equiv="Content-Security-Policy" content="{POLICY}">'
LINKS = '<a href="other/#there">o</a><a href="#top">t</a>'
GOOD = f'{HEAD}<script>{SCRIPT}</script></head><h1 id="top">x</h1>{LINKS}'


def problems(tmp_path: Path, page: str, **files: str) -> list[str]:
    (tmp_path / "other").mkdir()
    (tmp_path / "index.html").write_text(page, encoding="utf-8")
    (tmp_path / "other/index.html").write_text(f'{HEAD}</head><p id="there">x</p>', encoding="utf-8")
    for name, text in files.items():
        (tmp_path / name.replace("_", ".")).write_text(text, encoding="utf-8")
    return inspect(tmp_path)


def test_a_site_in_order_has_no_problem(tmp_path: Path) -> None:
    assert problems(tmp_path, GOOD) == []


@pytest.mark.parametrize(
    ("fragment", "becomes", "said"),
    [
        ('href="other/', 'href="gone/', "a link leads nowhere: gone/"),
        ('href="other/', 'href="../up/', "a link leads nowhere: ../up/"),
        ("#there", "#nowhere", "a link leads to no place on its page: other/#nowhere"),
        ("#top", "#bottom", "a link leads to no place on its page: #bottom"),
        ("</h1>", '</h1><img src="https://cdn.example.org/a.png">', "asks another host"),
        ("</h1>", '</h1><script src="//cdn.example.org/a.js"></script>', "asks another host"),
        ("</h1>", '</h1><img src="no.png">', "a link leads nowhere: no.png"),
        ("var a=1<", "var a=2<", "the policy does not know an inline script"),
        ("</h1>", "</h1><style>p{}</style>", "the policy does not know an inline style"),
        ("<h1", '<h1 onclick="x()"', "an inline onclick handler"),
        ("script-src 'self'", "script-src 'self' 'unsafe-inline'", "the policy allows more"),
        ("default-src 'none'; ", "", "no Content Security Policy"),
        (
            "x</h1>",
            'x</h1><p data-strip data-edition="1" data-status="withdrawn">'
            '<x-walk data-runtime="other/"></x-walk>',
            "a withdrawn edition has a calculator",
        ),
        ("x</h1>", "~status~</h1>", "a mark was not filled in"),
        ("x</h1>", "<!--status:facts--></h1>", "a mark was not filled in"),
    ],
)
def test_a_mistake_in_a_page_is_found(tmp_path: Path, fragment: str, becomes: str, said: str) -> None:
    assert fragment in GOOD

    found = problems(tmp_path, GOOD.replace(fragment, becomes, 1))

    assert any(said in line for line in found), found


def test_a_style_sheet_that_asks_another_host_is_found(tmp_path: Path) -> None:
    found = problems(tmp_path, GOOD, a_css="@import url(https://fonts.example.org/x.css);")

    assert found == ["a.css: asks another host"]


def test_links_to_other_sites_are_for_the_reader(tmp_path: Path) -> None:
    assert problems(tmp_path, GOOD.replace("other/#there", "https://example.org/")) == []
