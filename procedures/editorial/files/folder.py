"""A content folder as it lies on disk: what is there, and what does not belong."""

import hashlib
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from PIL import Image

from procedures.editorial.files.glossary import FILE as GLOSSARY
from procedures.text.grammar.addresses import SLUG
from procedures.text.grammar.faults import ContentRefused, Fault
from procedures.text.lists import catalogue, glossary, register
from procedures.text.lists.catalogue import Catalogue
from procedures.text.lists.register import Register

MAX_PHOTO_BYTES = 2_000_000
MAX_PHOTO_WIDTH = 1_600

Parsed = TypeVar("Parsed")

_BESIDE = frozenset({"README.md", "checks.yaml", "released.sha256"})
_VERSION = re.compile(r"([1-9][0-9]{0,8})\.md")
_PHOTO = re.compile(r"([0-9a-f]{64})\.webp")
_METADATA = ("exif", "xmp", "icc_profile", "comment")


@dataclass(frozen=True)
class PhotoFile:
    path: Path
    width: int
    height: int


@dataclass
class ProcedureFolder:
    """One procedure's folder. `versions` are the numbered files, not yet read."""

    slug: str
    path: Path
    versions: dict[int, Path] = field(default_factory=dict)
    photos: dict[str, PhotoFile] = field(default_factory=dict)
    register: Register = field(default_factory=Register)


@dataclass
class ContentFolder:
    path: Path
    catalogue: Catalogue | None = None
    procedures: dict[str, ProcedureFolder] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    @property
    def slugs(self) -> frozenset[str]:
        """Every slug the folder knows, those of its catalogue and former ones among them."""
        entries = self.catalogue.entries() if self.catalogue else ()
        named = (name for entry in entries for name in (entry.slug, *entry.former_slugs))
        return frozenset([*named, *self.procedures])


def read(path: Path) -> ContentFolder:
    """What the folder holds. Everything odd is a fault; hidden files are passed over."""
    folder = ContentFolder(path)
    if not path.is_dir():
        folder.faults.append(
            Fault(str(path), 1, "no such folder", "name the folder that holds catalogue.yaml")
        )
        return folder
    for entry in _entries(path, folder):
        if entry.is_dir():
            if SLUG.fullmatch(entry.name) and len(entry.name) <= 80:
                folder.procedures[entry.name] = _procedure(entry, folder)
            else:
                _odd(
                    folder,
                    entry,
                    f"“{entry.name}” is no slug",
                    "use at most 80 small letters, digits and single hyphens",
                )
        elif entry.name == "catalogue.yaml":
            folder.catalogue = _parsed(catalogue.parse, entry, folder)
        elif entry.name == GLOSSARY:
            _parsed(glossary.parse, entry, folder)
        elif entry.name not in _BESIDE:
            _odd(
                folder, entry, "a file that has no place here", "move it out of the content folder"
            )
    return folder


def _parsed(
    parse: Callable[[bytes, str], Parsed], path: Path, folder: ContentFolder
) -> Parsed | None:
    """What a file says; None where it is at fault, which the folder then says."""
    try:
        return parse(path.read_bytes(), str(path))
    except ContentRefused as refused:
        folder.faults.extend(refused.faults)
        return None


def number(path: Path) -> int:
    """The number of the version in a file, by its name; 0 where it names none."""
    named = _VERSION.fullmatch(path.name)
    return int(named[1]) if named else 0


def _procedure(path: Path, folder: ContentFolder) -> ProcedureFolder:
    found = ProcedureFolder(path.name, path)
    for entry in _entries(path, folder):
        version = number(entry)
        if version and entry.is_file():
            found.versions[version] = entry
        elif entry.name == "images" and entry.is_dir():
            found.photos = dict(_photos(entry, folder))
        elif entry.name == "register.yaml" and entry.is_file():
            try:
                found.register = register.parse(entry.read_bytes(), str(entry))
            except ContentRefused as refused:
                folder.faults.extend(refused.faults)
        elif re.fullmatch(r"0+[0-9]*\.md", entry.name):
            _odd(
                folder,
                entry,
                "a version number that begins with 0",
                "name the file 1.md, 2.md and so on",
            )
        else:
            _odd(
                folder,
                entry,
                "a file that has no place here",
                "a procedure has 1.md, 2.md …, register.yaml and images/",
            )
    return found


def _photos(path: Path, folder: ContentFolder) -> Iterator[tuple[str, PhotoFile]]:
    for entry in _entries(path, folder):
        name = _PHOTO.fullmatch(entry.name)
        if name is None or not entry.is_file():
            _odd(
                folder,
                entry,
                "a photo is named by its SHA-256",
                "name it <what sha256sum prints>.webp",
            )
            continue
        try:
            width, height = measured(entry.read_bytes(), name[1])
        except ValueError as error:
            _odd(folder, entry, str(error), "make it again as WebP, at most 1,600 pixels wide")
            continue
        yield name[1], PhotoFile(entry, width, height)


def measured(raw: bytes, digest: str) -> tuple[int, int]:
    """Width and height in pixels of a photo. Raises ValueError saying why it is none of ours."""
    if len(raw) > MAX_PHOTO_BYTES:
        raise ValueError(f"a photo of {len(raw):,} bytes; the most is {MAX_PHOTO_BYTES:,}")
    if hashlib.sha256(raw).hexdigest() != digest:
        raise ValueError("its name is not the SHA-256 of its bytes")
    try:
        with Image.open(io.BytesIO(raw), formats=("WEBP",)) as image:
            width, height = image.size
            animated = getattr(image, "is_animated", False)
            told = [name for name in _METADATA if image.info.get(name)]
    except OSError as error:
        raise ValueError("this is not a WebP picture") from error
    if width > MAX_PHOTO_WIDTH:
        raise ValueError(f"{width} pixels wide")
    if animated or told:
        raise ValueError(f"it holds {'animation' if animated else ', '.join(told)}")
    return width, height


def _entries(path: Path, folder: ContentFolder) -> Iterator[Path]:
    for entry in sorted(path.iterdir()):
        if entry.name.startswith("."):
            continue
        if entry.is_symlink():
            _odd(folder, entry, "a symbolic link", "put the file itself here")
            continue
        yield entry


def _odd(folder: ContentFolder, path: Path, what: str, mend: str) -> None:
    folder.faults.append(Fault(str(path), 1, what, mend))
