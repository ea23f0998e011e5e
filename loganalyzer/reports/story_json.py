"""Stories as JSON, all of it ASCII: hostile text in a line is escaped, and nothing of it is lost."""

import json
from dataclasses import asdict
from typing import Any

from loganalyzer.reports.report import VERSION
from loganalyzer.reports.story import Explanation, Judgement, Story, StoryLine
from loganalyzer.terms.moment import as_datetime


def _line(line: StoryLine) -> dict[str, Any]:
    return {
        "where": line.where,
        "time": as_datetime(line.time).isoformat(),
        "raw": line.raw,
        "kind": line.kind,
        "meaning": line.meaning,
        "fields": dict(line.fields),
    }


def _judgement(one: Judgement) -> dict[str, Any]:
    return {**asdict(one), "unit": str(one.unit)}


def _story(story: Story) -> dict[str, Any]:
    conclusion = asdict(story.conclusion)
    return {
        "host": story.host,
        "queue_ids": list(story.queue_ids),
        "first": as_datetime(story.first).isoformat(),
        "last": as_datetime(story.last).isoformat(),
        "lines": [_line(line) for line in story.lines],
        "conclusion": {**conclusion, "judgements": [_judgement(one) for one in story.conclusion.judgements]},
    }


def render(found: Explanation) -> str:
    """The stories as one JSON document, ending in a newline."""
    plain = {
        "version": VERSION,
        "asked": found.asked,
        "what": found.what,
        "total": found.total,
        "counted": dict(found.counted),
        "stories": [_story(story) for story in found.stories],
    }
    return json.dumps(plain, indent=2) + "\n"
