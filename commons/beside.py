"""Files beside the key: no backup of the database reaches them, and none of them is ever half."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from commons import keys


def path_of(key_file: Path, ending: str) -> Path:
    """A file beside the key; the key that a rotation left behind has the same one.

    Else an older backup put back with that key would bring back what was erased since.
    """
    return key_file.with_name(f"{key_file.name.removesuffix(keys.OLD)}.{ending}")


def write(path: Path, text: str) -> None:
    """A new file (ASCII) in the place of the one before, there even after a loss of power."""
    draft = path.with_name(f"{path.name}.{keys.new_id()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    keys.settle_folder(path.parent)


@contextmanager
def held(path: Path) -> Iterator[None]:
    """One process at a time reads such a file and writes it anew."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path.with_name(f"{path.name}.lock"), os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
