"""Debian's Chromium, and the sites it looks at."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from published import (
    OURS,
    PREFECTURE,
    PUBLISHER,
    THREE,
    TOWNS,
    hostile,
    hostile_publisher,
    publish,
    repository,
)

#: The first one is the same without windows: a page takes half of what it takes with them.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser")
CHROMIUM = next((path for name in NAMES if (path := shutil.which(name))), None)
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
    "--disable-features=RenderDocument,PaintHolding,MediaRouter,OptimizationHints,NetworkTimeServiceQuerying",
)  # fmt: skip
"""Nothing that a page at rest does not need. A new frame for each page of the same folder would take a fifth of the time
that pages are loaded in; the other features are those of Playwright's list, in whose place this one stands, that do something here."""


@dataclass
class Site:
    """A site in a folder."""

    path: Path

    def url(self, page: str) -> str:
        return (self.path / page).as_uri()

    @property
    def pages(self) -> list[str]:
        return sorted(str(path.relative_to(self.path)) for path in self.path.rglob("*.html"))


@dataclass
class Watched:
    """A page, what it asked for, what of it came, and what it complained of."""

    page: Page
    requests: list[str] = field(default_factory=list)
    finished: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if os.environ.get("KPITRACK_SKIP_BROWSER"):
        pytest.skip("KPITRACK_SKIP_BROWSER is set")
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("CI has no Chromium: apt-get install chromium")
        pytest.skip("no Chromium here: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def _one_page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def _without_scripts(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.fixture
def page(_one_page: Page) -> Page:
    return _as_new(_one_page)


@pytest.fixture
def page_without_scripts(_without_scripts: Page) -> Page:
    return _as_new(_without_scripts)


def _as_new(page: Page) -> Page:
    """The page, blank and set up as at first: a new one takes a window and a process, longer than most tests look at it."""
    page.goto("about:blank")
    page.mouse.move(0, 0)
    page.set_viewport_size({"width": 1200, "height": 900})
    page.emulate_media(media="null", color_scheme="light", forced_colors="none")
    return page


@pytest.fixture
def watched(page: Page) -> Iterator[Watched]:
    seen = Watched(page)
    listeners: dict[str, Callable[..., None]] = {
        "request": lambda request: seen.requests.append(request.url),
        "requestfinished": lambda request: seen.finished.append(request.url),
        "console": lambda message: seen.complaints.append(f"{message.type}: {message.text}"),
        "pageerror": lambda error: seen.complaints.append(str(error)),
        "dialog": lambda dialog: seen.complaints.append(f"dialog: {dialog.message}"),
    }
    for event, listener in listeners.items():
        page.on(event, listener)  # type: ignore[call-overload]  # typed for one literal event at a time
    yield seen
    for event, listener in listeners.items():
        page.remove_listener(event, listener)


@pytest.fixture(scope="session")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The example site, at a year when many of its KPIs had figures."""
    out = tmp_path_factory.mktemp("ours")
    publish(OURS, out, 2018)
    return Site(out)


@pytest.fixture(scope="session")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site with one of everything."""
    root = repository(
        tmp_path_factory.mktemp("rich"),
        *THREE,
        settings=PUBLISHER,
    )
    publish(root, root / "out", 2023)
    return Site(root / "out")


@pytest.fixture(scope="session")
def towns(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A prefecture with its towns."""
    root = repository(tmp_path_factory.mktemp("towns"), PREFECTURE, *TOWNS, settings=PUBLISHER)
    publish(root, root / "out", 2022)
    return Site(root / "out")


@pytest.fixture(scope="session")
def harm(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site whose every text means harm."""
    root = repository(tmp_path_factory.mktemp("harm"), hostile(), settings=hostile_publisher())
    publish(root, root / "out", 2022)
    return Site(root / "out")
