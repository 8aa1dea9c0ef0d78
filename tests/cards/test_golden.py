"""Every card in every state reads as its golden text says, in both languages."""

from importlib import import_module
from pkgutil import iter_modules

import pytest

from tests.cards import examples, golden
from tests.cards.unit import LANGUAGES, Play, play

for module in iter_modules(examples.__path__):
    import_module(f"{examples.__name__}.{module.name}")


@pytest.mark.parametrize("name", sorted(examples.EXAMPLES))
def test_a_card_reads_as_its_golden_text(scene: Play, name: str) -> None:
    golden.check(examples.EXAMPLES[name](scene), scene.language, name)


def test_every_kind_of_card_has_an_example() -> None:
    """Of each file of cards that has any."""
    shown = {_drawn_by(name) for name in examples.EXAMPLES}
    rooms = {import_module(name.rpartition(".")[0]) for name in shown}
    kinds = {f"{room.__name__}.{name}" for room in rooms for name in vars(room) if name.startswith("draw")}
    assert kinds - shown == set()


def _drawn_by(name: str) -> str:
    """The function that drew the example's card, by its full name."""
    scene = play()
    return scene.drawn_by[examples.EXAMPLES[name](scene).key]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_golden_text_is_left_over(language: str) -> None:
    kept = {file.stem for file in (golden.FOLDER / language).glob("*.txt")}
    assert kept - examples.EXAMPLES.keys() == set()
