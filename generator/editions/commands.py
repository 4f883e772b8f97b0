"""The commands on editions. Each prints what it did and what comes next; a refusal changes nothing."""

import argparse
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from generator import grammar
from generator.content import Content
from generator.editions import freeze as freezing
from generator.editions.cohort import read_cohort
from generator.editions.comparison_text import comparison_lines
from generator.editions.draft import Draft
from generator.editions.freeze import Facts, frozen_edition
from generator.editions.manifest import SUMS, register_data, sums_text
from generator.editions.published_site import Site, site_at
from generator.editions.refused import EditionRefused
from generator.editions.register import (
    FOLDER,
    INDEX,
    Register,
    SignOff,
    Withdrawal,
    previous,
    put_in_force,
    read_register,
    recalled,
)
from generator.editions.register_file import index_is_current, index_text, write_register
from generator.editions.verify import verify
from generator.locale import LANGUAGES
from generator.project import draft_is_current, load_project, write_draft
from generator.records import Text
from generator.write import write_if_changed, write_whole

SHOWN_PROBLEMS = 40
_COMMIT = "Next: commit content/editions/, then `python3 dev.py publish --to FOLDER`."


def add_commands(commands: Any) -> None:
    """Add the commands to the command line."""
    freeze = commands.add_parser("freeze", help="freeze the working content as a new edition, in force")
    freeze.add_argument("edition", help="year and number, such as 2026.1")
    freeze.add_argument(
        "--effective", type=_day, metavar="DATE", help="in force from (default: as in edition.yml)"
    )
    freeze.add_argument("--review", type=_day, metavar="DATE", help="review due (default: as in edition.yml)")
    freeze.add_argument("--signed-by", metavar="ROLE", help="who signs, as a role")
    freeze.add_argument("--signed-on", type=_day, metavar="DATE")
    freeze.add_argument("--summary-it", metavar="TEXT", help="what is new, for changelog and feed")
    freeze.add_argument("--summary-en", metavar="TEXT")
    freeze.add_argument("--not-in-force", action="store_true", help="the current edition stays current")
    in_force = commands.add_parser("in-force", help="make a frozen edition the current one")
    in_force.add_argument("edition")
    back = commands.add_parser("rollback", help="make the edition before (or the one named) current again")
    back.add_argument("edition", nargs="?")
    recall = commands.add_parser("recall", help="withdraw an edition; every page of it carries the reason")
    recall.add_argument("edition")
    recall.add_argument("--by", required=True, metavar="ROLE", help="who withdraws it, as a role")
    recall.add_argument("--reason-it", required=True, metavar="TEXT")
    recall.add_argument("--reason-en", required=True, metavar="TEXT")
    recall.add_argument("--instead", metavar="EDITION", help="which edition takes its place")
    compare = commands.add_parser("compare", help="what changes from one edition to another, also in doses")
    compare.add_argument("before", nargs="?", help="an edition, or draft (default: the last edition)")
    compare.add_argument("after", nargs="?", default="draft", help="an edition (default: the working draft)")
    compare.add_argument("--lang", choices=LANGUAGES, default="it")
    compare.add_argument("--no-impact", action="store_true", help="only the data, no virtual patients")
    publish = commands.add_parser("publish", help="build, check and put the site where it is served")
    where = publish.add_mutually_exclusive_group(required=True)
    where.add_argument("--to", type=Path, metavar="FOLDER", help="a folder that a web server serves")
    where.add_argument("--branch", help="a git branch, such as gh-pages")
    publish.add_argument("--push", metavar="REMOTE", help="push the branch there")
    publish.add_argument(
        "--with-draft", action="store_true", help="publish the working draft too, at bozza/, if it differs"
    )
    verifier = commands.add_parser("verify", help="check a published site against the register")
    verifier.add_argument("site", help="a folder or an address")
    verifier.add_argument("--rebuild", action="store_true", help="build it again, and compare every byte")
    commands.add_parser("editions", help="list the editions with their status")
    for command in (freeze, recall):
        command.add_argument("--on", type=_day, metavar="DATE", help="day of the act (default: today)")


def run(options: argparse.Namespace, root: Path) -> int | None:
    """Run the command, if it is one of these; return its exit code."""
    command = _COMMANDS.get(options.command)
    return None if command is None else command(options, root)


def stale_index(root: Path) -> list[str]:
    """Read register and cohort, and return the index if it is not the one that the register makes."""
    read_cohort(root)
    register = read_register(root).register
    return [] if index_is_current(root, register) else [INDEX.as_posix()]


def write_index(root: Path) -> bool:
    """Write the index of the register; tell whether it changed."""
    return write_if_changed(root / INDEX, index_text(read_register(root).register))


def _freeze(options: argparse.Namespace, root: Path) -> int:
    if bool(options.signed_by) != bool(options.signed_on):
        raise EditionRefused("a sign-off has a role and a day: --signed-by and --signed-on")
    if bool(options.summary_it) != bool(options.summary_en):
        raise EditionRefused("a summary is in both languages: --summary-it and --summary-en")
    freezing.require_clean_tree(root)
    project = load_project(root)
    if not draft_is_current(project):
        raise EditionRefused("content/editions/draft.json is stale: `python3 dev.py build` writes it anew")
    facts = Facts(
        frozen_on=options.on or _today(),
        effective_date=options.effective,
        review_due=options.review,
        sign_off=SignOff(role=options.signed_by, date=options.signed_on) if options.signed_by else None,
        summary=Text(it=options.summary_it, en=options.summary_en) if options.summary_it else None,
        in_force=not options.not_in_force,
    )
    edition = freeze_into(root, project.content, options.edition, facts)
    print(f"frozen: {FOLDER.as_posix()}/{options.edition}.json, SHA-256 {edition}\n{_COMMIT}")
    return 0


def freeze_into(root: Path, content: Content, edition: str, facts: Facts) -> str:
    """Write the edition's file and then the register; return the hash. An interrupted freeze may go on."""
    registered = read_register(root, coming=edition)
    frozen = frozen_edition(content, registered, edition, facts)
    freezing.require_free_place(root, edition, frozen.text)
    write_whole(root / FOLDER / f"{edition}.json", frozen.text)
    write_register(root, frozen.register)
    return frozen.sha256


def _in_force(options: argparse.Namespace, root: Path) -> int:
    return _put(root, put_in_force(read_register(root).register, options.edition), options.edition)


def _rollback(options: argparse.Namespace, root: Path) -> int:
    register = read_register(root).register
    edition = options.edition or previous(register)
    return _put(root, put_in_force(register, edition), edition)


def _recall(options: argparse.Namespace, root: Path) -> int:
    reason = Text(it=options.reason_it, en=options.reason_en)
    withdrawal = Withdrawal(date=options.on or _today(), by=options.by, reason=reason)
    register = recalled(read_register(root).register, options.edition, withdrawal, options.instead)
    write_register(root, register)
    print(f"withdrawn: {options.edition}. In force: {register.current or 'none'}\n{_COMMIT}")
    return 0


def _put(root: Path, register: Register, edition: str) -> int:
    write_register(root, register)
    print(f"in force: {edition}\n{_COMMIT}")
    return 0


def _editions(_options: argparse.Namespace, root: Path) -> int:
    register = read_register(root).register
    for name, entry in register.editions.items():
        replaced = f", replaced by {entry.replaced_by}" if entry.replaced_by else ""
        print(f"{name}  {entry.status}{replaced}  {entry.sha256[:12]}  frozen {entry.frozen_on}")
    if not register.editions:
        print("no edition is frozen yet: the working draft is what is read")
    return 0


def _compare(options: argparse.Namespace, root: Path) -> int:
    if options.after == "draft":
        write_draft(load_project(root))  # what is compared is what will be committed, and then frozen
    for line in comparison_lines(
        root, options.before, options.after, options.lang, impact=not options.no_impact
    ):
        print(line)
    return 0


def _publish(options: argparse.Namespace, root: Path) -> int:
    from generator.editions.publish import publish_branch, publish_folder

    draft = Draft.IF_CHANGED if options.with_draft else Draft.LEFT_OUT
    if options.to is not None:
        done = publish_folder(root, options.to.absolute(), draft)
    else:
        done = publish_branch(root, options.branch, draft, push=options.push)
    print("\n".join(done.lines))
    return 0


def _verify(options: argparse.Namespace, root: Path) -> int:
    register = register_data(read_register(root).register)
    site = site_at(options.site)
    # What was made anew is told first: it must not be lost among thousands of files.
    problems = _not_rebuilt(site, root) if options.rebuild else []
    problems += verify(site, register)
    for problem in problems[:SHOWN_PROBLEMS]:
        print(problem)
    if len(problems) > SHOWN_PROBLEMS:
        print(f"and {len(problems) - SHOWN_PROBLEMS} more")
    print(
        f"{len(problems)} problem{'s' * (len(problems) > 1)}"
        if problems
        else f"in order: {options.site} is what was published"
    )
    return 1 if problems else 0


def _not_rebuilt(site: Site, root: Path) -> list[str]:
    """Compare a published site with one that is built now: the same sources make the same bytes."""
    from generator.editions.publish import built_for_publishing
    from generator.editions.whole import DRAFT_PREFIX

    sums = site.read(SUMS)
    published = sums.decode("utf-8", "replace") if sums is not None else ""
    draft = Draft.IF_CHANGED if f"  {DRAFT_PREFIX}index.html\n" in published else Draft.LEFT_OUT
    same = published == sums_text(built_for_publishing(root, draft).manifest.files)
    return [] if same else ["these sources do not make the published site: another commit, or another hand"]


def _day(text: str) -> str:
    """Read a day of the command line."""
    try:
        return grammar.date(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day such as 2026-11-21") from None


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


_COMMANDS: Mapping[str, Callable[[argparse.Namespace, Path], int]] = {
    "freeze": _freeze,
    "in-force": _in_force,
    "rollback": _rollback,
    "recall": _recall,
    "compare": _compare,
    "publish": _publish,
    "verify": _verify,
    "editions": _editions,
}
