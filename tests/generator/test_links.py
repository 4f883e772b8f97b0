"""The built site hangs together: links lead somewhere, nothing comes from another host, the policy holds."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from tests.html_page import HtmlPage

ADDRESSES = (
    "href",
    "xlink:href",
    "src",
    "srcset",
    "poster",
    "action",
    "data-runtime",
    "data-edition-url",
    "data-base",
)
POINTERS = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "data-target", "list")
IN_STYLES = re.compile(r"""(?:url\(\s*["']?|@import\s+["'])(?!data:|#)([^"')]+)""")
IN_SCRIPTS = re.compile(r"""\b(?:from|import)\s*\(?\s*["'](\.[^"']+)["']""")
OTHER_HOST = re.compile(r"""(?:https?:)?//[a-z0-9-]+(?:\.[a-z0-9-]+)+""")
HOST_OF_NAMES = "http://www.w3.org/"
"""Names of XML vocabularies, which no one fetches."""


def addresses(page: HtmlPage) -> Iterator[tuple[str, str, str]]:
    for tag in page.tags:
        for name in ADDRESSES:
            if name in tag.attributes:
                yield tag.name, name, tag.attributes[name]


def file_at(site: Path, page: str, address: str) -> Path:
    """Return the file that a static host serves for an address on a page."""
    path = unquote(urlsplit(urljoin(f"https://site/{page}", address)).path).lstrip("/")
    return site / path / "index.html" if not path or path.endswith("/") else site / path


def test_every_link_leads_to_a_file_or_a_folder_of_the_site(
    built_site: Path, pages: dict[str, HtmlPage]
) -> None:
    broken = [
        f"{path}: {name}={address}"
        for path, page in pages.items()
        for _, name, address in addresses(page)
        if not urlsplit(address).scheme
        if not (found := file_at(built_site, path, address)).is_file()
        if name not in ("data-runtime", "data-base") or not found.parent.is_dir()
    ]

    assert broken == []


def test_every_fragment_is_an_id_on_the_page_it_leads_to(
    built_site: Path, pages: dict[str, HtmlPage]
) -> None:
    ids = {built_site / path: set(page.ids) for path, page in pages.items()}
    broken = [
        f"{path}: {address}"
        for path, page in pages.items()
        for _, _, address in addresses(page)
        if (fragment := urlsplit(address).fragment) and not urlsplit(address).scheme
        if unquote(fragment) not in ids.get(file_at(built_site, path, address), set())
    ]

    assert broken == []


def test_every_label_and_description_points_at_an_id_of_its_page(pages: dict[str, HtmlPage]) -> None:
    broken = [
        f"{path}:{tag.line}: {name}={tag.attributes[name]}"
        for path, page in pages.items()
        for ids in [set(page.ids)]
        for tag in page.own
        for name in POINTERS
        if not set(tag.attributes.get(name, "").split()) <= ids
    ]

    assert broken == []


def test_no_page_uses_an_id_twice(pages: dict[str, HtmlPage]) -> None:
    for path, page in pages.items():
        assert sorted(page.ids) == sorted(set(page.ids)), path


def test_no_page_loads_anything_from_another_host(pages: dict[str, HtmlPage]) -> None:
    """A reader may be led to another host by a plain link; that no page fetches from one is the point."""
    outside = [
        f"{path}: <{tag} {name}={address}>"
        for path, page in pages.items()
        for tag, name, address in addresses(page)
        if urlsplit(address).netloc or urlsplit(address).scheme in ("http", "https")
        if tag != "a"
    ]

    assert outside == []


def test_no_style_sheet_loads_from_another_host_or_from_nowhere(built_site: Path) -> None:
    broken = [
        f"{sheet}: {address}"
        for sheet in built_site.rglob("*.css")
        for address in IN_STYLES.findall(sheet.read_text(encoding="utf-8"))
        if urlsplit(address).scheme
        or urlsplit(address).netloc
        or not (sheet.parent / address.partition("#")[0]).is_file()
    ]

    assert broken == []


def test_no_script_of_ours_names_another_host_or_a_module_that_is_not_there(built_site: Path) -> None:
    ours = [path for path in built_site.rglob("assets/javascripts/*.js") if ".min." not in path.name]
    texts = {path: path.read_text(encoding="utf-8") for path in ours}

    assert len(texts) > 10
    assert [
        f"{p}: {a}" for p, t in texts.items() for a in IN_SCRIPTS.findall(t) if not (p.parent / a).is_file()
    ] == []
    assert [
        f"{p}: {a}" for p, t in texts.items() for a in OTHER_HOST.findall(t.replace(HOST_OF_NAMES, ""))
    ] == []


def test_every_page_begins_its_head_with_the_same_strict_policy(pages: dict[str, HtmlPage]) -> None:
    policies = set()
    for path, page in pages.items():
        names = [tag.name for tag in page.tags]
        first = page.tags[names.index("head") + 1]
        assert first.attributes.get("http-equiv") == "Content-Security-Policy", path
        policies.add(first.attributes["content"])

    [policy] = policies
    rules = {name: values for name, *values in (rule.split() for rule in policy.split("; "))}
    assert rules["default-src"] == ["'none'"]
    assert rules["script-src"][:2] == ["'self'", "'wasm-unsafe-eval'"]
    assert all(value.startswith("'sha256-") for value in rules["script-src"][2:])
    assert not {"'unsafe-inline'", "'unsafe-eval'", "*", "https:", "http:"} & {
        v for vs in rules.values() for v in vs
    }


def test_no_page_has_an_inline_style_or_handler(pages: dict[str, HtmlPage]) -> None:
    """The policy would refuse them, so the page would look or work otherwise than it was written."""
    inline = [
        f"{path}:{tag.line}: <{tag.name} {name}=...>"
        for path, page in pages.items()
        for tag in page.tags
        for name in tag.attributes
        if name == "style" or name.startswith("on")
    ]

    assert inline == []
    assert [
        p for p, page in pages.items() for tag in page.tags if "javascript:" in tag.attributes.get("href", "")
    ] == []


def test_a_host_that_reads_headers_gets_the_policy_for_workers_too(built_site: Path) -> None:
    headers = (built_site / "_headers").read_text(encoding="utf-8")

    assert headers.startswith("/*\n  Content-Security-Policy: default-src 'none';")
    assert "worker-src 'self'" in headers


PLACE = re.compile(r"(editions/)?(en/)?(.*)")
"""The pages about editions stand beside those of the edition in force: their English is editions/en/."""


def is_english(path: str) -> bool:
    match = PLACE.fullmatch(path)
    return match is not None and match[2] is not None


def in_the_other_language(path: str) -> str:
    match = PLACE.fullmatch(path)
    assert match is not None  # it matches every path
    return f"{match[1] or ''}{'' if match[2] else 'en/'}{match[3]}"


def test_both_languages_have_the_same_pages_and_name_each_other(pages: dict[str, HtmlPage]) -> None:
    english = {path for path in pages if is_english(path)}

    assert {in_the_other_language(path) for path in english} == set(pages) - english
    for path, page in pages.items():
        lang = "en" if path in english else "it"
        assert next(tag for tag in page.tags if tag.name == "html").attributes["lang"] == lang, path


def test_the_language_link_of_a_page_leads_to_the_same_page(
    built_site: Path, pages: dict[str, HtmlPage]
) -> None:
    for path, page in pages.items():
        if path.endswith("404.html"):
            continue
        [link] = [tag for tag in page.own if tag.attributes.get("class") == "strip__tool" and tag.name == "a"]
        other = in_the_other_language(path)
        assert file_at(built_site, path, link.attributes["href"]) == built_site / other
