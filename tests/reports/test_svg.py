"""Charts stand in a page without loading, running or colliding with anything."""

import re
from xml.etree import ElementTree

import pytest

import loganalyzer as la
from loganalyzer.charts import written
from loganalyzer.reports import html
from loganalyzer.reports.svg import inline
from tests.reports.test_golden import LOG, ROOT

CHART = """<?xml version="1.0"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 10 10">
<metadata>made by somebody</metadata>
<style type="text/css">*{stroke-linejoin: round}</style>
<defs><clipPath id="clip"><rect width="5" height="5"/></clipPath></defs>
<g clip-path="url(#clip)" onclick="alert(1)"><use xlink:href="#clip" style="fill: #123456; stroke: none"/></g>
<image xlink:href="http://bank.example/x.png"/><script>alert(1)</script>
<text style="font: 10px 'DejaVu Sans', sans-serif; text-anchor: middle">99 %</text>
</svg>"""


def test_a_chart_is_tamed() -> None:
    """Scripts, handlers, styles and what would be loaded are gone; names carry the chart's own prefix."""
    made = inline(CHART, "one-")
    for gone in ("<?xml", "DOCTYPE", "metadata", "script", "onclick", "bank.example", "style"):
        assert gone not in made
    for kept in ('id="one-clip"', "url(#one-clip)", 'href="#one-clip"', 'fill="#123456"', "99 %"):
        assert kept in made
    assert 'font-size="10px"' in made


def test_a_rule_for_all_elements_reaches_the_chart_alone() -> None:
    """It is inherited from the outermost element, and what an element says of itself wins."""
    root = ElementTree.fromstring(inline(CHART, "one-"))
    assert root.get("stroke-linejoin") == "round"
    assert [element.get("stroke-linejoin") for element in list(root.iter())[1:]].count("round") == 0


def test_the_project_s_own_charts_stand_in_one_page() -> None:
    """All of them: no style is left to be forbidden, no id is there twice, no reference leads nowhere."""
    log = la.read(ROOT / LOG)
    charts = {name: (written(one, "svg").decode(), one.alt) for name, one in log.charts().items()}
    page = html.render(log.report(), charts)
    assert page.count('<div class="chart"') == len(charts) == 6
    shown = re.sub(r"(?s)<(script|style)>.*?</\1>", "", page)
    assert not re.search(r"<style|\sstyle=", shown)
    ids = re.findall(r'\sid="([^"]+)"', shown)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'(?:href="|url\()#([^")]+)', shown)) <= set(ids)


@pytest.mark.parametrize("charts", [{}, {"a": (CHART, "Mail, encrypted"), "b": (CHART, "Senders")}])
def test_a_page_takes_charts_by_name(charts: dict[str, tuple[str, str]]) -> None:
    """Each has its words beside it, by which it is also called; the policy is that of a page without."""
    page = html.render(la.read(ROOT / LOG).report(), charts)
    assert page.count('role="img"') == len(charts)
    assert page.count("<figcaption id=") == len(charts)
    assert page.count("'sha256-") + page.count("&#39;sha256-") == 2
