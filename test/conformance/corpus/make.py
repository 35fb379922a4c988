"""Makes varieties that no package has, from photographs of the corpus: make.py FILES_FOLDER NEW_FOLDER."""

import io
import pathlib
import sys

import pillow_heif
import pillow_jxl  # noqa: F401
from PIL import Image

pillow_heif.register_heif_opener()
files, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
out.mkdir(parents=True)
PHOTOGRAPHS = {
    "camera": "golang-github-rwcarlsen-goexif/exif/samples",
    "wide": "exiv2/test/data",
    "fruit": "vips/test/test-suite/images",
}
ENDINGS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif", "HEIF": "heic", "JXL": "jxl"}


def photograph(folder):
    """The largest JPEG of the folder, in a size that is quick to encode in many ways."""
    paths = sorted((files / folder).glob("*.jpg"), key=lambda path: (-path.stat().st_size, path.name))
    for path in paths:
        try:
            with Image.open(path) as image:
                picture = image.convert("RGB")
                picture.thumbnail((900, 900))
                return picture
        except OSError:
            continue
    raise SystemExit(f"no photograph in {folder}")


def save(picture, name, form, **options):
    buffer = io.BytesIO()
    picture.save(buffer, form, **options)
    (out / f"{name}.{ENDINGS[form]}").write_bytes(buffer.getvalue())
    return buffer.getvalue()


def faded(picture):
    alpha = Image.linear_gradient("L").resize(picture.size)
    return Image.merge("RGBA", (*picture.split(), alpha))


for name, folder in PHOTOGRAPHS.items():
    picture = photograph(folder)
    for form, ending in ENDINGS.items():
        whole = save(picture, name, form)
        for share in (50, 90, 99):
            (out / f"{name}-cut-at-{share}.{ending}").write_bytes(whole[: len(whole) * share // 100])
        save(picture.resize((33, 101)), f"{name}-small", form)
        if form != "JPEG":
            save(faded(picture), f"{name}-faded", form)
        if form in ("JPEG", "PNG", "AVIF", "JXL"):
            save(picture.convert("L"), f"{name}-gray", form)
        if form != "JXL":
            for orientation in range(2, 9):
                exif = Image.Exif()
                exif[0x0112] = orientation
                save(picture, f"{name}-orientation-{orientation}", form, exif=exif)
    for subsampling in (0, 1, 2):
        save(picture, f"{name}-progressive-{subsampling}", "JPEG", progressive=True, subsampling=subsampling)
    save(picture.convert("CMYK"), f"{name}-cmyk", "JPEG")
    save(picture, f"{name}-lossless", "WEBP", lossless=True)
    save(faded(picture), f"{name}-lossless-faded", "WEBP", lossless=True)
    save(picture, f"{name}-lossless", "JXL", lossless=True)
    for subsampling in ("4:0:0", "4:2:0", "4:2:2", "4:4:4"):
        save(picture, f"{name}-{subsampling.replace(':', '')}", "AVIF", subsampling=subsampling)
    frames = [picture.resize((300, 200)).rotate(90 * n) for n in range(1, 4)]
    fading = [faded(frame) for frame in frames]
    for form in ("PNG", "WEBP", "AVIF"):
        for what, first, others in (("animated", frames[0], frames[1:]), ("animated-faded", fading[0], fading[1:])):
            save(first, f"{name}-{what}", form, save_all=True, append_images=others, duration=200)
    save(frames[0], f"{name}-default-image", "PNG", save_all=True, append_images=frames[1:], default_image=True)
