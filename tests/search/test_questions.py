"""Of a question, the words that say what it is about."""

import pytest

from search import understanding


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Est-ce que ça vaut le coup de lancer une cagnotte ?", ["lancer", "cagnotte"]),
        ("Quelqu'un a déjà essayé le don par SMS ?", ["don", "sms"]),
        ("Bonjour, comment faut-il faire pour voter à distance, s'il vous plaît",
         ["voter", "distance"]),
        ("what is the best way to thank volunteers", ["thank", "volunteers"]),
        ("un coup de main", ["coup", "main"]),
        ("savoir-faire", ["savoirfaire"]),
        ("comment faire", ["faire"]),  # nothing else is said
    ],
)  # fmt: skip
def test_politeness_is_not_looked_for(text: str, told: list[str]) -> None:
    assert [word.text for word in understanding.understand(text).words] == told
