"""`verify` by address: what a host really sends is what was published, whatever the kind of host."""

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.editions import published_site
from generator.editions.manifest import EDITIONS, register_data
from generator.editions.published_site import site_at
from generator.editions.refused import EditionRefused
from generator.editions.register import Register, recalled
from generator.editions.verify import verify
from tests.editions.published import (
    AlwaysHome,
    ApacheHost,
    BrokenHost,
    BrotliHost,
    FlakyHost,
    Host,
    LoopingHost,
    NoHost,
    PackingHost,
    RedirectingHost,
    SilentHost,
    hosted,
    small_site,
)
from tests.editions.test_register import RECALL


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(published_site, "PAUSE_SECONDS", 0.01)
    monkeypatch.setattr(published_site, "TIMEOUT_SECONDS", 0.5)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "site").mkdir()
    return tmp_path / "site"


@pytest.fixture
def register(site: Path) -> Register:
    return small_site(site)


def problems(site: Path, register: Register, kind: type[Host] = Host, path: str = "") -> list[str]:
    with hosted(site, kind) as address:
        return verify(site_at(address + path), register_data(register))


@pytest.mark.parametrize(
    "kind", [Host, ApacheHost, PackingHost, BrotliHost, RedirectingHost, FlakyHost], ids=lambda k: k.__name__
)
def test_an_intact_site_is_in_order_on_any_host(site: Path, register: Register, kind: type[Host]) -> None:
    assert problems(site, register, kind) == []


@pytest.mark.parametrize("path", ["/", "/index.html", "/?utm_source=x", "/#top"])
def test_the_address_may_be_as_it_stands_in_a_browser(site: Path, register: Register, path: str) -> None:
    assert problems(site, register, path=path) == []


def test_a_site_in_a_folder_of_its_host_is_found(site: Path, register: Register) -> None:
    assert problems(site.parent, register, path="/site") == []


def a_byte(site: Path) -> None:
    page = site / "2025.1/regimens/krd/index.html"
    page.write_bytes(page.read_bytes().replace(b"K", b"k", 1))


def frozen_data(site: Path) -> None:
    [data] = site.glob("data/2025.1-*")
    data.write_bytes(data.read_bytes() + b" ")


def a_page_gone(site: Path) -> None:
    (site / "regimens/krd/index.html").unlink()


def a_register_field(site: Path) -> None:
    listed = site / EDITIONS
    text = listed.read_text(encoding="utf-8")
    listed.write_text(
        text.replace('"effective_date": "2026-12-01"', '"effective_date": "2026-12-09"', 1), "utf-8"
    )


@pytest.mark.parametrize("kind", [Host, PackingHost, RedirectingHost], ids=lambda k: k.__name__)
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (a_byte, "2025.1/regimens/krd/index.html is not what was published"),
        (frozen_data, "is not what was frozen"),
        (a_page_gone, "regimens/krd/index.html is missing"),
        (a_register_field, "effective_date is published as '2026-12-09', the register says '2026-12-01'"),
    ],
)
def test_what_differs_is_caught(
    site: Path, register: Register, kind: type[Host], change: Callable[[Path], None], said: str
) -> None:
    change(site)

    found = problems(site, register, kind)

    assert any(said in line for line in found), found


def test_a_status_that_the_register_no_longer_gives_is_caught(site: Path, register: Register) -> None:
    found = problems(site, recalled(register, "2025.1", RECALL, None))

    assert any("status is published as 'superseded', the register says 'withdrawn'" in line for line in found)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (LoopingHost, "cannot be read: 302"),
        (BrokenHost, "cannot be read: 500"),
        (NoHost, "cannot be read: "),
        (SilentHost, "cannot be read: timed out"),
        (AlwaysHome, "SHA256SUMS holds a line that is no hash"),
    ],
)
def test_what_is_no_site_is_refused_in_one_line(
    site: Path, register: Register, kind: type[Host], said: str
) -> None:
    with pytest.raises(EditionRefused) as refused:
        problems(site, register, kind)

    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_host_that_has_other_files_has_no_published_site(site: Path, register: Register) -> None:
    (site / "other").mkdir()

    assert problems(site, register, path="/other") == ["there is no SHA256SUMS: is this a published site?"]


def test_where_nobody_listens_one_line_says_so(site: Path) -> None:
    with hosted(site) as address:
        gone = address
    with pytest.raises(EditionRefused, match=r"cannot be read: .*refused") as refused:
        verify(site_at(gone), {})
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("place", ["protocollo.example.org", "no/such/folder"])
def test_what_is_neither_folder_nor_address_is_refused(place: str) -> None:
    with pytest.raises(EditionRefused, match="neither a folder nor an address"):
        site_at(place)


@pytest.mark.parametrize("address", ["http://[", "http://a b/", "https://127.0.0.1:99999/"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(EditionRefused):
        verify(site_at(address), {})
