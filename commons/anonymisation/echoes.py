"""The other places where a name found once stands alone."""

from collections.abc import Mapping

from commons.anonymisation import mentions
from commons.anonymisation.passages import Passage
from commons.anonymisation.words import first_names, gazetteer, lexicon, normalisation

_DETERMINERS = frozenset(("le", "la", "les", "un", "une", "des", "du", "the", "a", "an"))


def add(
    passages: Mapping[str, Passage], found: dict[str, list[mentions.Mention]]
) -> dict[str, list[mentions.Mention]]:
    """Add the other places where a name found once stands alone."""
    sought: dict[str, str] = {}
    for field, passage in passages.items():
        for mention in found[field]:
            if mention.kind not in ("PERSON", "PARTNER", "NAME", "LOC", "VENUE", "EVENT", "HANDLE"):
                continue
            for word in passage.reading.words_in(mention.start, mention.end):
                if (
                    len(word.fold) > 3
                    and word.fold.isalpha()
                    and not lexicon.looks_common(word.fold)
                ):
                    sought.setdefault(word.fold, mention.kind)
    if not sought:
        return found
    complete: dict[str, list[mentions.Mention]] = {}
    for field, passage in passages.items():
        reading, context = passage.reading, passage.guessed
        more = []
        for word in reading.words:
            kind = sought.get(word.fold)
            if kind is None or context.is_kept(word.start, word.end):
                continue
            lower = word.plain or not word.text[0].isupper()
            wine = word.fold in gazetteer.ORDINARY and not word.plain
            said = (
                word.fold in first_names.ORDINARY
                or wine
                or (word.fold in first_names.ENGLISH_WORDS and context.is_english(word))
            )
            if lower and (said or _is_thing(reading, word)):
                continue
            more.append(
                mentions.Mention(
                    word.start, word.end, "PERSON" if kind == "PERSON" else kind, "possible", "echo"
                )
            )
        complete[field] = _with_echoes(found[field], more, reading) if more else found[field]
    return complete


def _is_thing(reading: normalisation.Reading, word: normalisation.Word) -> bool:
    """Whether an article makes an ordinary noun of a word in lower case."""
    return not word.plain and word.index > 0 and reading.words[word.index - 1].fold in _DETERMINERS


def _with_echoes(
    settled: list[mentions.Mention], more: list[mentions.Mention], reading: normalisation.Reading
) -> list[mentions.Mention]:
    covered = {c for m in settled for c in range(m.start, m.end)}
    fresh = [m for m in more if m.start not in covered and m.end - 1 not in covered]
    return mentions.resolve([*settled, *fresh], reading.folded, lexicon.HOLLOW)
