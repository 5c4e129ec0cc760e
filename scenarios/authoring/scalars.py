"""How values, lists of names and ratings are typed into one line of a form, and read back. Pure."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from typing import Any

from scenarios.engine.definition import Value

TRUE, FALSE = ("true", "verdadero"), ("false", "falso")
_WHOLE = re.compile(r"[-+−]?[0-9]+")
_SIGNS = str.maketrans({"−": "-", "+": ""})


def typed_value(text: str) -> Value:
    """`true`, `false`, a whole number, or a word. Quotes make a word of anything."""
    text = text.strip()
    if text.lower() in TRUE:
        return True
    if text.lower() in FALSE:
        return False
    if _WHOLE.fullmatch(text):
        return int(text.translate(_SIGNS))
    if len(text) > 1 and text[0] == text[-1] == '"':
        try:
            return str(json.loads(text))
        except ValueError:
            return text
    return text


def written_value(value: Value | None) -> str:
    """What to type to get `value`."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    return value if typed_value(value) == value else json.dumps(value, ensure_ascii=False)


def typed_names(text: str) -> list[str]:
    """Names separated by commas; one with a comma in it stands in quotes."""
    cells = next(csv.reader([text.replace("\n", " ")], skipinitialspace=True), [])
    return [cell.strip() for cell in cells if cell.strip()]


def written_names(names: Sequence[str]) -> str:
    """What to type to get `names`."""
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(names)
    return out.getvalue().replace(",", ", ") if not any("," in name for name in names) else out.getvalue()


def typed_numbers(text: str) -> list[int] | None:
    """Whole numbers separated by commas or spaces; None if there is anything else."""
    parts = re.split(r"[\s,;]+", text.strip()) if text.strip() else []
    if not all(_WHOLE.fullmatch(part) for part in parts):
        return None
    return [int(part.translate(_SIGNS)) for part in parts]


def written_numbers(numbers: Sequence[int]) -> str:
    """What to type to get `numbers`."""
    return ", ".join(str(number) for number in numbers)


def typed_rows(text: str, operators: Sequence[str]) -> list[list[Any]]:
    """Rows sent by the form as JSON: variable, operator and the value as it was typed."""
    try:
        sent = json.loads(text or "[]")
    except ValueError:
        return []
    found = []
    for row in sent if isinstance(sent, list) else []:
        if isinstance(row, list) and len(row) == 3 and all(isinstance(part, str) for part in row):
            name, operator, value = row
            if name.strip() and operator in operators:
                found.append([name.strip(), operator, typed_value(value)])
    return found


def written_rows(rows: Sequence[Sequence[Any]]) -> str:
    """Rows as the form sends them."""
    return json.dumps([[row[0], row[1], written_value(row[2])] for row in rows], ensure_ascii=False)
