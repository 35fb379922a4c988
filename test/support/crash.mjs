/**
 * Loaded into a process with `NODE_OPTIONS=--import`: makes it fail as a defect would. SIGUSR2 throws in a timer, SIGWINCH
 * rejects a promise that nobody waits for; SIGPWR publishes a fault that a callback threw.
 */
import { channel } from 'node:diagnostics_channel'

process.on('SIGUSR2', () => {
  setTimeout(() => {
    throw new Error('thrown in a timer')
  })
})
process.on('SIGWINCH', () => {
  void Promise.reject(new Error('rejected unheard'))
})
process.on('SIGPWR', () => {
  channel('user-profile.background-error').publish({
    name: 'a test',
    error: new Error('thrown in a callback'),
  })
})
