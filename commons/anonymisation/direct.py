"""What names somebody by its shape alone: the quick scan of texts written elsewhere."""

from commons.anonymisation import passages, replacement
from commons.anonymisation.contacts import contacts, pages, patterns
from commons.anonymisation.mentions import Mention
from commons.anonymisation.own import profile as own
from commons.anonymisation.places import addresses
from commons.anonymisation.words import chains, normalisation

_OWN_LETTERS = own.letters(own.Profile())


def kinds(text: str, language: str) -> list[str]:
    """The kinds of direct identifiers that are certain, in the order of the text, each once."""
    reading = normalisation.Reading(text)
    # To know the names of tools takes most of the time, and without anything found it is not
    # needed: it only takes away.
    if not _found(chains.Context(reading, [], language)):
        return []
    published = replacement.Published(language=language)
    found = _found(passages.read(reading, published, _OWN_LETTERS, frozenset()).certain)
    return list(dict.fromkeys(each.kind for each in sorted(found, key=lambda each: each.start)))


def _found(context: chains.Context) -> list[Mention]:
    return [
        mention
        for detector in (patterns, contacts, pages, addresses)
        for mention in detector.detect(context)
        if mention.direct and mention.certainty == "certain"
    ]
