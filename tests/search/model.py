"""A small embedding model, made here: each word it knows says something of one subject or two."""

from pathlib import Path

import numpy as np
from model2vec import StaticModel
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

DIMENSIONS = 8
# Words by subject: those of one are near each other, and far from all others.
SUBJECTS = (
    ("lapin", "hamster", "cobaye", "furet"),
    ("bicyclette", "velo", "pedaler"),
    ("jardin", "potager", "semis"),
    ("chorale", "chanter", "partition"),
    ("budget", "tresorerie"),
    ("repas", "cuisine"),
)
_UNKNOWN = "[UNK]"


def made(folder: Path, turned: bool = False) -> Path:
    """A folder with the model; `turned`, with another one of as many dimensions."""
    words = [_UNKNOWN, *(word for words in SUBJECTS for word in words)]
    vectors = np.zeros((len(words), DIMENSIONS), np.float32)
    for subject, of_it in enumerate(SUBJECTS):
        for place, word in enumerate(of_it):
            row = vectors[words.index(word)]
            row[(subject + turned) % DIMENSIONS] = 1.0
            row[-1] = 0.1 * place  # no two alike
    tokenizer = Tokenizer(models.WordLevel({w: n for n, w in enumerate(words)}, _UNKNOWN))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFD(), normalizers.StripAccents(), normalizers.Lowercase()]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    StaticModel(vectors, tokenizer).save_pretrained(folder)
    return folder
