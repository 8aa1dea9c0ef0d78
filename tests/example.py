"""The example unit, read once for all tests: reading takes a fifth of a second, and what was read cannot be changed."""

from functools import cache

from config import example_folder
from config.loading import Unit, load_unit
from config.plan import Language


@cache
def example(language: Language = "zh-CN") -> Unit:
    """Its plan and its roster, in that language."""
    return load_unit(example_folder(language))
