"""Joins the style sheets into the one file that pages load: `python -m lms.ui.bundle`.

No build tool: the sources are plain CSS that browsers read as they are. The result is committed, and a test asserts
that it equals its sources. One request instead of thirty, in an order that is written down here.
"""

import sys
from pathlib import Path

CSS = Path(__file__).resolve().parent.parent.parent / "static" / "css"

COMPONENTS = (
    "appbar",
    "nav",
    "button",
    "field",
    "choice",
    "line",
    "mood",
    "rail",
    "level",
    "evidence",
    "evtable",
    "table",
    "heatmap",
    "stat",
    "chart",
    "more",
    "filters",
    "receipt",
    "chain",
    "band",
    "callout",
    "messages",
    "errors",
    "empty",
    "toast",
    "badge",
    "row",
    "invite",
    "compare",
    "aside",
    "timer",
    "score",
    "experts",
    "moment",
    "pagination",
    "footer",
)

# High contrast and paper come last: they restate what the others said.
LAST = ("contrast", "print")
ORDER = (
    "tokens",
    "base",
    *(f"components/{name}" for name in COMPONENTS),
    "pages",
    *(f"components/{name}" for name in LAST),
)


def bundled(folder: Path = CSS) -> str:
    """The text of the bundle, from the sources in `folder`."""
    parts = (f"/* {name}.css */\n{(folder / f'{name}.css').read_text(encoding='utf-8').strip()}\n" for name in ORDER)
    return "/* Built by `python -m lms.ui.bundle`. Change the sources, then build again. */\n\n" + "\n".join(parts)


def write(folder: Path = CSS) -> Path:
    """Write the bundle beside its sources."""
    target = folder / "bundle.css"
    target.write_text(bundled(folder), encoding="utf-8")
    return target


if __name__ == "__main__":
    sys.stdout.write(f"{write()}\n")
