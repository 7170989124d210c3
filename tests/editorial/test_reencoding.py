"""What is kept of an upload: pixels, upright and in the colours of screens, and nothing else."""

import io
import os
import random
import re
import subprocess
import sys
import zlib
from struct import pack

import pytest
from PIL import ExifTags, Image, ImageCms, ImageDraw, PngImagePlugin

from procedures.editorial.pictures.reencoding import PictureRefused, reencode
from tests.databases import ROOT

TOLD = b"patient 123"
GPS = {1: "N", 2: (51.0, 30.0, 0.0), 3: "W", 4: (0.0, 7.0, 0.0)}


def picture(size=(640, 480), mode="RGB", colour=None):
    """A picture whose upper left corner is red and whose lower right one is blue."""
    image = Image.new("RGB", size, colour or "beige")
    draw = ImageDraw.Draw(image)
    draw.rectangle([0, 0, size[0] // 4, size[1] // 4], fill="red")
    draw.rectangle([size[0] * 3 // 4, size[1] * 3 // 4, *size], fill="blue")
    return image.convert(mode)


def saved(image, format_, **options):
    file = io.BytesIO()
    image.save(file, format_, **options)
    return file.getvalue()


def exif(orientation=1):
    told = Image.Exif()
    told[ExifTags.Base.Orientation] = orientation
    told[ExifTags.Base.ImageDescription] = TOLD.decode()
    told.get_ifd(ExifTags.IFD.GPSInfo).update(GPS)
    return told


def refused(raw):
    with pytest.raises(PictureRefused) as why:
        reencode(raw)
    return str(why.value)


def near(image, at):
    """Which colour stands there."""
    pixel = image.convert("RGB").getpixel(at)
    known = {"red": (255, 0, 0), "blue": (0, 0, 255), "beige": (245, 245, 220)}
    known |= {"white": (255, 255, 255), "black": (0, 0, 0), "grey": (128, 128, 128)}
    return min(
        known, key=lambda name: sum((a - b) ** 2 for a, b in zip(pixel, known[name], strict=True))
    )


def seen(raw):
    return Image.open(io.BytesIO(reencode(raw).raw))


def chunk(name, data):
    return pack(">I", len(data)) + name + data + pack(">I", zlib.crc32(name + data))


def png_of(width, height, *extra):
    """A PNG that says it is so large, and holds next to nothing."""
    head = chunk(b"IHDR", pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    rest = [*extra, chunk(b"IDAT", zlib.compress(b"\0" * 99)), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(rest)


def png_with_text():
    told = PngImagePlugin.PngInfo()
    told.add_text("Comment", TOLD.decode())
    told.add_itxt("XML:com.adobe.xmp", f"<x>{TOLD.decode()}</x>")
    return saved(picture(), "PNG", pnginfo=told, exif=exif())


def profile():
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def with_thumbnail():
    """A JPEG whose metadata holds a small picture of its own, as cameras write it."""
    small = saved(picture((64, 48), colour="black"), "JPEG")
    told = Image.Exif()
    told[ExifTags.Base.ImageDescription] = TOLD.decode()
    raw = told.tobytes() + small
    return saved(picture(), "JPEG", exif=raw)


def moving(format_, **options):
    frames = [picture((64, 64), colour=one) for one in ("beige", "white", "grey")]
    return saved(frames[0], format_, save_all=True, append_images=frames[1:], **options)


JPEG = saved(picture(), "JPEG")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><rect/></svg>'
HTML = b"<!doctype html><script>alert(document.domain)</script>"
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 200

RIGHT = {
    "a JPEG": JPEG,
    "a progressive JPEG": saved(picture(), "JPEG", progressive=True),
    "a grey JPEG": saved(picture(mode="L"), "JPEG"),
    "a JPEG in the inks of printers": saved(picture(mode="CMYK"), "JPEG"),
    "a JPEG with EXIF and GPS": saved(picture(), "JPEG", exif=exif()),
    "a JPEG with a comment": saved(picture(), "JPEG", comment=TOLD),
    "a JPEG with XMP": saved(picture(), "JPEG", xmp=b"<x>" + TOLD + b"</x>"),
    "a JPEG with a colour profile": saved(picture(), "JPEG", icc_profile=profile()),
    "a JPEG with a broken profile": saved(picture(), "JPEG", icc_profile=b"no profile"),
    "a JPEG with a thumbnail": with_thumbnail(),
    "a JPEG with a second picture behind it": moving("MPO"),
    "a JPEG with a web page behind it": JPEG + HTML,
    "a JPEG with an archive behind it": JPEG + b"PK\x03\x04" + TOLD,
    "a JPEG wider than it may be shown": saved(picture((2400, 300)), "JPEG"),
    "a tall JPEG": saved(picture((300, 9000)), "JPEG"),
    "a PNG": saved(picture(), "PNG"),
    "a PNG with transparency": saved(picture(mode="RGBA"), "PNG"),
    "a PNG of few colours": saved(picture(mode="P"), "PNG"),
    "a PNG of few colours, one transparent": saved(picture(mode="P"), "PNG", transparency=0),
    "a PNG in black and white": saved(picture(mode="1"), "PNG"),
    "a PNG of greys": saved(picture(mode="L"), "PNG"),
    "a PNG of greys with transparency": saved(picture(mode="LA"), "PNG"),
    "a PNG of 65,536 greys": saved(picture(mode="I;16"), "PNG"),
    "a PNG with words in it": png_with_text(),
    "a WebP": saved(picture(), "WEBP"),
    "a WebP without loss": saved(picture(), "WEBP", lossless=True),
    "a WebP with transparency": saved(picture(mode="RGBA"), "WEBP"),
    "a WebP with EXIF, XMP and a profile": saved(
        picture(), "WEBP", exif=exif(), xmp=b"<x>" + TOLD + b"</x>", icc_profile=profile()
    ),
    "an AVIF": saved(picture(), "AVIF"),
    "an AVIF with EXIF and XMP": saved(picture(), "AVIF", exif=exif(), xmp=b"<x>patient 123</x>"),
    "the smallest there may be": saved(picture((16, 16)), "PNG"),
}

WRONG = {
    "nothing": (b"", "empty"),
    "a file too large": (JPEG + b"\0" * 10_000_000, "10.0 MB, and the most is 10 MB"),
    "a HEIC": (HEIC, "HEIC photo, as iPhones take them.*JPEG"),
    "a HEIC of another brand": (HEIC.replace(b"heic", b"mif1", 1), "HEIC"),
    "an SVG": (SVG, "SVG drawing. Export it as PNG"),
    "an SVG after a declaration": (b'<?xml version="1.0"?>\n<!-- -->\n' + SVG, "SVG"),
    "an SVG in capitals": (SVG.upper(), "SVG"),
    "a GIF": (saved(picture(), "GIF"), "GIF. Save one picture of it"),
    "a GIF that moves": (moving("GIF"), "GIF"),
    "a BMP": (saved(picture(), "BMP"), "BMP"),
    "a TIFF": (saved(picture(), "TIFF"), "TIFF"),
    "a PDF": (b"%PDF-1.7 " + TOLD, "PDF"),
    "a web page": (HTML, "no picture"),
    "a web page that begins as a GIF": (b"GIF89a" + HTML, "GIF"),
    "a web page that begins as a JPEG": (b"\xff\xd8\xff\xe0" + HTML, "damaged"),
    "a web page that begins as a PNG": (b"\x89PNG\r\n\x1a\n" + HTML, "damaged"),
    "words": (b"Call us.", "no picture"),
    "a program": (b"MZ" + bytes(500), "no picture"),
    "an icon": (saved(picture((64, 64)), "ICO"), "no picture"),
    "a JPEG 2000": (saved(picture(), "JPEG2000"), "no picture"),
    "PostScript": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "no picture"),
    "half a JPEG": (JPEG[: len(JPEG) // 2], "damaged"),
    "the head of a JPEG": (JPEG[:200], "damaged"),
    "half a PNG": (saved(picture(), "PNG")[:800], "damaged"),
    "half a WebP": (saved(picture(), "WEBP")[:400], "damaged"),
    "half an AVIF": (saved(picture(), "AVIF")[:400], "damaged"),
    "a PNG with a wrong sum": (
        saved(picture(), "PNG").replace(b"IDAT", b"IDAT\0", 1),
        "damaged",
    ),
    "a WebP that moves": (moving("WEBP"), "moves"),
    "a PNG that moves": (moving("PNG"), "moves"),
    "a picture of one pixel": (saved(picture((1, 1)), "PNG"), "1 by 1 pixels"),
    "a line of pixels": (saved(picture((500, 2)), "PNG"), "at least 16"),
    "a PNG of 179 million pixels": (png_of(13_370, 13_370), "too many pixels"),
    "a PNG of 400 million pixels": (png_of(20_000, 20_000), "too many pixels"),
    "a PNG with a side too long": (png_of(12_001, 20), "too many pixels"),
    "a PNG of 26 million pixels": (png_of(6_500, 4_000), "too many pixels"),
    "a PNG whose words unpack to 100 MB": (
        png_of(64, 64, chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(100_000_000)))),
        "damaged",
    ),
}


def test_fifty_seven_kinds_of_upload_and_more_are_tried():
    assert len(RIGHT) + len(WRONG) >= 57


@pytest.mark.parametrize("kind", RIGHT)
@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
def test_a_right_picture_is_kept_as_webp_of_pixels_alone(kind):
    made = reencode(RIGHT[kind])

    with Image.open(io.BytesIO(made.raw)) as image:
        assert (image.format, image.mode, image.size) == ("WEBP", "RGB", (made.width, made.height))
        assert not image.info.keys() & {"exif", "xmp", "icc_profile", "comment"}
        assert not image.getexif()
    assert made.width <= 1600
    assert made.height <= 4000
    assert [name for name, _ in chunks(made.raw)] == [b"VP8 "]
    for trace in (TOLD, b"Exif", b"GPS", b"ICCP", b"XMP", b"<script", b"PK\x03\x04"):
        assert trace not in made.raw


def chunks(raw):
    """Name and bytes of each part of a WebP file."""
    at = 12
    while at < len(raw):
        size = int.from_bytes(raw[at + 4 : at + 8], "little")
        yield raw[at : at + 4], raw[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


@pytest.mark.parametrize("kind", WRONG)
def test_a_wrong_file_is_refused_with_what_to_do(kind):
    raw, said = WRONG[kind]

    why = refused(raw)

    assert re.search(said, why), why
    assert why.endswith(".")


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_picture_stands_upright_however_the_phone_was_held(orientation, format_):
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    held = picture((640, 480))
    if orientation in undo:
        held = held.transpose(undo[orientation])

    image = seen(saved(held, format_, exif=exif(orientation)))

    assert image.size == (640, 480)
    assert near(image, (40, 40)) == "red"
    assert near(image, (600, 440)) == "blue"
    assert near(image, (600, 40)) == "beige"


def test_what_can_be_looked_through_is_laid_on_white():
    clear = Image.new("RGBA", (64, 64), (0, 0, 0, 0))
    assert near(seen(saved(clear, "PNG")), (32, 32)) == "white"


def test_greys_of_sixteen_bits_keep_their_brightness():
    grey = Image.new("I;16", (64, 64), 32_768)
    assert near(seen(saved(grey, "PNG")), (32, 32)) == "grey"


def test_colours_are_those_of_the_profile_they_came_with():
    swapped = bytearray(profile())
    names = {name: bytes(swapped).index(name) for name in (b"rXYZ", b"bXYZ")}
    for name, other in ((b"rXYZ", b"bXYZ"), (b"bXYZ", b"rXYZ")):
        swapped[names[name] : names[name] + 4] = other
    made = seen(saved(picture(), "PNG", icc_profile=bytes(swapped)))
    assert near(made, (40, 40)) == "blue"
    assert near(made, (600, 440)) == "red"


def test_a_wide_photo_is_made_as_wide_as_pages_are():
    made = reencode(saved(picture((4000, 3000)), "JPEG"))
    assert (made.width, made.height) == (1600, 1200)


def test_the_same_picture_has_the_same_name():
    assert reencode(JPEG) == reencode(JPEG)


@pytest.mark.parametrize(("height", "width"), [(2400, 1600), (4000, 800)])
def test_a_photo_full_of_detail_still_fits(height, width):
    noise = Image.frombytes("RGB", (1600, height), random.Random(7).randbytes(1600 * height * 3))
    made = reencode(saved(noise, "JPEG", quality=70))
    assert len(made.raw) <= 2_000_000
    assert made.width == width


MEASURED = """
import re, sys
from procedures.editorial.pictures import reencoding
from procedures.text.said.pictures import NARROWER
raw = open(sys.argv[1], "rb").read()
# What getrusage tells begins with the memory of the test that started this process.
most = lambda: int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) // 1024
before = most()
try:
    made = reencoding.reencode(raw)
    [reencoding.narrowed(made.raw, width) for width in NARROWER]
except reencoding.PictureRefused:
    pass
print(most(), most() - before)
"""


def megabytes(raw, tmp_path):
    """The most memory of a process that takes this upload, all of it and what that added."""
    file = tmp_path / "upload"
    file.write_bytes(raw)
    run = [sys.executable, "-W", "ignore", "-c", MEASURED, str(file)]
    told = subprocess.run(run, capture_output=True, text=True, check=True, cwd=ROOT, timeout=60)
    return [int(one) for one in told.stdout.split()]


@pytest.mark.drill
def test_a_photo_of_twelve_million_pixels_takes_less_than_300_mb(tmp_path):
    noise = Image.effect_noise((1000, 750), 90).convert("RGB").resize((4000, 3000))
    whole, _ = megabytes(saved(noise, "JPEG", quality=92), tmp_path)
    assert whole < 300


@pytest.mark.drill
def test_a_bomb_is_refused_before_it_takes_memory(tmp_path):
    bomb = saved(Image.new("1", (13_370, 13_370)), "PNG")
    _, added = megabytes(bomb, tmp_path)
    assert added < 50


@pytest.mark.uncounted
@pytest.mark.filterwarnings("ignore::UserWarning:PIL", "ignore::DeprecationWarning")
def test_every_test_image_of_pillow_is_kept_or_refused_with_a_sentence():
    folders = list(ROOT.glob(".venv/pictures-*/images"))
    if not folders and os.environ.get("CI") != "true":
        pytest.skip("Pillow's test images are not here: `make test` gets them")
    kept, said = 0, set()
    files = [one for one in folders[0].rglob("*") if one.is_file()]
    for file in files:
        try:
            made = reencode(file.read_bytes())
        except PictureRefused as why:
            said.add(re.sub(r"[0-9.]+", "0", str(why)))
        else:
            kept += 1
            assert [name for name, _ in chunks(made.raw)] == [b"VP8 "], file
    assert len(files) > 1_000
    assert kept > 400
    assert len(said) > 8
