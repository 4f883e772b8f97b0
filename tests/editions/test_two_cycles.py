"""From the first edition to a recall and back, as an editor would: two full cycles in a repository."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from generator.editions.manifest import EDITIONS, SUMS, register_data
from generator.editions.published_site import FolderSite
from generator.editions.refused import EditionRefused
from generator.editions.register import read_register
from generator.editions.verify import verify
from tests.editions.published import hosted
from tests.editions.repository import DRD, FIRST, KRD, SECOND, Repository, copied, new_repository

RECALL = ("--by", "UFA", "--reason-it", "Dose errata", "--reason-en", "Wrong dose")
PLAN = {
    "calculator": "dose_plan",
    "inputs": {
        "regimen": "krd",
        "cycle": 1,
        "patient": {
            "age_years": 70,
            "bsa_m2": "1.8",
            "creatinine_clearance_ml_min": 90,
            "dialysis": False,
        },
    },
}


def page(site: Path, address: str) -> str:
    return (site / address / "index.html").read_text(encoding="utf-8")


def lenalidomide(repository: Repository, *options: str) -> tuple[str | None, str]:
    """Ask the command line for a plan of KRd; return the edition that answered and the dose."""
    command = [sys.executable, "-m", "calculators", "run", *options]
    done = subprocess.run(
        command, cwd=repository.root, input=json.dumps(PLAN), capture_output=True, text=True, check=True
    )
    result = json.loads(done.stdout)
    given = result["details"].get("administrations", [])
    return result["edition"], next((g["dose"] for g in given if g["drug"] == "lenalidomide"), "none")


def test_two_cycles_with_recall_and_rollback(tmp_path: Path) -> None:
    editor, site = new_repository(tmp_path / "repository", small=True), tmp_path / "www" / "site"
    publish, verify = ("publish", "--to", str(site)), ("verify", str(site))

    # Before the first freeze the draft is at the top.
    assert "first time" in editor.done(*publish)
    assert 'data-status="draft"' in page(site, "regimens/krd")
    assert lenalidomide(editor) == ("draft", "25")

    # First edition.
    editor.freeze(FIRST, "2025-11-30")
    editor.done(*publish)
    assert 'data-edition="2025.1" data-status="current"' in page(site, "regimens/krd")
    assert page(site, "2025.1/regimens/krd").count('rel="canonical"') == 1
    assert not (site / "bozza").exists()
    frozen = (site / "data").glob("2025.1-*.json")
    first_bytes = [path.read_bytes() for path in frozen]

    # A draft in which nothing changed is not shown, even when asked for; one that differs is, and only then.
    said = editor.done("publish", "--with-draft", "--to", str(site))
    assert "working draft: the same as edition 2025.1, left out" in said
    assert not (site / "bozza").exists()

    # Second: a changed dose, seen before it is published.
    editor.change_a_dose()
    editor.commit()
    assert "differs from edition 2025.1 and is not in the site" in editor.done(*publish)
    assert not (site / "bozza").exists()
    compared = editor.done("compare", "--lang", "it")
    assert "desametasone, DRd: soglia di età da > 75 a ≥ 75 anni" in compared
    assert "lenalidomide, KRd: dose da 25 mg a 20 mg" in compared
    assert "KRd, lenalidomide: dose: 25 mg -> 20 mg -20 %" in compared
    editor.freeze(SECOND)
    said = editor.done(*publish)
    assert "edition 2026.1: new, current" in said
    assert "edition 2025.1: current -> superseded" in said
    assert lenalidomide(editor) == (SECOND, "20")
    assert lenalidomide(editor, "--edition", FIRST) == (FIRST, "25")
    old = page(site, "2025.1/en/regimens/krd")
    assert 'data-edition="2025.1" data-status="superseded"' in old
    assert "Edition 2025.1 is superseded." in old
    assert "<calc-form" in old
    assert '<link rel="canonical" href="../../../../en/regimens/krd/">' in old

    # Recall of the edition in force: one act, and no page of an edition is built again.
    cache = editor.root / ".cache/editions"
    built = {path.name for path in cache.iterdir()}
    assert "with --instead (2025.1)" in editor.refused("recall", SECOND, *RECALL)
    editor.done("recall", SECOND, *RECALL, "--instead", FIRST, "--on", "2026-12-02")
    editor.commit("recall")
    said = editor.done(*publish)
    assert "edition 2026.1: current -> withdrawn" in said
    for new in (path for path in cache.iterdir() if path.name not in built and path.name[0] != "."):
        # The pages about editions; and the draft, which now is not what is in force.
        regimen = new / "regimens/krd/index.html"
        assert not regimen.exists() or 'data-edition="draft"' in regimen.read_text(encoding="utf-8")
    assert 'data-edition="2025.1" data-status="current"' in page(site, "regimens/krd")
    for address in ("2026.1/regimens/krd", "2026.1/sources", "2026.1"):
        assert "Motivo: Dose errata" in page(site, address)
    assert "<calc-form" not in page(site, "2026.1/regimens/krd")
    assert lenalidomide(editor, "--edition", SECOND) == (None, "none")

    # A mended third edition, then back to the first, then forward again.
    editor.edit(KRD, "dose: 20 mg, source", "dose: 15 mg, source")
    editor.commit()
    editor.freeze("2026.2", "2026-12-05")
    assert "in force: 2025.1" in editor.done("rollback")
    editor.commit("rollback")
    editor.done(*publish)
    assert lenalidomide(editor) == (FIRST, "25")
    editor.done("in-force", "2026.2")
    editor.commit("forward")
    editor.done(*publish)
    assert lenalidomide(editor) == ("2026.2", "15")
    assert "in order" in editor.done(*verify)

    # What was published first is there, byte by byte.
    assert [path.read_bytes() for path in (site / "data").glob("2025.1-*.json")] == first_bytes
    feed = (site / "editions/feed.xml").read_text(encoding="utf-8")
    assert "Edizione 2026.1: ritirata" in feed
    history = page(site, "regimens/krd")
    assert "lenalidomide, KRd: dose da 20 mg a 15 mg" in history


def test_a_freeze_is_refused_for_what_could_not_be_traced_or_is_not_decided(
    own: Repository,
) -> None:
    assert "exists already" in own.refused("freeze", FIRST)
    assert "2026.x" in own.refused("freeze", "2026.x")
    own.edit(KRD, "dose: 20 mg", "dose: 10 mg")
    assert "changes that are not committed" in own.refused("freeze", "2027.1")
    own.commit()
    (own.root / "content/new.yml").write_text("a: b\n", encoding="utf-8")
    assert "content/new.yml" in own.refused("freeze", "2027.1")
    (own.root / "content/new.yml").unlink()
    own.edit("content/discrepancies/dx-01.yml", "until_decided: corrected_value\n", "")
    own.commit()
    refused = own.refused("freeze", "2027.1")
    assert "content/discrepancies/dx-01.yml:" in refused
    assert "the correction DX-01 is undecided" in refused
    own.edit(DRD, "drug: lenalidomide", "drug: lenalidomid")
    own.git("commit", "--all", "--quiet", "--message", "broken")
    assert "unknown drug lenalidomid" in own.refused("freeze", "2027.1")
    assert not (own.root / "content/editions/2027.1.json").exists()


def test_freezing_twice_gives_the_same_bytes(own: Repository, tmp_path: Path) -> None:
    other = copied(own, tmp_path / "other")

    own.done("freeze", "2027.1", "--on", "2027-01-01")
    other.done("freeze", "2027.1", "--on", "2027-02-02")

    one, two = (r.root / "content/editions/2027.1.json" for r in (own, other))
    assert one.read_bytes() == two.read_bytes()


def test_an_interrupted_freeze_goes_on(own: Repository) -> None:
    register = (own.root / "content/editions/register.yml").read_bytes()
    index = (own.root / "content/editions/index.json").read_bytes()
    own.done("freeze", "2027.1", "--on", "2027-01-01")
    finished = (own.root / "content/editions/register.yml").read_bytes()
    (own.root / "content/editions/register.yml").write_bytes(register)
    (own.root / "content/editions/index.json").write_bytes(index)
    assert "2027.1.json is not in the register" in own.refused("check")
    own.git("add", "--all")
    own.git("commit", "--quiet", "--message", "half")

    own.done("freeze", "2027.1", "--on", "2027-01-01")

    assert (own.root / "content/editions/register.yml").read_bytes() == finished


@pytest.mark.parametrize(
    ("file", "fragment", "becomes", "said"),
    [
        ("2025.1.json", "25", "26", "is not what was frozen"),
        ("register.yml", 'sha256: "', 'sha256: "0', "mistake"),
        ("register.yml", 'status: "superseded"', 'status: "current"', "mistake"),
        ("index.json", "superseded", "current", "stale: content/editions/index.json"),
    ],
)
def test_tampering_with_what_was_frozen_is_caught(
    own: Repository, file: str, fragment: str, becomes: str, said: str
) -> None:
    own.edit(f"content/editions/{file}", fragment, becomes)

    assert said in own.refused("check")
    if file != "index.json":
        assert said in own.refused("build")


@pytest.mark.parametrize(
    "name",
    ["regimens/krd/index.html", "2025.1/index.html", "data/2025.1-*.json", EDITIONS, SUMS, "_headers"],
)
def test_tampering_with_any_published_file_is_caught(two: Repository, published: Path, name: str) -> None:
    [path] = published.glob(name)
    before = path.read_bytes()
    path.write_bytes(before.replace(b"a", b"e", 1))
    register = register_data(read_register(two.root).register)
    try:
        assert verify(FolderSite(published), register)
    except EditionRefused:
        assert name in (SUMS, EDITIONS)
    finally:
        path.write_bytes(before)
    assert verify(FolderSite(published), register) == []


def test_a_published_site_is_verified_in_its_folder_and_at_its_address(
    two: Repository, published: Path
) -> None:
    assert "in order" in two.done("verify", str(published))
    with hosted(published) as address:
        assert f"in order: {address}/ is what was published" in two.done("verify", f"{address}/")
        page = published / "2025.1/regimens/krd/index.html"
        before = page.read_bytes()
        page.write_bytes(before.replace(b"25 mg", b"35 mg", 1))
        finished = two.run("verify", address)
        page.write_bytes(before)
    assert (finished.returncode, finished.stdout) == (
        1,
        "2025.1/regimens/krd/index.html is not what was published\n1 problem\n",
    )
    unreachable = two.refused("verify", address)
    assert unreachable.count("\n") == 1
    assert "cannot be read" in unreachable


def test_a_file_that_is_gone_or_was_added_is_caught(two: Repository, published: Path) -> None:
    added, gone = published / "more.html", published / "sources/index.html"
    added.write_text("more", encoding="utf-8")
    content = gone.read_bytes()
    gone.unlink()

    finished = two.run("verify", str(published))

    added.unlink()
    gone.write_bytes(content)
    assert "more.html was not published" in finished.stdout
    assert "sources/index.html is missing" in finished.stdout


def test_a_site_whose_status_is_not_the_registers_is_caught(own: Repository, published: Path) -> None:
    own.done("recall", FIRST, *RECALL)

    finished = own.run("verify", str(published))

    assert finished.returncode == 1
    assert (
        "edition 2025.1: status is published as 'superseded', the register says 'withdrawn'"
        in finished.stdout
    )


def test_a_published_edition_cannot_be_lost_or_altered(own: Repository, tmp_path: Path) -> None:
    site = tmp_path / "www" / "site"
    own.done("publish", "--to", str(site))
    before = (site / SUMS).read_bytes()
    changed = (site / EDITIONS).read_text("utf-8").replace('"sha256": "', '"sha256": "00', 1)
    (site / EDITIONS).write_text(changed, encoding="utf-8")

    assert "would have another" in own.refused("publish", "--to", str(site))

    (site / EDITIONS).write_text(changed.replace('"2025.1"', '"2024.1"'), encoding="utf-8")
    assert "edition 2024.1 is published, and would be gone" in own.refused("publish", "--to", str(site))
    assert (site / SUMS).read_bytes() == before


def test_a_branch_is_published_in_one_commit(own: Repository, tmp_path: Path) -> None:
    own.done("publish", "--branch", "pages")
    own.done("recall", FIRST, *RECALL)
    own.commit("recall")

    said = own.done("publish", "--branch", "pages")

    assert "edition 2025.1: superseded -> withdrawn" in said
    assert own.git("log", "--oneline", "pages").count("\n") == 2
    own.git("worktree", "add", "--quiet", str(tmp_path / "pages"), "pages")
    (tmp_path / "pages/.git").unlink()
    assert "in order" in own.done("verify", str(tmp_path / "pages"))
