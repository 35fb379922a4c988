import { join } from 'node:path'

/**
 * The command line: that of the release that `npm test` builds, as operators run it, or of the sources if a test file
 * runs alone.
 */
export const program = process.env.TEST_PROGRAM ?? join(import.meta.dirname, '../../bin/user-profile')
