"""People as their friends and neighbours name them: couples, lone initials, names in greetings."""

import re
from collections.abc import Iterator

from commons.anonymisation.mentions import Mention
from commons.anonymisation.people import person_frames, surnames
from commons.anonymisation.words import chains, first_names, lexicon

_TITLE = r"(?:m|mr|mrs|monsieur|mister|mme|mmes|madame|mlle|mademoiselle|dr|docteur|me|maitre)"
_COUPLE = re.compile(rf"\b{_TITLE}\.? (?:et|&|and|ou) {_TITLE}\.? (?=[^\W\d_])")
_PARTICLED = re.compile(
    rf"\b{_TITLE}\.? (?:(?:de|du|des|le|la|van|von|der|den|el|ben|al) |[dl]'){{1,3}}(?=[^\W\d_])"
)
_AGED = re.compile(
    r"\b(?:(?:old|young|little|dear|poor) )?(?:mister|missus|mr|mrs|miss|uncle|aunt(?:ie|y)?) "
    r"(?=[^\W\d_]{3})"
)
_GREETING = re.compile(
    r"\b(?:coucou|salut|slt|bonjour|bjr|bonsoir|hello|cher|chere|merci|bravo|bises|bisous|biz+|signe"
    r"|dixit|moi c'est|c'est moi|amities|amicalement|cordialement|cdlt|a plus|a bientot|kenavo"
    r"|agur|take care|cheers|best wishes|kind regards|hi|dear)[ ,:!\n]{1,3}(?=[^\W\d_])"
)
# Lone letters that are words where people write short: "c bien", "g vu", "d amis", "t ou".
_WORDS = frozenset("acdgjlmnsty")


def detect(context: chains.Context) -> Iterator[Mention]:
    """People said by a title for two, by a first name and a letter, or by a name of endearment."""
    yield from _titled(context)
    yield from _initialled(context)
    yield from _greeted(context)
    yield from _listed(context)


def _titled(context: chains.Context) -> Iterator[Mention]:
    for pattern in (_COUPLE, _PARTICLED, _AGED):
        for match in pattern.finditer(context.reading.folded):
            word = context.reading.word_at(match.end())
            while (
                word is not None
                and word.fold in chains.PARTICLES
                and word.index + 1 < len(context.words)
            ):
                word = context.words[word.index + 1]
            if word is None or word.begins or word.fold in lexicon.HOLLOW or len(word.fold) < 2:
                continue
            if context.is_kept(word.start, word.end):
                continue
            if word.plain and lexicon.is_common(word.fold) and pattern is not _COUPLE:
                continue
            if not word.plain and not word.capital:
                continue
            last = max(surnames.end_of(context, word.index), word.index + 1) - 1
            yield Mention(match.start(), context.words[last].end, "PERSON", "probable", "title")


def _initialled(context: chains.Context) -> Iterator[Mention]:
    """ "josette b gère": in small letters, the first letter of a surname."""
    words = context.words
    for word in words[:-1]:
        letter = words[word.index + 1]
        if (
            word.fold not in first_names.FIRST_NAMES
            or word.fold in first_names.ORDINARY
            or len(letter.text) != 1
            or not letter.text.isalpha()
            or letter.gap != " "
            or letter.begins
        ):
            continue
        if letter.fold in _WORDS and not person_frames.closes(words, letter):
            continue
        if not context.is_kept(word.start, word.end):
            yield Mention(word.start, letter.end, "PERSON", "probable", "first-name")


def _listed(context: chains.Context) -> Iterator[Mention]:
    """The name that begins a list of first names: "Élo, Max et Juju"."""
    words = context.words
    for word in words[:-1]:
        if not word.begins or word.plain or not word.text[0].isupper():
            continue
        following = words[word.index + 1]
        if following.gap == " " and following.fold == "et" and following.index + 1 < len(words):
            following = words[following.index + 1]
        elif following.gap != ", ":
            continue
        told = following.capital and following.fold in first_names.FIRST_NAMES
        if told and context.unknown(word) and not context.is_ordinary(word):
            yield Mention(word.start, word.end, "PERSON", "probable", "first-name")


def _greeted(context: chains.Context) -> Iterator[Mention]:
    words = context.words
    for match in _GREETING.finditer(context.reading.folded):
        word = context.reading.word_at(match.end())
        if word is None or context.is_kept(word.start, word.end):
            continue
        following = words[word.index + 1 : word.index + 2]
        closed = not following or following[0].begins or following[0].gap[:1] in (",", ")")
        doubled = len(word.fold) == 4 and word.fold[:2] == word.fold[2:]
        known = word.fold in first_names.FIRST_NAMES and closed
        if (doubled and not lexicon.is_common(word.fold)) or known:
            yield Mention(word.start, word.end, "PERSON", "probable", "greeting")
