/** A package that contains pictures. */
export interface CorpusSource {
  registry: 'debian' | 'npm' | 'pypi' | 'none'
  package: string
  /** Upstream version; a Debian release has one version of a package, and a newer release has another. */
  version: string
  /** SPDX expression, as far as it covers the pictures. */
  license: string
  /** Folders with pictures, below the archive's top folder. */
  folders: string[]
}

const debian = (name: string, version: string, license: string, ...folders: string[]): CorpusSource => ({
  registry: 'debian',
  package: name,
  version,
  license,
  folders,
})
const pypi = (name: string, version: string, license: string, ...folders: string[]): CorpusSource => ({
  registry: 'pypi',
  package: name,
  version,
  license,
  folders,
})
const npm = (name: string, version: string, license: string, ...folders: string[]): CorpusSource => ({
  registry: 'npm',
  package: name,
  version,
  license,
  folders,
})

/** Varieties that the packages lack, made by `make.py` from their photographs. */
export const madeSource: CorpusSource = {
  registry: 'none',
  package: 'made',
  version: 'from them by Pillow',
  license: 'of the photographs',
  folders: [],
}

/** The packages of the corpus: source packages of Debian 12, source distributions of PyPI, and npm packages. */
export const corpusSources: readonly CorpusSource[] = [
  pypi('pillow', '13.0.0', 'MIT-CMU', 'Tests/images', 'docs/handbook'),
  pypi('pillow-heif', '1.8.1', 'BSD-3-Clause', 'tests/images'),
  pypi('pillow-jxl-plugin', '1.3.8', 'GPL-3.0-only', 'test/images'),
  pypi('imagesize', '2.0.1', 'MIT', 'test/images'),
  pypi('puremagic', '1.30', 'MIT', 'test/resources/images'),
  pypi('filetype', '1.2.0', 'MIT', 'tests/fixtures'),
  debian('libpng1.6', '1.6.39', 'libpng-2.0', 'contrib/pngsuite', 'contrib/testpngs'),
  debian('libspng', '0.7.3', 'BSD-2-Clause', 'tests'),
  debian('exiv2', '0.27.6', 'GPL-2.0-or-later', 'test/data'),
  debian('php8.2', '8.2.32', 'PHP-3.01', 'ext', 'sapi/fuzzer/corpus'),
  debian('leptonlib', '1.82.0', 'BSD-2-Clause', 'prog'),
  debian('gdk-pixbuf', '2.42.10', 'LGPL-2.1-or-later', 'tests'),
  debian('imagemagick', '6.9.11.60', 'ImageMagick', 'images', 'PerlMagick', 'www'),
  debian('graphicsmagick', '1.3.40', 'MIT', 'PerlMagick', 'TclMagick/images', 'www'),
  debian('libgd2', '2.3.3', 'GD', 'tests', 'docs'),
  debian('kimageformats', '5.103.0', 'LGPL-2.1-or-later', 'autotests'),
  debian('jhead', '3.06.0.1', 'LicenseRef-public-domain', 'tests'),
  debian('golang-1.19', '1.19.8', 'BSD-3-Clause', 'src/image'),
  debian('golang-github-rwcarlsen-goexif', '0.0~git20190401.9e8deec', 'BSD-2-Clause', 'exif', 'tiff'),
  debian('vips', '8.14.1', 'LGPL-2.1-or-later', 'test/test-suite/images', 'doc/images'),
  debian('libimage-exiftool-perl', '12.57', 'Artistic-1.0-Perl OR GPL-1.0-or-later', 't/images'),
  debian('libmetadata-extractor-java', '2.11.0', 'Apache-2.0', 'Tests/Data', 'Resources'),
  debian('giflib', '5.2.1', 'MIT', 'doc', 'pic', 'tests'),
  debian('gifsicle', '1.93', 'GPL-2.0-only', ''),
  debian('libheif', '1.15.1', 'LGPL-3.0-or-later', 'examples', 'fuzzing/corpus'),
  debian('libjpeg-turbo', '2.1.5', 'IJG AND BSD-3-Clause', 'testimages'),
  debian('libwebp', '1.2.4', 'BSD-3-Clause', 'examples', 'webp_js'),
  debian('libsdl2-image', '2.6.3', 'Zlib', 'test'),
  debian('libexif', '0.6.24', 'LGPL-2.1-or-later', 'test/testdata'),
  debian(
    'netsurf',
    '3.10',
    'GPL-2.0-only',
    'libnsbmp/test/bmpsuite',
    'libnsbmp/test/bmp',
    'libnsgif/test/data',
  ),
  debian('qtbase-opensource-src', '5.15.8', 'LGPL-3.0-only', 'tests/auto/gui/image', 'tests/benchmarks/gui'),
  npm('bmp-js', '0.1.0', 'MIT', 'test'),
  npm('exif-js', '2.3.0', 'MIT', 'example'),
  npm('exif-parser', '0.1.12', 'MIT', 'test'),
  npm('gifuct-js', '2.1.2', 'MIT', 'demo'),
  npm('jpeg-exif', '1.1.4', 'MIT', 'test'),
]
