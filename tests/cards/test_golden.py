"""Every card in every state reads as its golden text says, in both languages."""

from importlib import import_module
from pkgutil import iter_modules

import pytest

from tests.cards import examples, golden
from tests.cards.unit import LANGUAGES, Play

for module in iter_modules(examples.__path__):
    import_module(f"{examples.__name__}.{module.name}")


@pytest.mark.parametrize("name", sorted(examples.EXAMPLES))
def test_a_card_reads_as_its_golden_text(scene: Play, name: str) -> None:
    golden.check(examples.EXAMPLES[name](scene), scene.language, name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_golden_text_is_left_over(language: str) -> None:
    kept = {file.stem for file in (golden.FOLDER / language).glob("*.txt")}
    assert kept - examples.EXAMPLES.keys() == set()
