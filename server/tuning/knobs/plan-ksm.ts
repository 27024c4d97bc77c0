import type { KsmTune } from '../../../shared/model/host-knobs.ts'
import type { KsmReading } from '../../../shared/model/host-reading.ts'
import type { Controls } from '../../language/evaluate.ts'
import {
  type Held,
  held,
  impossible,
  limitsOf,
  nothingPlanned,
  type Planned,
  planned,
  wholeNumber,
} from './planned-change.ts'

/** As MOM names them, in the order in which it writes them; the values that Linux and vdsm take. */
const ksmControls = {
  ksm_run: { least: 0, most: 2 },
  ksm_pages_to_scan: { least: 1, most: 4_294_967_295 },
  ksm_sleep_millisecs: { least: 0, most: 4_294_967_295 },
  ksm_merge_across_nodes: { least: 0, most: 1 },
} as const
type KsmControl = keyof typeof ksmControls

const runs = ['stop', 'merge', 'unmerge'] as const

/**
 * What differs from the host’s last reading. `last`: what was set last, for what the host does not tell. Taking merged pages apart
 * is asked for again until none is left.
 */
export function planKsm(reading: KsmReading | undefined, controls: Controls, last: KsmTune): Planned {
  const wanted: Partial<Record<KsmControl, Held>> = {}
  for (const [name, bounds] of Object.entries(ksmControls) as [KsmControl, { least: number; most: number }][]) {
    const value = wholeNumber(controls, name)
    if (typeof value === 'string') return impossible('control-type', `${value}.`)
    if (value !== undefined) wanted[name] = held(value, bounds)
  }
  if (Object.keys(wanted).length === 0) return nothingPlanned
  if (reading === undefined) return impossible('no-ksm', 'This host has no KSM, or does not tell of it.')
  const now = { ...last, ...measured(reading, last) }
  const to = differing(asTune(wanted), now)
  const changed = (Object.keys(wanted) as KsmControl[]).filter(name => fieldOf[name] in to)
  if (changed.length === 0) return nothingPlanned
  const from = Object.fromEntries(Object.entries(now).filter(([field]) => field in to)) as KsmTune
  return planned({ knob: 'ksm', from, to, ...limitsOf(...changed.flatMap(name => wanted[name] ?? [])) }, ...changed)
}

const fieldOf = {
  ksm_run: 'run',
  ksm_pages_to_scan: 'pagesToScan',
  ksm_sleep_millisecs: 'sleepMs',
  ksm_merge_across_nodes: 'mergeAcrossNodes',
} as const

function asTune(wanted: Partial<Record<KsmControl, Held>>): KsmTune {
  const value = (name: KsmControl) => wanted[name]?.value
  const [run, pages, sleep, merge] = (Object.keys(ksmControls) as KsmControl[]).map(value)
  return {
    ...(run !== undefined && { run: runs[run] ?? 'stop' }),
    ...(pages !== undefined && { pagesToScan: pages }),
    ...(sleep !== undefined && { sleepMs: sleep }),
    ...(merge !== undefined && { mergeAcrossNodes: merge === 1 }),
  }
}

/** A host tells whether it merges, not whether it stopped or takes apart: that is seen by the pages still shared. */
function measured(
  { running, pagesToScan, sleepMs, mergeAcrossNodes, pagesShared }: KsmReading,
  last: KsmTune,
): KsmTune {
  const isApart = last.run === 'unmerge' && running === false && (pagesShared ?? 0) === 0
  return {
    ...(running !== undefined && { run: running ? 'merge' : isApart ? 'unmerge' : 'stop' }),
    ...(pagesToScan !== undefined && { pagesToScan }),
    ...(sleepMs !== undefined && { sleepMs }),
    ...(mergeAcrossNodes !== undefined && { mergeAcrossNodes }),
  }
}

const differing = (wanted: KsmTune, now: KsmTune): KsmTune =>
  Object.fromEntries(
    Object.entries(wanted).filter(([field, value]) => now[field as keyof KsmTune] !== value),
  ) as KsmTune
