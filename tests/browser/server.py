"""The app as a server on this machine, for as long as the browser tests run."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.patience import PATIENCE_SECONDS

REPOSITORY = Path(__file__).resolve().parents[2]
UI = REPOSITORY / "ui"


@dataclass(frozen=True)
class Server:
    """A running app: where it answers, and what it writes."""

    address: str
    log: Path


def start(script: Path, folder: Path) -> Iterator[Server]:
    """Start a Streamlit script on a free port of this machine, and end it by its process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = folder / "server.log"
    command = [sys.executable, "-m", "streamlit", "run", str(script)]
    options = ["--server.port", str(port), "--server.headless", "true"]
    with log.open("w") as written:
        process = subprocess.Popen(
            command + options,
            cwd=folder,
            env={**os.environ, "HOME": str(folder), "PYTHONPATH": f"{REPOSITORY}{os.pathsep}{UI}"},
            stdout=written,
            stderr=subprocess.STDOUT,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until_healthy(address, process)
        yield Server(address, log)
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE_SECONDS)


def wait_until_healthy(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, "the app ended before it answered"
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=PATIENCE_SECONDS):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the app did not answer in time")
