import type { GuestReading, GuestState } from '../../../shared/model/host-reading.ts'

/** Why a policy is not asked about a guest. */
export type WhyNot = Readonly<{ code: string; message: string }>

const becauseOf: Readonly<Record<Exclude<GuestState, 'running'>, string>> = {
  starting: 'It is starting.',
  paused: 'It is paused.',
  migrating: 'It is being migrated to another host.',
  incoming: 'It is being migrated here.',
  stopping: 'It is shutting down.',
  off: 'It is off.',
  crashed: 'It has crashed.',
  suspended: 'It is suspended.',
  unknown: 'The host does not say what state it is in.',
}

/**
 * Only running guests are tuned, as MOM does with vdsm: `guest-` and the state says what it is instead. One whose QEMU does not
 * answer is `guest-unresponsive`: its figures are old, and nothing about it may be changed.
 */
export function whyNotTuned({ state, responsive }: GuestReading): WhyNot | undefined {
  if (state !== 'running') return { code: `guest-${state}`, message: becauseOf[state] }
  return responsive === false ? { code: 'guest-unresponsive', message: 'Its QEMU does not answer.' } : undefined
}

/** Fields that its collectors need are absent. */
export const figuresMissing = (missing: readonly string[], problems: readonly string[]): WhyNot => ({
  code: 'guest-figures-missing',
  message: [`Nothing tells its ${missing.join(', ')}.`, ...problems].join(' '),
})

/** It has no QEMU any more: when it runs again, it is as new. */
export const hasEnded = (state: GuestState): boolean => ['off', 'crashed', 'suspended'].includes(state)
