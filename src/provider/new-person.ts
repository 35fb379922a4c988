import { attributes, unsetColumns, unsetValues } from '../../common/attributes.ts'
import { columnFaults, type NewPerson } from '../account/account.ts'
import { readText } from '../basics/text.ts'
import type { ClaimTarget } from '../config/issuer-settings.ts'
import type { Faults } from '../errors/errors.ts'
import { type Choices, planUpdate } from '../profile/profile.ts'
import { isUsername, type User } from '../user/user.ts'
import type { ClaimedPerson } from './claims.ts'

/** Longer than any valid value of an attribute without a length of its own. */
const TEXT_MAX = 1000

const nobody: User = {
  ...unsetValues,
  id: '',
  username: '',
  pictureId: null,
  version: 0,
  createdAt: 0,
  updatedAt: 0,
  disabledAt: null,
  deleteAt: null,
  passwordResetRequired: false,
  frozenAt: null,
  recoveredAt: null,
  emailVerifiedAt: null,
  phoneVerifiedAt: null,
  attributes: null,
}

type Values = Partial<Record<ClaimTarget, string>>

/** Reads the values by the rules of the published update (contract: POST user/update/profile/). */
function planOf(values: Values, choices: Choices) {
  const sent: Parameters<typeof planUpdate>[0] = { values: {}, faults: {} }
  for (const attribute of attributes) {
    const value = values[attribute.column]
    if (value === undefined) continue
    const max = attribute.kind === 'text' ? attribute.max : TEXT_MAX
    const read = readText(value, { max, blank: true })
    if ('fault' in read) sent.faults[attribute.apiName] = [read.fault]
    else sent.values[attribute.apiName] = read.value
  }
  const { change, newEmail, faults } = planUpdate(sent, nobody, choices)
  return { change, email: newEmail ?? '', faults: columnFaults(faults) }
}

function isValid(column: ClaimTarget, value: string, choices: Choices): boolean {
  if (column === 'username') return isUsername(value)
  return Object.keys(planOf({ [column]: value }, choices).faults).length === 0
}

/**
 * Returns a person with the first valid value of each attribute. `username` is that of the claims, `''` if they have no
 * valid one.
 */
export function newPersonOf(claimed: ClaimedPerson, choices: Choices): NewPerson {
  const values: Values = {}
  for (const [name, candidates] of Object.entries(claimed.candidates)) {
    const column = name as ClaimTarget
    const found = candidates.find((value) => isValid(column, value, choices))
    if (found !== undefined) values[column] = found
  }
  let plan = planOf(values, choices)
  // Valid one by one, but not together, such as the number of another country.
  for (const column of Object.keys(plan.faults) as ClaimTarget[]) delete values[column]
  if (hasFaults(plan.faults)) plan = planOf(values, choices)
  return {
    ...unsetColumns,
    ...plan.change,
    username: values.username ?? '',
    email: plan.email,
    password_hash: '',
    active: true,
    email_verified: plan.email !== '',
    phone_verified: claimed.phoneVerified && plan.change.phone_number !== undefined,
    delete_at: null,
  }
}

const hasFaults = (faults: Faults): boolean => Object.keys(faults).length > 0
