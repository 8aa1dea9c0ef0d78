"""The written plan as data: schema and faults of plan and roster, settings, texts, the example units."""

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from config.plan import Language


def example_folder(language: "Language" = "zh-CN") -> Path:
    """The folder of the complete example unit in that language, as it is installed."""
    return Path(str(files("config"))) / ("example" if language == "zh-CN" else "example-en")
