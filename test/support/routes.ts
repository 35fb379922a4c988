/** Returns the full routes in a tree printed by Fastify. */
export function routesOf(tree: string): string[] {
  const stack: string[] = []
  return tree.split('\n').flatMap((line) => {
    const [, indent = '', segment = '', methods] =
      /^((?:│ {3}| {4})*)(?:├── |└── )(?:\(empty.*|(\S+))(?: \((.+)\))?/.exec(line) ?? []
    stack.length = indent.length / 4
    stack.push(segment)
    return methods ? [stack.join('').replaceAll('//', '/')] : []
  })
}
