"""A strict reader of HTML: reports what a forgiving browser would silently repair."""

from html.parser import HTMLParser

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})


class StrictReader(HTMLParser):
    """Collects unbalanced tags, inline code, inline style and ids used twice."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.problems: list[str] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.check(tag, dict(attrs))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.check(tag, dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.problems.append(f"</{tag}> closes {self.open[-3:]}")
        else:
            self.open.pop()

    def check(self, tag: str, attrs: dict[str, str | None]) -> None:
        """Note what the content-security policy would refuse, and ids that lead nowhere certain."""
        if tag == "style" or "style" in attrs:
            self.problems.append(f"inline style on <{tag}>")
        if tag == "script" and not attrs.get("src"):
            self.problems.append("inline script")
        self.problems += [f"inline handler {name}" for name in attrs if name.startswith("on")]
        if (identity := attrs.get("id")) is not None:
            if identity in self.ids:
                self.problems.append(f"id {identity} used twice")
            self.ids.add(identity)


def problems_in(html: str) -> list[str]:
    """What is wrong with `html`; an empty list when it is sound."""
    reader = StrictReader()
    reader.feed(html)
    reader.close()
    return reader.problems + [f"<{tag}> left open" for tag in reader.open]
