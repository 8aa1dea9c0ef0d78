"""A consistent copy of the database, made beside a running writer."""

import os
from contextlib import closing
from pathlib import Path

from store.protocol import StoreError
from store.sqlite.connection import connect_now
from store.sqlite.faults import translated


def back_up(file: Path, target: Path) -> None:
    """Copy `file`, as it is at this instant, to `target`, durably and complete or not at all.

    Raises StoreError when `target` exists, StoreFull when there is no room for it.
    """
    try:
        with translated(target):
            os.close(os.open(target, os.O_CREAT | os.O_EXCL, 0o600))
    except StoreError as fault:
        if isinstance(fault.__cause__, FileExistsError):
            raise StoreError(f"{target} exists already: name a new file for the backup") from fault.__cause__
        raise
    # Written beside its name and put there when it is whole, so that half a backup is never taken for one.
    partial = target.with_name(f"{target.name}-partial")
    try:
        with translated(file, target=target):
            partial.unlink(missing_ok=True)
            os.close(os.open(partial, os.O_CREAT | os.O_EXCL, 0o600))
            with closing(connect_now(file, "ro")) as source:
                source.execute("VACUUM INTO ?", (str(partial),))
            sync(partial)
            partial.replace(target)
            sync(target.parent)
    except BaseException:
        partial.unlink(missing_ok=True)
        target.unlink(missing_ok=True)
        raise


def sync(path: Path) -> None:
    """Make a file's content, or a folder's list of names, survive a loss of power. Raises OSError."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
