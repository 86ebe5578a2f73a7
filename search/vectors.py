"""Vectors of texts: made by a static model, kept in few bytes, compared by their cosine."""

import threading
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
from model2vec import StaticModel

from search import semantic

Vectors = npt.NDArray[np.float32]  # a row for each text
Vector = npt.NDArray[np.float32]  # of one

# Texts read at once: a search waits no longer than this while documents are read beside it.
_BATCH = 64


class Static:
    """An Embedder on one vector for each piece of a word, whose mean is the text's."""

    def __init__(self, model: StaticModel, name: str, fingerprint: str) -> None:
        self._model = model
        self._reading = threading.Lock()  # the model sets up its tokenizer for each call
        self.name = name
        self.dimensions = int(model.dim)
        self.fingerprint = fingerprint

    def embed(self, texts: Sequence[str]) -> Vectors:
        """A row of length 1 for each text; of zeros where the model knows nothing of it."""
        rows = np.zeros((len(texts), self.dimensions), np.float32)
        for start in range(0, len(texts), _BATCH):
            with self._reading:
                read = self._model.encode(texts[start : start + _BATCH], use_multiprocessing=False)
            rows[start : start + _BATCH] = read
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        np.divide(rows, lengths, out=rows, where=lengths > 0)
        return rows


class Rows:
    """The vectors of many documents, in memory."""

    def __init__(self, ids: Sequence[str], stored: Sequence[bytes], dimensions: int) -> None:
        self._ids = ids
        flat = np.frombuffer(b"".join(stored), semantic.STORED).astype(np.float32)
        self._rows = flat.reshape(len(ids), dimensions)

    def near(self, vector: Vector, floor: float) -> Iterator[str]:
        """The ids of what is at least so near, the nearest first."""
        cosines = self._rows @ vector
        above = np.flatnonzero(cosines >= floor)
        order = above[np.argsort(-cosines[above], kind="stable")]
        return (self._ids[place] for place in order)
