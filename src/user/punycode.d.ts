declare module 'punycode.js' {
  const punycode: {
    /** Punycode of the text (RFC 3492), without the `xn--` prefix. */
    encode(text: string): string
  }
  export default punycode
}
