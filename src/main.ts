import { enableCompileCache } from 'node:module'
import { join } from 'node:path'

// Compiled code, types stripped, is kept for the next start; where that cannot be written, all is compiled anew. It lies
// beside the code, not in a folder that others may write, because who writes it decides what runs.
enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/user-profile'))
const { program } = await import('./cli/program.ts')

process.exitCode = await program(process.argv.slice(2))
