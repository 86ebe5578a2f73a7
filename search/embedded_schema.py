"""What the embedded index holds of a document: its fields, and the words put in them."""

import uuid

import tantivy

from search import analysis, engine

VERSION = 2  # to be raised with any change of the fields or of what is put in them
PLACES = ("title", "summary", "labels", "all")  # where words stand; "all" is the whole text


def facet(name: str) -> str:
    """The field of a facet's codes."""
    return f"facet_{name}"


def _build_schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for place in PLACES:
        builder.add_text_field(f"{place}_words", tokenizer_name="whitespace", index_option="freq")
        builder.add_text_field(
            f"{place}_stems",
            tokenizer_name="whitespace",
            index_option="position" if place == "all" else "freq",
        )
    for name in ("id", "audience", "exact"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in engine.FACETS:
        builder.add_text_field(facet(name), fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("visible_from", indexed=True)
    builder.add_unsigned_field("order", indexed=True, fast=True)
    for name in ("id_high", "id_low", "version"):
        builder.add_unsigned_field(name, fast=True)
    builder.add_bytes_field("vector", stored=True, indexed=False)
    return builder.build()


SCHEMA = _build_schema()


def indexed(document: engine.Document, vector: bytes = b"") -> tantivy.Document:
    """What is stored of a document. Raises DocumentRefused when a field is malformed."""
    try:
        stored = tantivy.Document.from_dict(_fields(document), SCHEMA)
    except (ValueError, OverflowError):
        # The message would quote the field.
        raise engine.DocumentRefused("malformed_document") from None
    if vector:
        stored.add_bytes("vector", vector)
    return stored


def _fields(document: engine.Document) -> dict[str, object]:
    spoken = (document.language,)
    texts = {
        "title": (document.title, spoken),
        "summary": (document.summary, spoken),
        "labels": (document.words, analysis.LANGUAGES),
        "body": (document.body, spoken),
    }
    number = uuid.UUID(document.id).int
    fields: dict[str, object] = {
        "id": [document.id],
        "audience": [document.audience],
        "visible_from": [document.visible_from],
        "order": [order(document.month, document.id)],
        "id_high": [number >> 64],
        "id_low": [number & (1 << 64) - 1],
        "version": [document.version],
        "exact": [
            name for name in engine.CLASSED_FACETS if len({*document.facets.get(name, ())}) == 1
        ],
    }
    for name, codes in document.facets.items():
        fields[facet(name)] = list(dict.fromkeys(codes))
    words: list[str] = []
    runs: list[str] = []
    for place, (text, languages) in texts.items():
        compounds = list(analysis.compounds(text))
        text_words = analysis.forms(compounds)
        text_runs = [
            " ".join(run)
            for language in languages
            for run in analysis.stem_runs(compounds, language)
        ]
        words += text_words
        runs += text_runs
        if place in PLACES:
            fields[f"{place}_words"] = [" ".join(text_words)]
            fields[f"{place}_stems"] = [" ".join(text_runs)]
    fields["all_words"] = [" ".join(words)]
    # A sign that is no word stands between runs: no phrase reaches over it.
    fields["all_stems"] = [" | ".join(runs)]
    return fields


def order(month: int, id: str) -> int:
    """The order by date as one number: 12 bits of month, 52 random bits of the id.

    The digit of an UUID that says its version is the same in all and left out. Among 100 000
    documents of one month, two share these bits with a probability of one in a million.
    """
    months = max(0, min((month // 100 - 1900) * 12 + month % 100, 4095))
    digits = uuid.UUID(id).hex
    return months << 52 | int(digits[:12] + digits[13], 16)
