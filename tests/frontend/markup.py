"""What any page must be, read with the standard library's parser."""

from collections import Counter
from html.parser import HTMLParser

VOID = {"br", "hr", "img", "input", "link", "meta", "path", "circle", "rect", "wbr"}
UNLABELLED = {"hidden", "submit", "button"}


class Page(HTMLParser):
    """A page as lists of what it holds; ``faults`` says what is wrong with it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.links: list[tuple[str, str]] = []
        self.headings: list[tuple[str, str]] = []
        self.fields: list[dict[str, str]] = []
        self._open: list[str] = []
        self._words: list[list[str]] = []
        self._ids: Counter[str] = Counter()
        self._named: set[str] = set()
        self._described: set[str] = set()
        self.feed(html)
        self.close()
        self._judge()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "style" in given or any(name.startswith("on") for name in given):
            self.faults.append(f"inline style or handler on {tag}")
        if tag == "style" or (tag == "script" and "src" not in given):
            self.faults.append(f"inline {tag}")
        if "id" in given:
            self._ids[given["id"]] += 1
        if tag == "label" and "for" in given:
            self._named.add(given["for"])
        for name in ("aria-describedby", "aria-labelledby"):
            self._described |= set(given.get(name, "").split())
        if tag in ("input", "select", "textarea") and given.get("type") not in UNLABELLED:
            self.fields.append(given | {"tag": tag, "in label": str("label" in self._open)})
        if tag == "a":
            self.links.append((given.get("href", ""), ""))
        if tag not in VOID:
            self._open.append(tag)
            self._words.append([])

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_data(self, data: str) -> None:
        for words in self._words:
            words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self._open or self._open[-1] != tag:
            self.faults.append(f"</{tag}> closes {self._open[-1:]}")
            return
        self._open.pop()
        text = " ".join("".join(self._words.pop()).split())
        if tag in ("h1", "h2", "h3", "h4"):
            self.headings.append((tag, text))
        elif tag == "a":
            last = max(place for place, (_, words) in enumerate(self.links) if not words)
            self.links[last] = (self.links[last][0], text or " ")
        elif tag == "button" and not text:
            self.faults.append("a button without words")

    def _judge(self) -> None:
        if self._open:
            self.faults.append(f"never closed: {self._open}")
        if sum(level == "h1" for level, _ in self.headings) != 1:
            self.faults.append(f"not one h1: {self.headings}")
        self.faults += [f"id {each} is there {n} times" for each, n in self._ids.items() if n > 1]
        self.faults += [
            f"a field without label: {each}"
            for each in self.fields
            if each["in label"] != "True"
            and each.get("id") not in self._named
            and not each.get("aria-label")
        ]
        self.faults += [f"nothing has the id {each}" for each in self._described - set(self._ids)]
        self.faults += [f"a link without words: {href}" for href, text in self.links if text == " "]
