"""Canonical JSON: one byte string for one meaning."""

import hashlib
import json
import unicodedata
from typing import Any


def canonical_json(value: Any) -> str:
    """`value` as JSON with sorted keys, no spaces and text in Unicode NFC; refuses NaN and infinities."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return unicodedata.normalize("NFC", text)


def sha256_of(value: Any) -> str:
    """Hex SHA-256 of `value` in canonical JSON, UTF-8."""
    return hashlib.sha256(canonical_json(value).encode("utf-8")).hexdigest()
