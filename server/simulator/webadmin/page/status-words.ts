import type { Cell } from './row.ts'

/** The engine's own names of VM states, which plugins get; REST spells them in lower case. */
const vmStatusNames: Readonly<Record<string, string>> = {
  unassigned: 'Unassigned',
  down: 'Down',
  up: 'Up',
  powering_up: 'PoweringUp',
  paused: 'Paused',
  // REST does not tell the direction; the list shows a VM on its source.
  migrating: 'MigratingFrom',
  unknown: 'Unknown',
  not_responding: 'NotResponding',
  wait_for_launch: 'WaitForLaunch',
  reboot_in_progress: 'RebootInProgress',
  saving_state: 'SavingState',
  restoring_state: 'RestoringState',
  suspended: 'Suspended',
  image_locked: 'ImageLocked',
  powering_down: 'PoweringDown',
}

/** REST leaves the status out for exactly one state. */
export const vmStatusName = (status: string): string => vmStatusNames[status] ?? 'ImageIllegal'

type Tone = NonNullable<Cell['tone']>

const tones: Readonly<Record<string, Tone>> = {
  up: 'good',
  down: 'off',
  suspended: 'off',
  maintenance: 'off',
  paused: 'warning',
  unknown: 'warning',
  unassigned: 'warning',
  error: 'bad',
  not_responding: 'bad',
  non_responsive: 'bad',
  non_operational: 'bad',
  install_failed: 'bad',
}

/** A state as a word with its colour and icon; whatever is on its way somewhere counts as busy. */
export function statusCell(status: string): Cell {
  if (status === '') return { text: 'not known', tone: 'warning' }
  const words = status.replaceAll('_', ' ')
  return { text: words.charAt(0).toUpperCase() + words.slice(1), tone: tones[status] ?? 'busy' }
}
