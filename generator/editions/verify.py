"""Checking a published site, in a folder or at an address, against its manifest and the register."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from generator.editions.manifest import EDITIONS, NO_JEKYLL, SUMS, manifest_from
from generator.editions.published_site import Site
from generator.host_files import READ_BY_HOSTS

MAY_BE_KEPT = (*READ_BY_HOSTS, NO_JEKYLL)
AT_ONCE = 8


def verify(site: Site, register: Mapping[str, Any]) -> list[str]:
    """Return everything that is not as published, or not as the register says, a line each."""
    texts = [site.read(name) for name in (SUMS, EDITIONS)]
    if texts[0] is None or texts[1] is None:
        return [f"there is no {SUMS if texts[0] is None else EDITIONS}: is this a published site?"]
    manifest = manifest_from(*(text.decode("utf-8", "replace") for text in texts if text is not None))
    names = site.names()
    problems = list(_register_problems(manifest.register, register))
    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        found = pool.map(site.digests, manifest.files)
        for (name, digest), digests in zip(manifest.files.items(), found, strict=True):
            if digest in digests:
                continue
            if digests:
                problems.append(f"{name} is not what was published")
            elif names is not None or name not in MAY_BE_KEPT:
                problems.append(f"{name} is missing")
    unknown = (names or frozenset()) - set(manifest.files) - {SUMS}
    problems += [f"{name} was not published" for name in sorted(unknown)]
    problems += _data_problems(site, register)
    return problems


def _register_problems(published: Mapping[str, Any], register: Mapping[str, Any]) -> Iterator[str]:
    for name in dict.fromkeys([*register, *published]):
        if name not in published:
            yield f"edition {name} is in the register and not published"
        elif name not in register:
            yield f"edition {name} is published and not in the register"
        else:
            fields = dict.fromkeys([*register[name], *published[name]])
            for key in fields:
                old, new = published[name].get(key), register[name].get(key)
                if old != new:
                    yield f"edition {name}: {key} is published as {old!r}, the register says {new!r}"


def _data_problems(site: Site, register: Mapping[str, Any]) -> Iterator[str]:
    """The frozen data must be there under their registered hash, whatever the manifest says."""
    for name, entry in register.items():
        path = f"data/{name}-{entry['sha256'][:12]}.json"
        digests = site.digests(path)
        if not digests:
            yield f"{path} is missing"
        elif entry["sha256"] not in digests:
            yield f"{path} is not what was frozen"
