"""Says for each file named on standard input whether Pillow opens it completely, as a line of JSON."""

import json
import signal
import sys
import warnings

import pillow_heif
import pillow_jxl  # noqa: F401
from PIL import Image, ImageOps

SECONDS = 30
warnings.simplefilter("ignore")
pillow_heif.register_heif_opener()
Image.MAX_IMAGE_PIXELS = 250_000_000


def give_up(_signal, _frame):
    raise TimeoutError


signal.signal(signal.SIGALRM, give_up)


def upright_size(path, formats=None):
    with Image.open(path, formats=formats) as image:
        image.load()
        return ImageOps.exif_transpose(image).size


def size_of(path):
    try:
        return upright_size(path)
    except Exception:
        # The plugin for HEIF takes AVIF files with the brand mif1, too, which it cannot decode.
        with open(path, "rb") as file:
            if file.read(12)[4:8] != b"ftyp":
                raise
        return upright_size(path, ["AVIF"])


for line in sys.stdin:
    verdict = {"opens": False}
    signal.alarm(SECONDS)
    try:
        width, height = size_of(line.rstrip("\n"))
        verdict = {"opens": True, "width": width, "height": height}
    except Exception as error:  # whatever a plugin throws is its verdict
        verdict["reason"] = f"{type(error).__name__}: {error}"[:200]
    finally:
        signal.alarm(0)
    print(json.dumps(verdict), flush=True)
