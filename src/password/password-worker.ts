import { serveTasks } from '../ports/worker-tasks.ts'
import { passwordTasks } from './password-tasks.ts'

/**
 * The child process that hashes and compares passwords, at a lower priority than the service, so that whoever reads a
 * profile does not wait for a processor that a sign-in occupies.
 */
serveTasks({ ...passwordTasks })
