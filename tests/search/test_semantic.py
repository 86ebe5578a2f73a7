import shutil
import subprocess
import sys
from pathlib import Path
from threading import Thread

import numpy as np
import pytest

from search import semantic
from tests.search import model


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return model.made(tmp_path / "model")


def test_texts_about_one_thing_are_near_and_others_are_not(folder: Path) -> None:
    embedder = semantic.load(folder)

    vectors = embedder.embed(["Un lapin", "le hamster du dimanche", "Un jardin partagé"])

    assert vectors.dtype == np.float32
    assert vectors.shape == (3, embedder.dimensions)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1)
    assert vectors[0] @ vectors[1] > 0.9
    assert vectors[0] @ vectors[2] < semantic.FLOOR


def test_a_text_of_which_the_model_knows_nothing_is_near_nothing(folder: Path) -> None:
    embedder = semantic.load(folder)

    assert not embedder.embed(["xyzzy", ""]).any()
    assert semantic.packed(embedder.embed(["xyzzy"])[0]) == b""
    assert embedder.embed([]).shape == (0, embedder.dimensions)


def test_many_texts_are_read_as_one_by_one_and_from_several_threads(folder: Path) -> None:
    embedder = semantic.load(folder)
    texts = [f"{word} {n}" for n in range(30) for of_it in model.SUBJECTS for word in of_it]
    alone = np.concatenate([embedder.embed([text]) for text in texts])
    found: list[bool] = []

    def read() -> None:
        found.append(np.array_equal(embedder.embed(texts), alone))

    threads = [Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [True] * 4


def test_a_vector_is_kept_in_two_bytes_a_dimension(folder: Path) -> None:
    vector = semantic.load(folder).embed(["lapin budget repas"])[0]

    stored = semantic.packed(vector)

    assert len(stored) == 2 * len(vector)
    assert abs(np.frombuffer(stored, semantic.STORED).astype(np.float32) @ vector - 1) < 0.001


def test_the_fingerprint_tells_models_apart_and_not_their_places(
    folder: Path, tmp_path: Path
) -> None:
    moved = shutil.copytree(folder, tmp_path / "elsewhere")
    (moved / "README.md").write_text("Another card.")
    other = model.made(tmp_path / "other", turned=True)

    assert semantic.load(moved).fingerprint == semantic.load(folder).fingerprint
    assert semantic.load(other).fingerprint != semantic.load(folder).fingerprint


@pytest.mark.parametrize("kind", ["missing", "a file", "empty", "broken"])
def test_a_wrong_folder_is_said_in_one_sentence_and_not_looked_for_elsewhere(
    folder: Path, tmp_path: Path, kind: str
) -> None:
    wrong = tmp_path / kind
    if kind == "a file":
        wrong.write_text("")
    elif kind == "empty":
        wrong.mkdir()
    elif kind == "broken":
        shutil.copytree(folder, wrong)
        (wrong / "model.safetensors").write_bytes(b"no tensors")

    with pytest.raises(semantic.ModelProblem, match=r"RECUL_EMBEDDING_MODEL names .*\.$") as said:
        semantic.load(wrong)

    assert str(wrong) in str(said.value)
    assert "\n" not in str(said.value)


def test_without_the_extra_the_sentence_says_what_to_install(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)

    with pytest.raises(semantic.ModelProblem, match=r"recul\[semantic\]"):
        semantic.load(folder)


def test_whoever_has_no_model_does_not_load_the_library() -> None:
    script = """
import sys, tempfile, pathlib
from frontend import app
from search import embedded, engine
index = embedded.Embedded(pathlib.Path(tempfile.mkdtemp()))
index.search(engine.Query(engine.Visibility(frozenset({"open"}), 202612), "lapin", near=True))
index.close()
assert not {"model2vec", "tokenizers", "huggingface_hub"} & {*sys.modules}
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
