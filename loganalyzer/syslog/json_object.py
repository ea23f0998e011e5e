"""JSON from a log, which may hold anything."""

import json


def json_object(text: str | bytes) -> dict[str, object]:
    """The object a line holds; empty where it holds none, is cut, or is nested beyond all reason."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
