"""The virtual environment, the system libraries and the packages that the commands in `bin/` need.

Standard library only: this runs before anything is installed.
"""

import ctypes.util
import fcntl
import hashlib
import os
import shutil
import subprocess
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent.parent
VENV = PROJECT / ".venv"
PYTHON = VENV / "bin" / "python"

CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")

PDF_LIBRARIES = {
    "pango-1.0": "libpango-1.0-0",
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz-subset": "libharfbuzz-subset0",
}


class SetupError(Exception):
    """Something that the user has to know or do; the message says it in full."""


def say(text: str) -> None:
    """Tell the user what happens, at once."""
    print(text, flush=True)


def prepare(*locks: str) -> None:
    """Make `.venv` and install the named lock files (`base`, `dev`) into it, when one of them changed.

    Only one command at a time does so; another one that starts meanwhile waits for it.
    """
    with _one_at_a_time():
        _make_venv()
        _install_changed(locks)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    folder = os.open(PROJECT, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _install_changed(locks: tuple[str, ...]) -> None:
    for lock in locks:
        file = PROJECT / "requirements" / f"{lock}.txt"
        stamp = VENV / f".installed-{lock}"
        wanted = hashlib.sha256(file.read_bytes()).hexdigest()
        if stamp.is_file() and stamp.read_text() == wanted:
            continue
        say(f"Installing requirements/{lock}.txt ...")
        _install(file)
        stamp.write_text(wanted)


def _make_venv() -> None:
    if _stands_here() and _succeeds([str(PYTHON), "-c", "import pip"]):
        return
    if VENV.is_symlink():
        raise SetupError(f"{VENV} is a link: making it anew would empty what it points to. Remove the link first.")
    say("Making .venv ...")
    try:
        venv.create(VENV, clear=VENV.exists(), with_pip=True)
    except (subprocess.CalledProcessError, ImportError) as error:
        raise SetupError(
            "Python cannot make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv"
        ) from error


def _stands_here() -> bool:
    """Whether there is a virtual environment that was made in this place: moved along, its commands fail."""
    pip = VENV / "bin" / "pip"
    return PYTHON.exists() and pip.exists() and str(VENV) in pip.read_text()


def _install(file: Path) -> None:
    uv = shutil.which("uv") or _uv_in_venv()
    if uv:
        command = [
            uv,
            "pip",
            "install",
            "--quiet",
            "--python",
            str(PYTHON),
            "--require-hashes",
            "-r",
            str(file),
        ]
        if _succeeds(command):
            return
        say("uv could not install everything; pip tries again.")
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(file)]
    if subprocess.run(command, check=False).returncode:
        raise SetupError(f"Installing {file.name} failed. Is there a connection to the package index?")


def _uv_in_venv() -> str:
    """uv, itself installed by its hash; an empty text when it cannot be had."""
    uv = VENV / "bin" / "uv"
    lock = PROJECT / "requirements" / "uv.txt"
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(lock)]
    return str(uv) if uv.exists() or (_succeeds(pip) and uv.exists()) else ""


def _succeeds(command: list[str]) -> bool:
    environment = dict(os.environ)
    if CERTIFICATES.exists():
        environment.setdefault("UV_SYSTEM_CERTS", "true")  # uv's own list does not know a proxy of the house
    return subprocess.run(command, check=False, capture_output=True, env=environment).returncode == 0


def prepare_pdf() -> bool:
    """Whether PDFs can be made. As root with apt missing libraries are installed, else the user hears how."""
    missing = [package for library, package in PDF_LIBRARIES.items() if not ctypes.util.find_library(library)]
    if not missing:
        return True
    if may_install():
        say("Installing the libraries that write PDFs ...")
        if install_packages(*missing):
            return True
    say("PDF is off: system libraries are missing. As root, run this line and start again:")
    say(f"    apt-get install {' '.join(missing)}")
    return False


def may_install() -> bool:
    """Whether system packages can be installed here."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install_packages(*packages: str) -> bool:
    """Install Debian packages quietly; the list of packages is refreshed when the first try finds nothing."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-qq", "-y", "--no-install-recommends", *packages]
    for command in (install, ["apt-get", "update", "-qq"], install):
        done = subprocess.run(
            command, check=False, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True
        )
        if command is install and done.returncode == 0:
            return True
    say(done.stderr.strip()[-500:])
    return False


def which(*names: str) -> str:
    """The path of the first of these programs that PATH holds, or an empty text."""
    return next((path for path in map(shutil.which, names) if path), "")


def run(*command: str, env: dict[str, str] | None = None) -> int:
    """Run a command in the project with the environment given, and return its exit code."""
    return subprocess.run(command, check=False, cwd=PROJECT, env=env).returncode


def run_apart(*command: str, env: dict[str, str]) -> int:
    """As `run`, but Ctrl-C reaches only us, and we end the command without a trace of Python's stack."""
    with subprocess.Popen(command, cwd=PROJECT, env=env, stdin=subprocess.DEVNULL, process_group=0) as process:
        try:
            return process.wait()
        except BaseException:
            process.terminate()
            raise


def tool(name: str) -> str:
    """The path of a command that the virtual environment holds."""
    return str(VENV / "bin" / name)
