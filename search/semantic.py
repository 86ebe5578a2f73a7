"""What a text is about, as a vector: an offline model, used to find practices and nothing else."""

import hashlib
import importlib.util
from collections.abc import Hashable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from search.engine import Document

if TYPE_CHECKING:
    from search.vectors import Vector, Vectors

# The least cosine of what is near: below, static vectors of unlike texts meet by chance.
FLOOR = 0.3
STORED = "<f2"  # half precision: two bytes a dimension, cosines right to three digits


class ModelProblem(Exception):
    """The embedding model can't be used; one sentence for the operator."""


class Embedder(Hashable, Protocol):
    """Texts in, vectors out: the nearer two of them, the more alike what their texts are about.

    The fingerprint changes with the model: vectors of two models can't be compared.
    """

    @property
    def name(self) -> str: ...

    @property
    def dimensions(self) -> int: ...

    @property
    def fingerprint(self) -> str: ...

    def embed(self, texts: Sequence[str]) -> "Vectors":
        """A row of length 1 for each text; of zeros where the model knows nothing of it."""


def load(folder: Path) -> Embedder:
    """The model2vec model in a folder, read without any network. Raises ModelProblem."""
    if importlib.util.find_spec("model2vec") is None:
        raise ModelProblem("RECUL_EMBEDDING_MODEL needs the extra recul[semantic]: install it.")
    # The library would look on a model hub for what is no folder.
    if not folder.is_dir():
        raise ModelProblem(f"RECUL_EMBEDDING_MODEL names {folder}, which is not a folder.")
    # Here, so that whoever has no model needs none of it.
    from model2vec import StaticModel

    from search import vectors

    try:
        model = StaticModel.from_pretrained(folder)
        return vectors.Static(model, folder.resolve().name, _fingerprint(folder))
    except Exception as problem:  # its parts raise errors of no common kind
        raise ModelProblem(
            f"RECUL_EMBEDDING_MODEL names {folder}, where no model of model2vec can be read"
            f" ({type(problem).__name__})."
        ) from None


def text_of(document: Document) -> str:
    """What of a document is read for its vector, the most telling first: models read the beginning
    of long texts.
    """
    return "\n".join(filter(None, (document.title, document.summary, document.body)))


def packed(vector: "Vector") -> bytes:
    """A vector as it is stored; nothing where it is of zeros."""
    return vector.astype(STORED).tobytes() if vector.any() else b""


def _fingerprint(folder: Path) -> str:
    """Of the files that make a model's answers; not of what is said about it."""
    whole = hashlib.sha256()
    for kind in ("*.json", "*.safetensors"):
        for path in sorted(folder.rglob(kind)):
            with path.open("rb") as file:
                whole.update(hashlib.file_digest(file, "sha256").digest())
    return whole.hexdigest()[:10]
