import { Socket } from 'node:net'
import { ignoreErrors, within } from '../../basics/foreign-events.ts'

/** How long connections may take to close gracefully, in milliseconds, before they are destroyed. */
const CLOSE_GRACE = 2_000

/**
 * Tracks the sockets of a group of connections. `pg` closes a connection by waiting for the server, which may
 * never respond; sockets that are still open after the grace period are destroyed.
 */
export function createSockets() {
  const open = new Set<Socket>()
  return {
    /** For the option `stream` of the driver. */
    stream(): Socket {
      const socket = new Socket()
      ignoreErrors(socket)
      open.add(socket)
      return socket
    },

    /** Forgets closed sockets and returns the number of open ones. */
    count(): number {
      for (const socket of open) if (socket.destroyed) open.delete(socket)
      return open.size
    },

    /**
     * Resolves when the connections have closed gracefully, or when the time is up and every socket has been
     * destroyed.
     */
    async end(goodbye: Promise<unknown>): Promise<void> {
      const overdue = () => new Error('the server does not respond')
      await within(CLOSE_GRACE, goodbye, overdue).catch(() => {})
      for (const socket of open) socket.destroy()
      open.clear()
    },
  }
}

export type Sockets = ReturnType<typeof createSockets>
