"""The preview: one server for both languages that follows the editor and outlives an editor's mistakes."""

import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import ROOT, copy_project

KRD = Path("content/regimens/krd.yml")
PAGE = "regimens/krd/"
ENOUGH_SECONDS = 90


@dataclass(frozen=True, slots=True)
class Server:
    """A preview that runs in a process of its own, on a copy of the project."""

    project: Path
    process: subprocess.Popen[bytes]

    @property
    def said(self) -> str:
        return (self.project / "said").read_text(encoding="utf-8")

    @property
    def address(self) -> str:
        found = re.search(r"http://\S+/", self.said)
        assert found, self.said
        return found[0]

    def get(self, path: str) -> tuple[str, str, str]:
        """Return content type, caching and text of an answer."""
        with urllib.request.urlopen(f"{self.address}{path}", timeout=40) as answer:
            headers = answer.headers
            text = answer.read().decode("utf-8", "replace")
            return headers["Content-Type"], headers["Cache-Control"], text

    def edit(self, path: Path, fragment: str, becomes: str) -> None:
        text = (self.project / path).read_text(encoding="utf-8")
        assert fragment in text
        beside = self.project / path.with_name(".saving")
        beside.write_text(text.replace(fragment, becomes, 1), encoding="utf-8")
        beside.rename(self.project / path)  # as most editors save


def wait_until(what: Callable[[], bool], server: Server) -> None:
    end = time.monotonic() + ENOUGH_SECONDS
    while not what():
        assert server.process.poll() is None, server.said
        assert time.monotonic() < end, server.said
        time.sleep(0.05)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    project = copy_project(ROOT, tmp_path_factory.mktemp("serve") / "project")
    command = [sys.executable, "-m", "generator", "serve", "--port", "0"]
    with (project / "said").open("wb") as said:
        process = subprocess.Popen(command, cwd=project, stdout=said, stderr=subprocess.STDOUT)
    running = Server(project, process)
    try:
        wait_until(lambda: "Stop with Ctrl+C" in running.said, running)
        yield running
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("", "text/html"),
        ("en/", "text/html"),
        (PAGE, "text/html"),
        ("index.html", "text/html"),
        ("_reload.js", "text/javascript"),
        ("assets/javascripts/calc-form.js", "text/javascript"),
        ("assets/stylesheets/site.css", "text/css"),
        ("search/search_index.json", "application/json"),
    ],
)
def test_everything_is_served_with_its_type_and_never_from_an_old_copy(
    server: Server, path: str, kind: str
) -> None:
    content_type, caching, _ = server.get(path)

    assert content_type.partition(";")[0] == kind
    assert caching == "no-cache"


def test_the_runtime_has_the_types_that_browsers_insist_on(server: Server) -> None:
    [folder] = (server.project / "site/runtime").iterdir()

    assert server.get(f"runtime/{folder.name}/pyodide.asm.wasm")[0] == "application/wasm"
    assert server.get(f"runtime/{folder.name}/pyodide.mjs")[0] == "text/javascript"


def test_a_page_carries_the_reload_script_as_a_file_so_that_the_policy_holds(server: Server) -> None:
    _, _, page = server.get(PAGE)

    assert page.count('<script type="module" src="/_reload.js"></script></body>') == 1
    assert "_reload" not in (server.project / "site" / PAGE / "index.html").read_text(encoding="utf-8")


def test_what_is_not_there_is_a_404(server: Server) -> None:
    with pytest.raises(urllib.error.HTTPError, match="404") as refused:
        server.get("no-such-page/")
    refused.value.close()


def test_a_mistake_is_printed_and_the_last_good_site_stays_until_it_is_mended(server: Server) -> None:
    before = server.get(PAGE)[2]
    build = server.get("_changes?since=")[2]

    server.edit(KRD, "drug: lenalidomide", "drug: lenalidomid")
    wait_until(lambda: "nothing was built" in server.said, server)

    assert "unknown drug lenalidomid\n" in server.said
    assert "= the nearest name is lenalidomide" in server.said
    assert server.get(PAGE)[2] == before

    server.edit(KRD, "drug: lenalidomid\n", "drug: lenalidomide\n")
    server.edit(KRD, "aliases: [KRD,", "aliases: [KRD-of-the-preview,")

    wait_until(lambda: server.get(f"_changes?since={build}")[2] != build, server)
    assert "KRD-of-the-preview" in server.get(PAGE)[2]
    assert "KRD-of-the-preview" in server.get(f"en/{PAGE}")[2]


def test_a_port_that_is_taken_is_said_in_a_line_before_anything_is_built(server: Server) -> None:
    port = server.address.rstrip("/").rpartition(":")[2]
    command = [sys.executable, "-m", "generator", "serve", "--port", port]

    done = subprocess.run(command, cwd=server.project, capture_output=True, text=True, timeout=ENOUGH_SECONDS)

    assert done.returncode == 1
    assert f"cannot serve on 127.0.0.1:{port}" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
