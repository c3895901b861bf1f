"""`make server`: a machine, or one folder on it, made ready to take pushes and to serve what they publish.

    PREFIX/app/        this program with its packages      PREFIX/repo.git/  what is pushed to
    PREFIX/site/       releases and `current`              PREFIX/etc/       nginx's configuration
    PREFIX/var/        nginx's own files

As root on Debian: two users without a log-in of their own (one builds, one serves and can write nowhere but in `var`), and
systemd units. As anyone, with PREFIX: the same in that folder, nginx started as that user. Run again, it renews all but
what administrators wrote in etc/listen.conf and etc/access.conf, and never touches what is published.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from macros.building import render
from macros.publishing import policy
from macros.publishing.failure import Failure, failure_of

SYSTEM_PREFIX = "/srv/ke-hoach"
BUILDER, WEB = "ke-hoach", "ke-hoach-web"
UNITS = Path("/etc/systemd/system")
NGINX = "/usr/sbin/nginx"
_APP = ("macros", "deploy", "Makefile", "requirements.lock")
_OWN = ("listen.conf", "access.conf")
# What a server answers beside a site that stands below a path.
_OUTSIDE = """\
        location = {bare} {{
            return 301 {root};
        }}
        location = / {{
            return 302 {root};
        }}"""


@dataclass(frozen=True)
class Server:
    """What is set up: where, on which port, for which address of the readers, watching which repository."""

    prefix: Path
    port: int
    site_url: str = ""
    fetch_from: str = ""
    system: bool = False  # users and units of the machine, not just a folder

    @property
    def root(self) -> str:
        """The path below which readers find the site, a slash at both ends."""
        return f"/{urlsplit(self.site_url).path.strip('/')}/".replace("//", "/")

    @property
    def address(self) -> str:
        """Where this machine itself finds the site."""
        return f"http://127.0.0.1:{self.port}{self.root}"


def run(server: Server) -> int:
    """Set the server up; return 0, or 1 after saying in one sentence what stands in the way."""
    try:
        _set_up(server)
    except (Failure, OSError) as refusal:
        failure = failure_of(refusal)
        print(f"{failure.text}\n{failure.remedy}", file=sys.stderr)
        return 1
    print(_done(server))
    return 0


def _set_up(server: Server) -> None:
    prefix = server.prefix
    if server.system:
        _install_packages()
        _add_users(prefix)
    _refuse_without("git", "nginx")
    for name in ("app", "site", "etc", "var"):
        (prefix / name).mkdir(parents=True, exist_ok=True)
    _copy_app(prefix / "app", shutil.copy2 if server.system else _linked)
    hashes = _inline_scripts(server)
    _write_settings(server, hashes)
    _write_nginx(server, hashes)
    _make_repository(prefix)
    _nginx(prefix, "-t", "-q")  # before the files it writes are given to the web user
    if server.system:
        _give(prefix)
        _refuse_closed_python(prefix)
        _write_units(server)
    _start(server)


def _refuse_without(*programs: str) -> None:
    missing = [name for name in programs if not _program(name)]
    if missing:
        raise Failure(f"Máy này chưa có {' và '.join(missing)}.", f"Cài gói ấy (Debian, Ubuntu: apt install {' '.join(missing)}), rồi chạy lại.")


def _program(name: str) -> str | None:
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")


def _install_packages() -> None:
    """Install Debian's nginx and git; the site that comes with a new nginx is not started: ours takes its port."""
    if _program("nginx") and _program("git"):
        return
    fresh = _program("nginx") is None
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "nginx", "git"]):
        subprocess.run(["apt-get", *command], env=environment, check=False, stdout=subprocess.DEVNULL)
    if fresh and Path("/run/systemd/system").is_dir():
        subprocess.run(["systemctl", "disable", "--now", "--quiet", "nginx"], check=False)


def _add_users(prefix: Path) -> None:
    for name, home, shell in ((BUILDER, prefix, shutil.which("git-shell") or "/usr/sbin/nologin"), (WEB, "/nonexistent", "/usr/sbin/nologin")):
        if subprocess.run(["id", "-u", name], capture_output=True, check=False).returncode:
            subprocess.run(["useradd", "--system", "--user-group", "--home-dir", str(home), "--no-create-home", "--shell", shell, name], check=True)


def _copy_app(app: Path, copy_file: Callable[[str, str], object]) -> None:
    """Copy this program and its packages, so that the server needs neither this folder nor a network."""
    with tempfile.TemporaryDirectory(prefix=".app-", dir=app.parent) as folder:
        fresh = Path(folder)
        for name in _APP:
            copy = shutil.copytree if Path(name).is_dir() else shutil.copy
            copy(name, fresh / name)
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(fresh / ".venv")], check=True)
        for packages in (Path(one) for one in sys.path if one.startswith(sys.prefix) and one.endswith("site-packages")):
            shutil.copytree(packages, fresh / ".venv" / packages.relative_to(sys.prefix), dirs_exist_ok=True, copy_function=copy_file)
        shutil.copy(Path(sys.prefix) / "installed", fresh / ".venv/installed")
        shutil.rmtree(app)
        os.chmod(fresh, 0o755)
        fresh.rename(app)
        fresh.mkdir()


def _linked(source: str, copy: str) -> None:
    """Let a package's file stand in both places where one user owns both: it is installed once and never written again."""
    try:
        os.link(source, copy)
    except OSError:
        shutil.copy2(source, copy)


def _inline_scripts(server: Server) -> list[str]:
    """Return the hashes that the policy lists, collected from a build of what is here."""
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        if server.site_url:
            os.environ["SITE_URL"] = server.site_url
        faults = render(site, server.site_url)
        if faults:
            raise Failure("\n".join(faults), "Sửa các chỗ nêu trên, rồi chạy lại make server.")
        return policy.allowed(policy.inline_scripts(site), server.root)


def _write_settings(server: Server, hashes: list[str]) -> None:
    """Write publish.toml; what administrators added to it stays."""
    file = server.prefix / "site/publish.toml"
    own = tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    given = {"repository": str(server.prefix / "repo.git"), "address": server.address, "site_url": server.site_url, "inline_scripts": hashes}
    if server.fetch_from:
        given["fetch_from"] = server.fetch_from
    file.write_text("".join(f"{name} = {_toml(value)}\n" for name, value in (own | given).items()), encoding="utf-8")


def _toml(value: object) -> str:
    if isinstance(value, list):
        return "[\n" + "".join(f"  {_toml(one)},\n" for one in value) + "]"
    if isinstance(value, int):
        return str(value)
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _write_nginx(server: Server, hashes: list[str]) -> None:
    etc, templates = server.prefix / "etc", Path("deploy")
    outside = "" if server.root == "/" else _OUTSIDE.format(bare=server.root.rstrip("/"), root=server.root)
    words = {"PREFIX": str(server.prefix), "ROOT": server.root, "PORT": str(server.port), "TLS_PORT": "443" if server.system else str(server.port + 1), "OUTSIDE": outside}
    for name in ("nginx.conf", *_OWN):
        if name not in _OWN or not (etc / name).exists():
            (etc / name).write_text(filled((templates / name).read_text(encoding="utf-8"), words), encoding="utf-8")
    (etc / "policy.conf").write_text(f'add_header Content-Security-Policy "{policy.policy(hashes)}" always;\n', encoding="utf-8")
    shutil.copytree(templates / "pages", etc / "pages", dirs_exist_ok=True)


def filled(text: str, words: dict[str, str]) -> str:
    """Return a template with its @WORDS@ filled in."""
    return re.sub(r"@([A-Z_]+)@", lambda match: words[match[1]], text)


def _make_repository(prefix: Path) -> None:
    """Make the bare repository, or renew its hooks; the rights of new files do not hang on whoever pushes."""
    repository = prefix / "repo.git"
    if not repository.is_dir():
        subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", str(repository)], check=True)
    # The branch that is published can't be deleted either: the hook says so, in Vietnamese.
    for name, value in (("receive.fsckObjects", "true"), ("core.logAllRefUpdates", "true"), ("receive.denyDeleteCurrent", "ignore"), ("gc.auto", "500")):
        subprocess.run(["git", "--git-dir", str(repository), "config", name, value], check=True)
    for hook in Path("deploy/hooks").iterdir():
        shutil.copy(hook, repository / "hooks" / hook.name)


def _give(prefix: Path) -> None:
    """Let the builder write its repository and the published folder, the web server its own files, and nobody else anything."""
    for name, user in (("app", "root"), ("etc", "root"), ("repo.git", BUILDER), ("site", BUILDER), ("var", WEB)):
        subprocess.run(["chown", "--recursive", "--no-dereference", f"{user}:{user}", str(prefix / name)], check=True)
    subprocess.run(["chmod", "755", str(prefix)], check=True)
    subprocess.run(["chmod", "750", str(prefix / "var")], check=True)


def _refuse_closed_python(prefix: Path) -> None:
    """Raise Failure where the builder cannot run the Python that the packages were installed for, as one in root's own folder."""
    python = prefix / "app/.venv/bin/python"
    tried = subprocess.run(["setpriv", f"--reuid={BUILDER}", f"--regid={BUILDER}", "--init-groups", str(python), "-c", ""], capture_output=True, check=False)
    if tried.returncode:
        raise Failure(f"Người dùng {BUILDER} không chạy được {python.resolve()}.", "Cài lại bằng Python của hệ thống: make clean, rồi make server PYTHON=/usr/bin/python3.")


def _write_units(server: Server) -> None:
    for unit in Path("deploy/systemd").iterdir():
        (UNITS / unit.name).write_text(filled(unit.read_text(encoding="utf-8"), {"PREFIX": str(server.prefix)}), encoding="utf-8")


def _start(server: Server) -> None:
    """Start nginx, or let a running one read its configuration anew."""
    if server.system:
        if Path("/run/systemd/system").is_dir():
            timers = ["ke-hoach-daily.timer", *(["ke-hoach-watch.timer"] if server.fetch_from else [])]
            for command in (["daemon-reload"], ["enable", "--quiet", "ke-hoach-web.service", *timers], ["restart", "ke-hoach-web.service", *timers]):
                subprocess.run(["systemctl", *command], check=True)
        return
    pid = server.prefix / "var/nginx.pid"
    running = pid.is_file() and pid.read_text().strip() and Path("/proc", pid.read_text().strip()).exists()
    _nginx(server.prefix, *(["-s", "reload"] if running else []))


def _nginx(prefix: Path, *arguments: str) -> None:
    """Run nginx on our configuration; raises Failure with its own words."""
    command = [_program("nginx") or NGINX, "-p", str(prefix / "var"), "-e", str(prefix / "var/error.log"), "-c", str(prefix / "etc/nginx.conf"), *arguments]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise Failure(f"nginx không chạy được: {done.stderr.strip()}", f"Xem {prefix}/etc/listen.conf và access.conf; cổng đang có chương trình khác dùng thì chọn cổng khác (PORT=).")


def _done(server: Server) -> str:
    prefix = server.prefix
    lines = [f"Máy chủ đã sẵn sàng trong {prefix}. Phát hành bằng một lần đẩy lên nhánh main:", f"  git push {prefix}/repo.git HEAD:main", f"Xem trang tại {server.address}"]
    if server.system and not Path("/run/systemd/system").is_dir():
        lines.append(f"Máy này không chạy systemd. Tự chạy máy chủ web bằng người dùng {WEB}: nginx -c {prefix}/etc/nginx.conf")
    return "\n".join(lines)
