"""A report in a real browser, which may load nothing; skipped where no Chromium is installed."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

import loganalyzer as la
from loganalyzer.charts import written
from loganalyzer.reports import html

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@dataclass
class Opened:
    """A page, and what the browser had to say of it: requests, messages of the console, errors."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of seven weeks with all charts, as a file."""
    path = tmp_path_factory.mktemp("browser") / "report.html"
    log = la.read(ROOT / "sample_logs" / "forgotten-forwarder")
    charts = {name: (written(one, "svg").decode(), one.alt) for name, one in log.charts().items()}
    path.write_text(html.render(log.report(with_lines=True), charts))
    return path


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium without a window."""
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed: apt-get install chromium")
    with sync_playwright() as running:
        # Chromium's own sandbox does not start for root, as whom CI runs; the page is our own.
        browser = running.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def opened(browser: Browser, file: Path) -> Iterator[Callable[..., Opened]]:
    """Opens the report in a context of its own, with the given options of the browser."""
    contexts = []

    def open_page(where: Path = file, **options: Any) -> Opened:
        context = browser.new_context(**options)
        contexts.append(context)
        found = Opened(context.new_page())
        found.page.on("request", lambda request: found.requests.append(request.url))
        found.page.on("console", lambda message: found.complaints.append(message.text))
        found.page.on("pageerror", lambda error: found.complaints.append(str(error)))
        found.page.goto(where.as_uri())
        return found

    yield open_page
    for context in contexts:
        context.close()
