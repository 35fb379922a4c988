import { enableCompileCache } from 'node:module'
import { join } from 'node:path'

// Hashing, files, compression and name lookups share the thread pool, whose size is fixed at its first use.
// Hashing is limited to fewer threads (src/password/hashing-queue.ts); the default of four would leave too
// few for either.
process.env.UV_THREADPOOL_SIZE ??= '16'

// Caches compiled code, with types stripped, for the next start; if the cache cannot be written, everything
// is compiled again. It is next to the code, not in a shared folder, because whoever writes it controls what
// runs.
enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/user-profile'))
const { program } = await import('./cli/program.ts')

process.exitCode = await program(process.argv.slice(2))
