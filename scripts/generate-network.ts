import { readFile } from 'node:fs/promises'
import wabt from 'wabt'

const source = new URL('../src/picture/picture-network.wat', import.meta.url)

/** Returns the module with the code of the network that finds faces, assembled from its text. */
export async function networkCode(): Promise<string> {
  const { parseWat } = await wabt()
  const module = parseWat('picture-network.wat', await readFile(source, 'utf8'), { simd: true })
  try {
    module.resolveNames()
    module.validate()
    const code = Buffer.from(module.toBinary({}).buffer).toString('base64')
    return `/** picture-network.wat as WebAssembly, in base64. Written by \`npm run build\`. */\nexport const code =\n  '${code}'\n`
  } finally {
    module.destroy()
  }
}
