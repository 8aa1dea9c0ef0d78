"""What `${NAME}` in a plan or a roster stands for: the environment, and before it is asked, nothing is read."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from dotenv import dotenv_values

from config.channels import VARIABLE

FILE: Final = Path(".env")


class NotSet(Exception):
    """A name that a channel's settings ask for is not in the environment. Says which."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"{name} is not set")


def environment() -> dict[str, str]:
    """The environment over `.env` of the working directory; a `.env` that cannot be read counts as empty."""
    try:
        kept = dotenv_values(FILE, encoding="utf-8-sig", interpolate=False)
    except (OSError, UnicodeDecodeError):  # the settings, which are read first, have said so
        kept = {}
    return {name: value for name, value in kept.items() if value} | {k: v for k, v in os.environ.items() if v}


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its `${NAME}`s replaced. Raises NotSet."""
    for name in VARIABLE.findall(text):
        if not values.get(name):
            raise NotSet(name)
    return VARIABLE.sub(lambda match: values[match.group(1)], text)
