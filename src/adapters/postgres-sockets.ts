import { Socket } from 'node:net'
import { hearErrors, within } from '../ports/foreign-events.ts'

/** How long connections get to say goodbye, in milliseconds, before they are cut. */
const FAREWELL = 2_000

/**
 * The sockets of a number of connections. `pg` ends a connection by waiting for the server, which may never answer; what
 * hasn't ended in time is cut here.
 */
export function createSockets() {
  const open = new Set<Socket>()
  return {
    /** For `stream` of the driver's options. */
    stream(): Socket {
      const socket = new Socket()
      hearErrors(socket)
      open.add(socket)
      return socket
    },

    /** Lets go of the sockets that have closed, and counts the others. */
    count(): number {
      for (const socket of open) if (socket.destroyed) open.delete(socket)
      return open.size
    },

    /** Resolves when the goodbye has ended, or when its time was up and every socket is cut. */
    async end(goodbye: Promise<unknown>): Promise<void> {
      const overdue = () => new Error('the server does not answer')
      await within(FAREWELL, goodbye, overdue).catch(() => {})
      for (const socket of open) socket.destroy()
      open.clear()
    },
  }
}

export type Sockets = ReturnType<typeof createSockets>
