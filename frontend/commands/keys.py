"""The key file: another one in its place."""

from commons import keys, rotation, settings
from frontend import app as composition
from frontend.commands import terminal
from search import relay


def rotate() -> None:
    """Make a new key and carry everything sealed over to it; the product must not be running."""
    with terminal.told():
        known = settings.load()
        # The right to serve: whoever served on would write with the old key.
        leadership = relay.FileLeadership(known.data_dir)
        try:
            opened = composition.open_database(known)
            rotation.rotate(opened.database, known.key_file)
            opened.database.close()
        finally:
            leadership.release()
        terminal.err.print(
            f"{known.key_file} is a new key: make a copy of it, apart from the database's. "
            f"The key before is {keys.predecessor(known.key_file)}: backups made until now open "
            "with it alone; delete it with the last of them.",
            markup=False,
            soft_wrap=True,
        )
