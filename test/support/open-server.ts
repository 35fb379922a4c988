import { type AddressInfo, createServer, type Socket } from 'node:net'

/** A TCP server that counts connections. */
export interface OpenServer {
  port: number
  connections: number
  close(): Promise<void>
}

/** Listens on a free port of the loopback address. */
export async function openServer(greet: (socket: Socket) => void): Promise<OpenServer> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    opened.connections++
    sockets.add(socket)
    socket.on('error', () => {})
    greet(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const opened: OpenServer = {
    port: (server.address() as AddressInfo).port,
    connections: 0,
    close() {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
  return opened
}
