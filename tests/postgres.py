"""A PostgreSQL server of the tests' own: a temporary cluster on a Unix socket, without a network port.

The server refuses to run as root; a run as root therefore starts it as `postgres`, or `nobody`. Nothing of a server
that the machine runs anyway is touched.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql

if TYPE_CHECKING:
    from collections.abc import Iterator

CURE = "no PostgreSQL server; on Debian: apt-get install postgresql, or: make postgres"

_ROLE = "licet"
_LONGEST_SOCKET_FOLDER = 80  # a socket's path holds 107 bytes, its name included
_SECONDS_TO_START = 60


def binaries() -> Path | None:
    """Return the folder of `initdb` and `postgres`, the newest of several; None if there is none."""
    if path := shutil.which("postgres"):
        resolved = Path(path).resolve().parent
        if (resolved / "initdb").exists():
            return resolved
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True)
    if path := shutil.which("pg_config"):
        said = subprocess.run([path, "--bindir"], capture_output=True, text=True, check=False).stdout.strip()
        folders += [Path(said)] if said else []
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "postgres").exists()), None)


def _version(folder: Path) -> int:
    name = folder.parent.name
    return int(name) if name.isdecimal() else 0


@dataclass
class Server:
    """A running server; `stop` removes it with all its databases.

    Attributes:
        binaries: The folder of `initdb` and `postgres`.
        folder: Of the cluster and its socket.
        sync: Whether a commit waits for the disk; off, a crash of the machine may lose it, a kill of the server not.
    """

    binaries: Path
    folder: Path
    sync: bool
    _process: subprocess.Popen[bytes] | None = None
    _names: Iterator[int] = field(default_factory=count)

    @classmethod
    def start(cls, *, sync: bool = False) -> Server:
        """Make a cluster and start it.

        Raises:
            FileNotFoundError: If PostgreSQL is not installed.
            RuntimeError: If it does not start; its log is the message.
        """
        found = binaries()
        if found is None:
            raise FileNotFoundError(CURE)
        base = tempfile.gettempdir()
        folder = Path(tempfile.mkdtemp(prefix="licet-pg-", dir=base if len(base) < _LONGEST_SOCKET_FOLDER else "/tmp"))  # noqa: S108
        server = cls(found, folder, sync)
        try:
            if (owner := _owner()) is not None:
                os.chown(folder, owner.pw_uid, owner.pw_gid)
            options = ["--auth=trust", f"--username={_ROLE}", "--encoding=UTF8", "--locale=C", "--no-sync"]
            server._run("initdb", "--pgdata", str(folder / "data"), *options)
            server.up()
        except BaseException:
            server.stop()
            raise
        return server

    def up(self) -> None:
        """Start the server of this cluster and wait until it answers.

        Raises:
            RuntimeError: If it does not within a minute.
        """
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.folder),
            "fsync": "on" if self.sync else "off",
            "max_connections": "200",
            "shared_buffers": "64MB",
            "autovacuum": "off",
            "log_min_messages": "warning",
        }
        command = [str(self.binaries / "postgres"), "-D", str(self.folder / "data")]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, **_as_owner(self.folder))
        until = time.monotonic() + _SECONDS_TO_START
        while time.monotonic() < until and self._process.poll() is None:
            try:
                psycopg.connect(self.url("postgres")).close()
            except psycopg.OperationalError:
                time.sleep(0.02)
            else:
                return
        raise RuntimeError((self.folder / "log").read_text(encoding="utf-8", errors="replace")[-4000:])

    def url(self, database: str) -> str:
        """Return the URL of a database, through the socket."""
        return f"postgresql://{_ROLE}@/{database}?host={self.folder}"

    def new_database(self, *, template: str | None = None, collation: str = "") -> str:
        """Make a database, empty or a copy of another that nobody has open, and return its name."""
        name = f"test_{os.getpid()}_{next(self._names)}"
        statement = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
        if template is not None:
            statement += sql.SQL(" TEMPLATE {}").format(sql.Identifier(template))
        if collation:
            statement += sql.SQL(" TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE {}").format(sql.Literal(collation))
        self.tell(statement)
        return name

    def drop_database(self, name: str) -> None:
        """Remove a database, whoever has it open."""
        self.tell(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def tell(self, statement: sql.Composable) -> None:
        """Run one statement as the owner of the server."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)

    def kill(self) -> None:
        """Stop at once, as a crash would: open transactions are lost, and nobody is told."""
        self._down(signal.SIGQUIT)

    def stop(self) -> None:
        """Stop and remove the cluster."""
        self._down(signal.SIGINT)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _down(self, how: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            try:
                self._process.wait(timeout=_SECONDS_TO_START)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [str(self.binaries / program), *arguments],
            capture_output=True,
            text=True,
            check=False,
            **_as_owner(self.folder),
        )
        if done.returncode:
            raise RuntimeError(done.stdout + done.stderr)


def _owner() -> pwd.struct_passwd | None:
    """Return whom the server runs as if that is somebody else: root may not run it."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


def _as_owner(folder: Path) -> dict[str, object]:
    plain = {"PATH": os.defpath, "LC_ALL": "C", "HOME": str(folder)}
    owner = _owner()
    if owner is None:
        return {"cwd": folder, "env": plain, "start_new_session": True}
    return {
        "cwd": folder,
        "env": plain,
        "start_new_session": True,
        "user": owner.pw_uid,
        "group": owner.pw_gid,
        "extra_groups": [],
    }
