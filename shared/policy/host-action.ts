/**
 * What a scheduler may ask of a host. maintenance: an empty host goes to rest. power-off: a host at rest is switched off.
 * activate: a host at rest comes back. start: a host that is off is switched on.
 */
export const hostActions = ['maintenance', 'power-off', 'activate', 'start'] as const
export type HostAction = (typeof hostActions)[number]
