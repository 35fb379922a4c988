const here = import.meta.url

/** Where the page is mounted, with a slash at the end. Every module is built into `{page}assets/`. */
export const pageUrl = new URL('../', here)
