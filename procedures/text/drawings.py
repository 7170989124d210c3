"""The drawings of the house: SVG components that follow the theme of the page."""

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "templates" / "components" / "drawings"


@cache
def known() -> frozenset[str]:
    """The names a text may show, such as skin-layers-1."""
    return frozenset(path.stem for path in FOLDER.glob("*.svg"))


@cache
def svg(name: str) -> str:
    """The drawing as markup to put into a page. Reviewed with the code, so it is trusted."""
    return (FOLDER / f"{name}.svg").read_text(encoding="utf-8").strip()
