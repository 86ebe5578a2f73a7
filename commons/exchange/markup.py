"""Markdown as plain text: paragraphs and "- " lists, without marks, HTML or link targets."""

import html
from collections.abc import Iterator, Sequence

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

_markdown = MarkdownIt("commonmark").enable(["table", "strikethrough"])
_CELLS = " · "


def plain(text: str) -> str:
    """What a reader of the rendered text would read, and no address behind a link."""
    return "\n\n".join(_blocks(_markdown.parse(text)))


def plain_line(text: str) -> str:
    """The same for one line, where a number or a dash at its beginning makes no list."""
    return "".join(_inline(token.children or []) for token in _markdown.parseInline(text))


def _blocks(tokens: Sequence[Token]) -> Iterator[str]:
    """Paragraphs; the lines of a list or of a table make one together."""
    lines: list[str] = []
    row: list[str] = []
    depth = 0  # of lists and tables
    begins = in_row = False
    for token in tokens:
        match token.type:
            case "bullet_list_open" | "ordered_list_open" | "table_open":
                depth += 1
            case "bullet_list_close" | "ordered_list_close" | "table_close":
                depth -= 1
            case "list_item_open":
                begins = True
            case "tr_open":
                row, in_row = [], True
            case "tr_close":
                lines.append(_CELLS.join(filter(None, row)))
                in_row = False
            case "inline" | "fence" | "code_block" | "html_block":
                said = _said(token)
                if in_row:
                    row.append(said)
                elif said and depth:
                    lines.append(f"- {said}" if begins else said)
                    begins = False
                elif said:
                    yield said
        if not depth and lines:
            yield "\n".join(lines)
            lines = []


def _said(token: Token) -> str:
    if token.type == "inline":
        return _inline(token.children or []).strip()
    if token.type == "html_block":
        return _untagged(token.content)
    return token.content.strip()


def _inline(children: Sequence[Token]) -> str:
    pieces = []
    for child in children:
        match child.type:
            case "softbreak" | "hardbreak":
                pieces.append("\n")
            case "image":
                pieces.append(_inline(child.children or []))
            case "text" | "code_inline":
                pieces.append(child.content)
    return "".join(pieces)


def _untagged(text: str) -> str:
    """The text of some HTML, without scripts and styles."""
    return html.unescape(nh3.clean(text, tags=set())).strip()
