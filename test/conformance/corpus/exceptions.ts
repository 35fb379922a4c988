/** Files that the service refuses on purpose, or knowingly, although Chromium and Pillow open them, by the end of their names. */
export const exceptions: Readonly<Record<string, string>> = {
  'badcrc.png': 'wrong check sum of the pixels: nobody knows what they were',
  'huge_IDAT.png': 'pixels are missing',
  'missing_plte.png': 'the palette is missing',
  'xcsn0g01.png': 'wrong check sum of the pixels',
  'bug_double_free.jpg': 'a visible part is missing',
  'pillow-jxl-plugin: test/images/sample.jxl': 'jxl-oxide finds its end missing; libjxl reads it',
}
