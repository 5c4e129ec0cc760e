"""The API's description of itself."""

from typing import Any

from lms.plugins import switchboard
from lms.plugins.middleware import plugin_of_view

ROOT = "/api/v1/"
PROBLEM = {
    "type": "object",
    "description": "What went wrong (RFC 9457), in the caller's language.",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string", "description": "A full sentence: what happened, what was kept, what to do."},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "Stable: made for programs."},
        "fields": {"type": "object", "description": "What was wrong, field by field.", "additionalProperties": {}},
    },
    "required": ["type", "title", "status", "code"],
    "additionalProperties": {},
}


def offered(endpoints: list[Any], **_: Any) -> list[Any]:
    """Leave out the CMS's inner endpoints, and what a switched-off plugin would refuse anyway."""
    kept = []
    for endpoint in endpoints:
        path, _regex, _method, view = endpoint
        slug = plugin_of_view(view)
        if path.startswith(ROOT) and (slug is None or switchboard.is_enabled(slug)):
            kept.append(endpoint)
    return kept


def with_problems(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Every operation may answer with a problem instead."""
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
    answer = {
        "description": "A problem",
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for operations in result.get("paths", {}).values():
        for operation in operations.values():
            if isinstance(operation, dict) and "responses" in operation:
                operation["responses"].setdefault("default", answer)
    return result
