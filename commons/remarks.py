"""What people write beside a practice is looked over: it must not tell who wrote one."""

import html
import logging
import re
from collections.abc import Iterable

from commons import anonymisation, bugs
from commons.anonymisation.words import lexicon, normalisation
from commons.organisations import Profile
from commons.refusals import Refusal

# Signs of Markdown that would cut a name in two.
_MARKS = re.compile(r"[*_`~\\]")

log = logging.getLogger("recul")


class NamesSomebody(Refusal):
    code = "names-somebody"


class WordsUnchecked(Refusal):
    code = "words-unchecked"


class NoModelForWords(Refusal):
    code = "no-model-for-words"


def look_over(
    name: str,
    text: str,
    language: str,
    federation: Profile | None,
    public: Iterable[str] = (),
    author: Profile | None = None,
) -> None:
    """Raises NamesSomebody for words that may tell who an author is.

    Read without any author's profile, which would answer whoever tries a name; but with that of
    an ``author`` who writes of their own. The federation, if it is one, may name itself. Raises
    WordsUnchecked when the scan fails, NoModelForWords without the model.
    """
    if not text:
        return
    if not anonymisation.model.is_available():
        raise NoModelForWords(name)
    try:
        # As written, and as read once Markdown's signs are gone.
        readings = {"written": text}
        if (read := html.unescape(_MARKS.sub("", text))) != text:
            readings["read"] = read
        found = anonymisation.scan(
            readings,
            author.identity() if author else anonymisation.Profile(),
            anonymisation.Published(language=language),
            # The model and the ordinary words are French: English needs capitals to be a guess.
            with_model=language == "fr",
        )
        said = [_spaced(each) for each in public]
        own = _OwnWords(federation) if federation else None
        telling = [
            each.text
            for each in found
            if not (language == "en" and each.certainty == "possible" and each.text.islower())
            and not (own and own.cover(each.text))
            and not any(_spaced(each.text) in one for one in said)
        ]
    except Exception as problem:
        # The exception may quote the words: only its type and place are logged.
        log.error("the scan of somebody's words failed: %s", bugs.place(problem))
        raise WordsUnchecked(name) from None
    if telling:
        told = dict.fromkeys(" ".join(each.split()) for each in telling)
        # One name read twice, or within a longer one, is said once.
        quoted = tuple(each for each in told if not any(each in one for one in told if one != each))
        raise NamesSomebody(name, words=", ".join(quoted), said=quoted)


def masked(text: str, language: str) -> str:
    """Words of a reader with whatever may name somebody replaced; none when they can't be read."""
    try:
        if not anonymisation.model.is_available():
            return ""
        found = anonymisation.scan(
            {"words": text}, anonymisation.Profile(), anonymisation.Published(language=language)
        )
        return anonymisation.rewrite(
            text, [(each.start, each.end, each.replacement) for each in found]
        )
    except Exception as problem:
        log.error("the scan of somebody's words failed: %s", bugs.place(problem))
        return ""


def _spaced(text: str) -> str:
    """The folded words, a space around each."""
    return f" {' '.join(normalisation.words_of(text))} "


class _OwnWords:
    """What a federation declared of itself, which it signs its collections with anyway."""

    def __init__(self, profile: Profile) -> None:
        names = (profile.legal_name, *profile.other_names, profile.acronym, *profile.handles)
        self._names = sorted({_spaced(name) for name in names if name}, key=len, reverse=True)
        self._domain = normalisation.fold(profile.domain or "").strip()

    def cover(self, text: str) -> bool:
        """Whether nothing but own names, addresses at the own domain and articles is in a text."""
        if self._domain and re.fullmatch(
            rf"(?:[\w.+-]+@|https?://)?(?:[\w-]+\.)*{re.escape(self._domain)}(?:/\S*)?",
            normalisation.fold(text).strip(),
        ):
            return True
        words = left = _spaced(text)
        for name in self._names:
            left = left.replace(name, " ")
        return left != words and all(word in lexicon.HOLLOW for word in left.split())
