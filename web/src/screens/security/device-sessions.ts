import type { SignedIn } from '../../api/types.ts'

/** The sessions on devices of one name. */
export interface DeviceSessions {
  device: SignedIn['device']
  sessions: readonly SignedIn[]
}

/** Devices, and sessions of each, shown before the person asks for the rest. */
const DEVICES = 5
const SESSIONS = 3

/** Groups sessions by device; the calling session and its device come first, and the order is kept otherwise. */
export function sortedByDevice(sessions: readonly SignedIn[]): readonly DeviceSessions[] {
  const sorted = [...sessions].sort((a, b) => Number(b.current) - Number(a.current))
  const groups = Map.groupBy(sorted, ({ device }) => JSON.stringify([device.browser, device.os, device.kind]))
  return [...groups.values()].map((of) => ({ device: of[0]!.device, sessions: of }))
}

/** Returns the first groups with their first sessions; the same list if there are no more. */
export function shortened(groups: readonly DeviceSessions[]): readonly DeviceSessions[] {
  const isShort = groups.length <= DEVICES && groups.every(({ sessions }) => sessions.length <= SESSIONS)
  if (isShort) return groups
  return groups
    .slice(0, DEVICES)
    .map(({ device, sessions }) => ({ device, sessions: sessions.slice(0, SESSIONS) }))
}
