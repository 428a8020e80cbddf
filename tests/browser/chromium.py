"""Chromium for tests: Debian's, found on the path; no download."""

import os
import shutil

import pytest

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def executable() -> str:
    """The path of Chromium. Without one the test fails in CI, and is skipped, loudly, elsewhere."""
    found = (
        os.environ.get("CHROMIUM")
        or shutil.which("chromium")
        or shutil.which("chromium-browser")
        or shutil.which("google-chrome")
    )
    if found:
        return found
    message = "NO CHROMIUM ON THIS MACHINE: the browser tests did not run. Install it (apt-get install chromium) or set CHROMIUM."
    if os.environ.get("CI"):
        pytest.fail(message, pytrace=False)
    pytest.skip(message)
