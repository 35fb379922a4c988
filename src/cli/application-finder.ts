import type { ApplicationService } from '../application/application.service.ts'
import { type Application, PAGE_APPLICATION } from '../application/application.ts'
import { CommandError } from './command-error.ts'

/** Returns the application with this name or id; refuses the built-in one. */
export async function findApplication(
  applications: ApplicationService,
  idOrName: string,
): Promise<Application> {
  const application = await applications.find(idOrName)
  if (!application) throw new CommandError(`there is no application "${idOrName}"`)
  if (application.id === PAGE_APPLICATION) {
    throw new CommandError(
      `"${application.name}" is built in, and follows the settings: PAGE=off revokes it, PAGE_URL changes its origin`,
    )
  }
  return application
}

/** Returns the active application with this name or id. */
export async function findActive(applications: ApplicationService, idOrName: string): Promise<Application> {
  const application = await findApplication(applications, idOrName)
  if (application.revokedAt !== null) throw new CommandError(`the application "${idOrName}" is revoked`)
  return application
}
