"""Which language each passage of a text is written in, by its small words."""

from collections.abc import Iterator, Sequence

from commons.anonymisation.words import dictionary, normalisation
from commons.anonymisation.words.normalisation import Word

# Dictated texts have no sentences: a passage is never longer.
_PASSAGE = 24
_ENGLISH = normalisation.listed(
    """
    the of and to we our us with was were for is are it its they them their he his she her you your
    my in at by from this that these those but not have has had been be as so who which what when
    where why how will would can could should did does do don there here every all some any than
    then because about after before into out up one two three no if i too very just only also
    """
)
_FRENCH = normalisation.listed(
    """
    le la les l de des du un une et nous notre nos est sont pour avec dans sur que qu qui pas au
    aux ce cette ces cet c ont ete etait je j il elle ils elles mais plus par se en ne n leur
    leurs sa ses mon ma mes vous votre vos tout tous toute bien fait comme meme si sans chez donc
    quand tres aussi deux trois a
    """
)
# Said in both: "a", "on", "as", "me", "son" tell nothing.
_BOTH = normalisation.listed("a as do me son on or y out no")


def passages(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Where each passage begins and ends, by the indices of its words."""
    start = 0
    for index in range(1, len(words) + 1):
        if index == len(words) or words[index].begins or index - start >= _PASSAGE:
            yield start, index
            start = index


def english(words: Sequence[Word], default: str) -> bytes:
    """For each word 1 where its passage is English; what says nothing follows the whole text."""
    counts = [(low, high, _lean(words[low:high])) for low, high in passages(words)]
    whole = sum(lean for _, _, lean in counts)
    usual = whole > 0 or (whole == 0 and default == "en")
    told = bytearray(len(words))
    for low, high, lean in counts:
        if lean > 0 or (lean == 0 and usual):
            told[low:high] = b"\x01" * (high - low)
    return bytes(told)


def is_foreign(words: Sequence[Word]) -> bool:
    """Whether a passage is in neither language: Creole, Breton, or what a scanner left of one."""
    lettered = [word.fold for word in words if word.fold.isalpha() and len(word.fold) > 1]
    known = sum(dictionary.is_word(each) or dictionary.is_word(each, "en") for each in lettered)
    return len(lettered) > 4 and 5 * known < 3 * len(lettered)


def _lean(words: Sequence[Word]) -> int:
    """More than 0 for an English passage, less for a French one."""
    folds = [word.fold for word in words if word.fold not in _BOTH]
    return sum(f in _ENGLISH for f in folds) - sum(f in _FRENCH for f in folds)
