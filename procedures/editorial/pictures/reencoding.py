"""From what a camera or a program wrote to the photo that is kept: new bytes, nothing of the old.

What a file is, its content says, never its name or what the browser calls it.
"""

import hashlib
import io
import struct
from dataclasses import dataclass
from threading import Lock

from PIL import Image, ImageCms, ImageOps

from procedures.editorial.files.folder import MAX_PHOTO_BYTES, MAX_PHOTO_WIDTH, measured

MAX_UPLOAD_BYTES = 10_000_000
MAX_SIDE = 12_000
MIN_SIDE = 16
#: The most pixels of an upload. A JPEG can be read smaller than it is, so more of it is cheap.
MAX_JPEG_PIXELS = 40_000_000
MAX_PIXELS = 25_000_000
#: Far taller than any phone's picture: a strip of a whole web page is made shorter.
MAX_PHOTO_HEIGHT = 4_000

_FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")
_QUALITIES = (82, 70, 55, 40)  # the next where the file would still be too large
#: An upload is held in memory whole, so a process looks at one at a time.
_ONE_AT_A_TIME = Lock()
#: What Pillow's decoders raise on bytes that are not what they claim to be: no one class.
_STUMBLES = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    EOFError,
    struct.error,
)
_HEIC = (
    "This is a HEIC photo, as iPhones take them. Open it, share or export it as JPEG, and add "
    "that. On the phone, “Most Compatible” under Settings, Camera, Formats takes JPEG from then on."
)
_GIF = "This is a GIF. Save one picture of it as PNG, and add that."
_TIFF = "This is a TIFF picture. Save it as JPEG, and add that."
_OTHERS = {
    b"GIF8": _GIF,
    b"%PDF": "This is a PDF. Save the picture in it as JPEG or PNG, and add that.",
    b"BM": "This is a BMP picture. Save it as PNG, and add that.",
    b"II*\0": _TIFF,
    b"MM\0*": _TIFF,
}
_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
_SVG = "This is an SVG drawing. Export it as PNG, and add that."
_UNKNOWN = "This is no picture that can be shown here. Choose a JPEG, PNG, WebP or AVIF file."
_BROKEN = "This picture is damaged or not complete. Save or take it again, and add that."
_TOO_MANY = "This picture has too many pixels. Save it with at most 6,000 by 4,000, and add that."
_MOVES = "This picture moves. Save one moment of it as JPEG, and add that."


class PictureRefused(Exception):
    """Why an upload is not kept, and what to do; for whoever chose the file."""


@dataclass(frozen=True)
class Reencoded:
    """A photo as it is stored: WebP without metadata, upright, at most 1,600 pixels wide."""

    raw: bytes
    digest: str
    width: int
    height: int


def reencode(raw: bytes) -> Reencoded:
    """The photo to keep of an upload. Raises `PictureRefused` for everything that is none."""
    if not raw:
        raise PictureRefused("The file is empty. Choose another.")
    if len(raw) > MAX_UPLOAD_BYTES:
        raise PictureRefused(too_large(len(raw)))
    with _ONE_AT_A_TIME:
        made = _webp_that_fits(_seen(raw))
    digest = hashlib.sha256(made).hexdigest()
    width, height = measured(made, digest)
    return Reencoded(made, digest, width, height)


def too_large(size: int) -> str:
    """What to do about an upload of so many bytes."""
    most = f"the most is {MAX_UPLOAD_BYTES // 1_000_000} MB"
    return f"The file has {size / 1e6:.1f} MB, and {most}. Save it smaller, and add that."


def narrowed(raw: bytes, width: int) -> bytes:
    """A stored photo, made as narrow as asked."""
    with Image.open(io.BytesIO(raw), formats=("WEBP",)) as image:
        image.thumbnail((width, image.height))
        return _webp(image, _QUALITIES[0])


def _seen(raw: bytes) -> Image.Image:
    """What is to be seen of an upload: upright, in the colours of screens, on white."""
    try:
        with Image.open(io.BytesIO(raw), formats=_FORMATS) as image:
            _refuse_shape(image)
            return _pixels(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PictureRefused(_TOO_MANY) from None
    except _STUMBLES:
        raise PictureRefused(_what_it_is(raw)) from None


def _what_it_is(raw: bytes) -> str:
    """What to do about bytes that cannot be read as a picture of ours."""
    if raw.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n")) or raw[8:12] in (b"WEBP", b"avif"):
        return _BROKEN
    if raw[4:8] == b"ftyp" and any(brand in raw[8:40] for brand in _HEIC_BRANDS):
        return _HEIC
    if b"<svg" in raw[:2_000].lower():
        return _SVG
    return next((said for start, said in _OTHERS.items() if raw.startswith(start)), _UNKNOWN)


def _refuse_shape(image: Image.Image) -> None:
    """Refuse what is too large before a pixel of it is read, and what moves."""
    # A phone may put a second picture, such as one of the depth, behind the photo in a JPEG.
    is_jpeg = image.format in ("JPEG", "MPO")
    most = MAX_JPEG_PIXELS if is_jpeg else MAX_PIXELS
    if max(image.size) > MAX_SIDE or image.width * image.height > most:
        raise PictureRefused(_TOO_MANY)
    if min(image.size) < MIN_SIDE:
        raise PictureRefused(
            f"This picture has {image.width} by {image.height} pixels. Choose one with at least "
            f"{MIN_SIDE} each way."
        )
    if getattr(image, "is_animated", False) and not is_jpeg:
        raise PictureRefused(_MOVES)


def _pixels(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    image.draft("RGB", (MAX_PHOTO_WIDTH, MAX_PHOTO_WIDTH))
    made = ImageOps.exif_transpose(image)
    if made.mode.startswith("I;16"):
        # Without this, all that is not black would be white.
        made = made.point(lambda step: step * (1 / 257)).convert("L")
    if made.has_transparency_data:
        made = made.convert("RGBA")
    elif made.mode not in ("RGB", "L", "CMYK"):
        made = made.convert("RGB")
    made.thumbnail((MAX_PHOTO_WIDTH, MAX_PHOTO_HEIGHT))
    if made.mode == "RGBA":
        paper = Image.new("RGB", made.size, "white")
        paper.paste(made, mask=made.getchannel("A"))
        made = paper
    return _in_srgb(made, profile) if profile else made.convert("RGB")


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """The colours as a screen shows them: a phone's own would make red skin look pale."""
    try:
        made = ImageCms.profileToProfile(
            image,
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode="RGB",
        )
    except (ImageCms.PyCMSError, OSError):
        made = None  # a profile that says nothing; the picture itself is sound
    return made or image.convert("RGB")


def _webp_that_fits(image: Image.Image) -> bytes:
    """Of lower quality, and then half as wide, until it is not too heavy for a phone."""
    for quality in _QUALITIES:
        made = _webp(image, quality)
        if len(made) <= MAX_PHOTO_BYTES:
            return made
    return _webp_that_fits(image.reduce(2))


def _webp(image: Image.Image, quality: int) -> bytes:
    image.info = {}  # whatever is in here could be written into the file
    written = io.BytesIO()
    image.save(written, "WEBP", quality=quality, method=4)
    return written.getvalue()
