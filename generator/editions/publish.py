"""Publishing: build, look at it, compare with what is published, put it in place, verify it there."""

import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ghp_import import ghp_import  # type: ignore[import-untyped]

from generator.compress import compress_site
from generator.editions.draft import Draft
from generator.editions.inspection import inspect
from generator.editions.manifest import EDITIONS, SUMS, Manifest, manifest_from, manifest_of, write_manifest
from generator.editions.published_site import FolderSite
from generator.editions.refused import EditionRefused
from generator.editions.register import read_register
from generator.editions.swap import put_in_place, require_link
from generator.editions.verify import verify
from generator.editions.whole import build_whole
from generator.site import PACKED

BUILT = Path("build/site")
SHOWN_PROBLEMS = 20


@dataclass(frozen=True, slots=True)
class ForPublishing:
    """A built site that was looked at, and what is to be said of the working draft."""

    site: Path
    manifest: Manifest
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Published:
    """What was done, a line each, for the person who published."""

    lines: tuple[str, ...]


def built_for_publishing(root: Path, draft: Draft) -> ForPublishing:
    """Build the site, add its manifest and look at it whole. Raises EditionRefused with what is wrong."""
    site = root / BUILT
    whole = build_whole(root, site, draft)
    compress_site(site, root / PACKED)
    manifest = write_manifest(site, whole.editions.register)
    problems = inspect(site)
    if problems:
        shown = "\n".join(problems[:SHOWN_PROBLEMS])
        raise EditionRefused(f"nothing was published: {len(problems)} problems in the built site\n{shown}")
    return ForPublishing(site, manifest, whole.said)


def publish_folder(root: Path, destination: Path, draft: Draft = Draft.LEFT_OUT) -> Published:
    """Publish to a folder that a web server serves."""
    require_link(destination)
    before = manifest_of(destination)
    refuse_altered(before, root)
    built = built_for_publishing(root, draft)
    site, manifest = built.site, built.manifest
    release = put_in_place(site, destination, manifest.name)
    problems = verify(FolderSite(destination), manifest.register)
    if problems:
        raise EditionRefused(f"published, but not as it was built:\n{'\n'.join(problems)}")
    done = f"published: {destination} -> {release}"
    return Published((*summary(before, manifest), *built.said, done, "verified"))


def publish_branch(
    root: Path, branch: str, draft: Draft = Draft.LEFT_OUT, *, push: str | None = None
) -> Published:
    """Publish to a git branch for static hosting: one commit, which is there whole or not at all."""
    before = _manifest_of_branch(root, branch)
    refuse_altered(before, root)
    built = built_for_publishing(root, draft)
    site, manifest = built.site, built.manifest
    editions = ", ".join(f"{name} ({entry['status']})" for name, entry in manifest.register.items())
    message = f"Site {manifest.name}: {editions or 'working draft'}"
    ghp_import(str(site), branch=branch, mesg=message, push=bool(push), remote=push or "origin")
    done = f"published: branch {branch}{', pushed' if push else ''}"
    return Published((*summary(before, manifest), *built.said, done))


def refuse_altered(before: Manifest | None, root: Path) -> None:
    """Refuse to lose or alter an edition that was published; pages may be rendered anew.

    The register holds the hash of each frozen file, and is checked against the files when it is read.
    """
    after = {name: entry.sha256 for name, entry in read_register(root).register.editions.items()}
    problems = []
    for name, sha256 in (before.editions if before else {}).items():
        if name not in after:
            problems.append(f"edition {name} is published, and would be gone")
        elif after[name] != sha256:
            problems.append(f"edition {name} is published with hash {sha256[:12]}, and would have another")
    if problems:
        raise EditionRefused("nothing was published:\n" + "\n".join(problems))


def summary(before: Manifest | None, after: Manifest) -> Iterator[str]:
    """Say what a publish changes: editions, statuses, and pages that are rendered anew."""
    old_register = before.register if before else {}
    for name, entry in after.register.items():
        old = old_register.get(name)
        if old is None:
            yield f"edition {name}: new, {entry['status']}, {entry['sha256'][:12]}"
        elif old["status"] != entry["status"]:
            yield f"edition {name}: {old['status']} -> {entry['status']}"
    if before is None:
        yield f"{len(after.files)} files, published for the first time"
        return
    changed = [name for name, digest in after.files.items() if before.files.get(name, digest) != digest]
    added, gone = (
        sorted(set(one) - set(other))
        for one, other in ((after.files, before.files), (before.files, after.files))
    )
    yield f"{len(changed)} files changed, {len(added)} added, {len(gone)} removed"
    for name in before.editions:
        pages = [page for page in changed if page.startswith(f"{name}/") and page.endswith(".html")]
        if pages:
            yield f"edition {name}: {len(pages)} pages rendered anew, data unchanged"


def _manifest_of_branch(root: Path, branch: str) -> Manifest | None:
    texts: Mapping[str, str] = {
        name: done.stdout
        for name in (SUMS, EDITIONS)
        if (done := _git(root, "show", f"{branch}:{name}")).returncode == 0
    }
    return manifest_from(texts[SUMS], texts[EDITIONS]) if len(texts) == 2 else None


def _git(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=False)
