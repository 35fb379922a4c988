const here = import.meta.url

/** The address of the page, with a trailing slash. Every module is built into `{page}assets/`. */
export const pageUrl = new URL('../', here)
