"""Stories for a terminal or a mail: each line as it stands in the log, and below it what it means."""

import textwrap
from collections.abc import Iterator

from loganalyzer.linking.finished import Fate
from loganalyzer.linking.restriction import LET_THROUGH
from loganalyzer.reports.story import Conclusion, Explanation, Judgement, Story, StoryLine
from loganalyzer.reports.visible import visible
from loganalyzer.terms.moment import as_datetime
from loganalyzer.terms.plural import counted

PIPED_WIDTH = 78
LONGEST_VALUE = 100
"""Characters shown of a field; the whole of it stands in the line above."""

BOLD, DIM = "1", "2"

WORDS: dict[Fate, str] = {
    "delivered": "it was delivered, so it would be lost",
    "unknown": "the log does not show what became of it, which counts as lost",
    "quarantined": "nothing would be lost, a filter set it aside",
    "bounced": "nothing would be lost, it bounced anyway",
    "refused_anyway": "nothing would be lost, something else refused it anyway",
    "not_completed": "nothing would be lost, it never came to anything",
}


class _Page:
    """Collects lines of at most the width; raw lines of the log are kept whole."""

    def __init__(self, width: int, color: bool) -> None:
        self._width, self._color = width, color
        self._lines: list[str] = []

    def raw(self, text: str) -> None:
        self._lines.append(visible(text))

    def blank(self) -> None:
        self._lines.append("")

    def say(self, text: str, indent: int = 0, hang: int = 0, style: str = "") -> None:
        """Wraps a text; continued lines are indented by ``hang`` more."""
        folded = textwrap.wrap(
            visible(text),
            self._width,
            initial_indent=" " * indent,
            subsequent_indent=" " * (indent + hang),
            break_on_hyphens=False,
        )
        for line in folded:
            self._lines.append(f"\x1b[{style}m{line}\x1b[0m" if self._color and style else line)

    def rows(self, rows: Iterator[tuple[str, str]], indent: int) -> None:
        """Names and values in two columns."""
        pairs = list(rows)
        wide = max((len(name) for name, _ in pairs), default=0) + 2
        for name, value in pairs:
            self.say(f"{name:{wide}}{value}", indent, wide)

    def text(self) -> str:
        return "\n".join(self._lines).strip("\n") + "\n"


def render(found: Explanation, width: int = PIPED_WIDTH, color: bool = False) -> str:
    """The stories as text, ending in a newline; ``color`` adds terminal codes."""
    page = _Page(width, color)
    page.say(_headline(found), style=BOLD)
    for restriction, count in found.counted:
        page.say(f"The report counts {counted(count, 'message')} of it as lost by {restriction}.", indent=2)
    for number, story in enumerate(found.stories, start=1):
        page.blank()
        _story(page, number, story)
    more = found.total - len(found.stories)
    if more:
        page.blank()
        page.say(f"… and {counted(more, 'more story', 'more stories')} (--most {found.total})", style=BOLD)
    return page.text()


def _headline(found: Explanation) -> str:
    shown = len(found.stories)
    first = "" if shown == found.total else f", the newest {shown:,} here"
    return f"{found.asked} ({found.what}): {counted(found.total, 'story', 'stories')}{first}"


def _story(page: _Page, number: int, story: Story) -> None:
    ids = f"  {', '.join(story.queue_ids)}" if story.queue_ids else "  no message came of it"
    when = f"{as_datetime(story.first):%Y-%m-%d %H:%M:%S} UTC"
    page.say(f"{number}. {when}{ids}  on {story.host}", hang=3, style=BOLD)
    for line in story.lines:
        _line(page, line)
    page.say("What it comes to", indent=2, style=BOLD)
    page.rows(_conclusion(story.conclusion), indent=4)


def _line(page: _Page, line: StoryLine) -> None:
    page.raw(line.raw)
    meaning = line.meaning or "not recognised; shown because it stands among the others"
    page.say(f"{meaning} [{line.where}]", indent=4, style=DIM)
    fields = ", ".join(f"{name}={_short(value)}" for name, value in line.fields)
    if fields:
        page.say(fields, indent=4, hang=2, style=DIM)


def _short(value: str) -> str:
    return value if len(value) <= LONGEST_VALUE else value[: LONGEST_VALUE - 1] + "…"


def _conclusion(found: Conclusion) -> Iterator[tuple[str, str]]:
    yield "client", found.client or "none: it was made on this machine, or the log does not hold it"
    if found.encrypted:
        yield "encrypted", found.encrypted
    for sender in found.senders:
        yield "sender", sender or "<> (a bounce)"
    if found.client:
        yield "SPF", ", ".join(found.spf) or "no check seen"
    for refused in found.refused:
        yield "answered", refused
    for one in found.outcomes:
        how = f" (encrypted: {one.encrypted})" if one.encrypted else ""
        yield "fate", f"{one.recipient}: {one.status} through {one.relay}{how}"
    if not found.outcomes:
        yield "fate", "no delivery seen"
    for judged in found.judgements:
        yield "judged", f"for {judged.recipient or 'all recipients'}: {_judged(judged)}"
    yield from dict.fromkeys(row for judged in found.judgements for row in _unit(judged))


def _unit(one: Judgement) -> Iterator[tuple[str, str]]:
    signs = []
    if one.wanted:
        signs.append("wanted: our people had written to this address")
    if one.signers:
        signs.append(f"authentic: signed by {', '.join(one.signers)}")
    if one.junk:
        signs.append("junk to our filter")
    yield "signs", "; ".join(signs) or "none"
    kind = f", {one.kind}" if one.kind else ""
    said = f": {'; '.join(one.unit_signs)}" if one.unit_signs else ""
    yield "unit", f"{one.unit}{kind}{said}"
    if one.fix:
        yield "fix", one.fix


def _judged(one: Judgement) -> str:
    if one.restriction == LET_THROUGH:
        return f"let in by the SPF check in spite of {one.spf_result}; stricter settings would refuse it"
    if one.fate == "refused":
        return f"refused by {one.restriction}, and by nothing else"
    return f"{one.restriction} would refuse it; {WORDS[one.fate]}"
