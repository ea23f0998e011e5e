"""The HTML report in Chromium: it sorts, filters, keeps to days, and talks to nobody."""

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

import loganalyzer as la
from loganalyzer.reports import html
from tests.browser.conftest import ROOT, Opened
from tests.reports.poison import poisoned_report

Open = Callable[..., Opened]
SENDERS = "table[data-sheet=senders]"
DAYS = "table[data-sheet=days]"


def column(page: Page, table: str, nth: int) -> list[str]:
    """What the visible rows of a table show in a column."""
    cells = page.locator(f"{table} tbody:visible tr:first-child > *:nth-child({nth})")
    return [text.strip() for text in cells.all_inner_texts()]


def click_head(page: Page, table: str, title: str) -> None:
    page.locator(f"{table} thead button", has_text=title).click()


def test_nothing_is_loaded_and_nothing_complained_of(opened: Open, file: Path) -> None:
    """The file itself is the only request; the policy stops none of its own style, script or charts."""
    found = opened()
    assert found.requests == [file.as_uri()]
    assert found.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_charts_are_seen_and_told(scheme: str, opened: Open) -> None:
    """Each is as wide as its frame, in its own colours on white, and called by the words below it."""
    page = opened(color_scheme=scheme).page
    charts = page.locator("figure")
    assert charts.count() == 6
    for chart in charts.all():
        said = chart.locator("figcaption").inner_text()
        assert page.get_by_role("img", name=said, exact=True).count() == 1
        box = chart.locator("svg").bounding_box()
        assert box is not None
        assert box["width"] > 300
        assert box["height"] > 100
    frame = "getComputedStyle(document.querySelector('.chart')).backgroundColor"
    assert page.evaluate(frame) == "rgb(255, 255, 255)"
    bar = "[...document.querySelectorAll('.chart path')].map(one => getComputedStyle(one).fill)"
    assert "rgb(213, 94, 0)" in page.evaluate(bar)


def test_a_click_on_a_head_sorts(opened: Open) -> None:
    """Counts largest first, then smallest; text by the alphabet; a screen reader hears the order."""
    page = opened().page
    click_head(page, SENDERS, "Messages")
    counts = [int(text) for text in column(page, SENDERS, 5)]
    assert counts == sorted(counts, reverse=True)
    click_head(page, SENDERS, "Messages")
    assert [int(text) for text in column(page, SENDERS, 5)] == sorted(counts)
    click_head(page, SENDERS, "Sender")
    names = column(page, SENDERS, 1)
    assert names == sorted(names)
    assert page.locator(f"{SENDERS} th[aria-sort]").all_inner_texts()[0].startswith("Sender")


def test_heads_sort_by_keyboard(opened: Open) -> None:
    """Enter on a head does what a click does."""
    page = opened().page
    page.locator(f"{DAYS} thead button", has_text="Out").focus()
    page.keyboard.press("Enter")
    assert page.locator(f"{DAYS} th[aria-sort=descending]").count() == 1


def test_a_filter_keeps_what_holds_the_words(opened: Open) -> None:
    """Rows without the text go, the count is told, and come back with an empty filter."""
    page = opened().page
    whole = column(page, SENDERS, 1)
    field = page.locator("#advice-1 input[type=search]").first
    field.fill("FORWARDER or list")
    kept = column(page, SENDERS, 3)
    assert kept
    assert set(kept) == {"forwarder or list"}
    said = page.locator("#advice-1 [role=status]").first.inner_text()
    assert said == f"{len(kept)} of {len(whole)} rows"
    field.fill("")
    assert column(page, SENDERS, 1) == whole


def test_dates_keep_days_and_senders_of_these_days(opened: Open) -> None:
    """A range shows its days, their sums, and who was seen within it; All days brings all back."""
    page = opened().page
    whole, sums = column(page, DAYS, 1), page.locator(f"{DAYS} tfoot td").all_inner_texts()
    page.fill("#from", "2026-09-14")
    page.fill("#until", "2026-09-20")
    assert column(page, DAYS, 1) == [f"2026-09-{day}" for day in range(14, 21)]
    spans = zip(column(page, SENDERS, 7), column(page, SENDERS, 8), strict=True)
    assert all(first <= "2026-09-20" and last >= "2026-09-14" for first, last in spans)
    delivered = [int(text) for text in column(page, DAYS, 4)]
    assert page.locator(f"{DAYS} tfoot td").nth(2).inner_text() == str(sum(delivered))
    page.get_by_role("button", name="All days").click()
    page.wait_for_function(
        "rows => document.querySelectorAll(rows).length === 0", arg=f"{DAYS} tbody[hidden]"
    )
    assert column(page, DAYS, 1) == whole
    assert page.locator(f"{DAYS} tfoot td").all_inner_texts() == sums


def test_a_figure_opens_to_its_lines(opened: Open) -> None:
    """The lines themselves and their places stand behind a sender."""
    page = opened().page
    page.locator(f"{SENDERS} summary").first.click()
    assert "SPF fail" in page.locator(f"{SENDERS} pre:visible").first.inner_text()
    assert "mail.log" in page.locator(f"{SENDERS} .place:visible").first.inner_text()


@pytest.mark.parametrize("table", ["users", "peers", "destinations"])
def test_people_sort_and_filter(table: str, opened: Open) -> None:
    """The tables of users, networks and destinations do what the senders' does, and open to lines."""
    page = opened().page
    rows = f"table[data-sheet={table}]"
    whole = column(page, rows, 1)
    click_head(page, rows, "Encrypted")
    shares = page.locator(f"{rows} td.rate").evaluate_all("all => all.map(one => Number(one.dataset.value))")
    assert shares == sorted(shares, reverse=True)
    word = whole[-1]
    page.locator(f"div.tools:has(+ div > {rows}) input").fill(word)
    assert set(column(page, rows, 1)) <= {name for name in whole if word in name}
    page.locator(f"{rows} summary:visible").first.click()
    assert page.locator(f"{rows} pre:visible").first.inner_text()


def test_dates_keep_who_was_there(opened: Open) -> None:
    """Users and networks seen only on other days go."""
    page = opened().page
    page.fill("#from", "2026-10-24")
    for table, nth in (("users", 10), ("peers", 9)):
        last = column(page, f"table[data-sheet={table}]", nth)
        assert last
        assert all(day >= "2026-10-24" for day in last)


@pytest.mark.parametrize("section", ["encryption", "people", "warnings", "days"])
def test_each_figure_has_lines_behind_it(section: str, opened: Open) -> None:
    """Cards and rows all open, also without a script."""
    page = opened(java_script_enabled=False).page
    figures = page.locator(f"#{section} .card, #{section} table:not(.small) tbody")
    assert figures.count() > 2
    without = figures.filter(has_not=page.locator("details.lines")).all_inner_texts()
    assert not [text for text in without if "none" not in text]


def test_the_page_is_whole_without_scripts(opened: Open) -> None:
    """All rows are there, figures open, and no control that would do nothing is shown."""
    found = opened(java_script_enabled=False)
    assert found.complaints == []
    text = found.page.content()
    report = la.read(ROOT / "sample_logs" / "forgotten-forwarder").report()
    rows = sum(len(one.obstacles) + len(one.parties) for one in report.advice)
    rows += len(report.users) + len(report.peers)
    assert text.count("<tbody data-first") == rows + len(report.days)
    assert found.page.locator("input:visible, button:visible").count() == 0
    found.page.locator(f"{SENDERS} summary").first.click()
    assert found.page.locator(f"{SENDERS} pre:visible").count() > 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_everybody_can_read_it(scheme: str, width: int, opened: Open) -> None:
    """Contrast, names, headings and tables satisfy axe in both schemes, and no phone has to scroll aside."""
    page = opened(color_scheme=scheme, viewport={"width": width, "height": 900}).page
    for summary in page.locator("summary:visible").all()[:8]:
        summary.click()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_dark_is_dark(opened: Open) -> None:
    """The page follows the system's scheme."""
    ink = "getComputedStyle(document.body).backgroundColor"
    dark, light = (opened(color_scheme=scheme).page.evaluate(ink) for scheme in ("dark", "light"))
    assert (dark, light) == ("rgb(18, 21, 26)", "rgb(244, 245, 247)")


def test_hostile_text_runs_nothing(opened: Open, tmp_path: Path) -> None:
    """What a sender wrote is text in a browser too: no dialog, no request, no error."""
    report = la.read(ROOT / "tests" / "logs" / "everything.log.gz").report(with_lines=True)
    path = tmp_path / "hostile.html"
    for payload in ("<script>document.title='x'</script>", "\"><img src=/x onerror=document.title='x'>"):
        path.write_text(html.render(poisoned_report(report, payload)))
        found = opened(path)
        assert (found.requests, found.complaints) == ([path.as_uri()], [])
        assert found.page.title() != "x"
        found.page.locator("input[type=search]").first.fill(payload)
        assert found.complaints == []


def test_it_prints_without_controls(opened: Open) -> None:
    """On paper there are neither fields nor contents, and all rows."""
    page = opened().page
    rows = len(column(page, SENDERS, 1))
    page.emulate_media(media="print")
    assert page.locator("nav:visible, .tools:visible").count() == 0
    assert len(column(page, SENDERS, 1)) == rows
    assert page.pdf(format="A4").startswith(b"%PDF")
