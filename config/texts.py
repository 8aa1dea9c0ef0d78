"""Every word that the product says, by symbolic message id, in the language that a unit's plan chooses.

The catalogues are ordinary gettext `.po` files; they are compiled in memory at first use, so that what is
read is what a translator edits. A message id that a catalogue lacks is a KeyError, never a word on a screen.
"""

import gettext
import io
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final, NoReturn

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from config.plan import Language

LOCALES: Final[dict[Language, str]] = {"zh-CN": "zh_CN", "en": "en"}


class Texts:
    """The messages of one language: `t("alert.heading", place="…")`.

    Values are filled in by `str.format` and never parsed themselves, so what a person typed may hold braces.
    """

    def __init__(self, language: Language) -> None:
        self.language = language
        compiled = io.BytesIO()
        write_mo(compiled, catalogue(language))
        compiled.seek(0)
        self._messages = gettext.GNUTranslations(compiled)
        self._messages.add_fallback(_Missing())

    def __call__(self, key: str, /, **values: object) -> str:
        """The message with its values filled in. KeyError when the message or a value is missing."""
        return self._messages.gettext(key).format(**values)

    def plural(self, key: str, n: int, /, **values: object) -> str:
        """The form of a counted message that goes with `n`, which is also its value `{n}`."""
        return self._messages.ngettext(key, key, n).format(n=n, **values)


class _Missing(gettext.NullTranslations):
    """What is asked when a catalogue lacks a message."""

    def gettext(self, message: str) -> NoReturn:
        raise KeyError(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> NoReturn:
        raise KeyError(msgid1)


@cache
def texts(language: Language) -> Texts:
    """The messages of that language, compiled once a process."""
    return Texts(language)


def catalogue(language: Language) -> Catalog:
    """The messages of all the language's files, one file a subject.

    Raises babel's PoFileError when a file is malformed, ValueError when two files hold the same message.
    """
    whole = Catalog(locale=LOCALES[language])
    for file in sorted(_folder(language).iterdir(), key=lambda file: file.name):
        if not file.name.endswith(".po"):
            continue
        for message in read_po(io.BytesIO(file.read_bytes()), locale=LOCALES[language], abort_invalid=True):
            if message.id and message.id in whole:
                raise ValueError(f"{file.name} holds {message.id} again")
            if message.id:
                whole[message.id] = message
    return whole


def _folder(language: Language) -> Traversable:
    return files("config") / "locales" / LOCALES[language] / "LC_MESSAGES"
