import { enableCompileCache } from 'node:module'
import { join } from 'node:path'

// Hashing, files, compression and name look-ups share the thread pool, which takes its size at its first use. Hashing is
// held back to fewer threads (src/session/hashing-queue.ts); with the four of the default, little were left of either.
process.env.UV_THREADPOOL_SIZE ??= '16'

// Compiled code, types stripped, is kept for the next start; where that cannot be written, all is compiled anew. It lies
// beside the code, not in a folder that others may write, because who writes it decides what runs.
enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/user-profile'))
const { program } = await import('./cli/program.ts')

process.exitCode = await program(process.argv.slice(2))
