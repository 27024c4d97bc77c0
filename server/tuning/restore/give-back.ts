import type { KsmTune } from '../../../shared/model/host-knobs.ts'
import type { GuestReading, HostReading, KsmReading } from '../../../shared/model/host-reading.ts'
import { BALLOON_RESOLUTION_KIB } from '../knobs/plan-balloon.ts'
import { composeChanges, type HostChange, isSameCpus, pinOf, settled } from './compose-changes.ts'
import type { TouchedKnob } from './touched-knobs.ts'

/**
 * What is to be done about something that was changed: a change that gives it back; `later`: the host has no room for it now, or
 * does not tell how it is; or nothing, because it is as it was (`done`), a balloon that was sent back is still on its way (`coming`), its
 * VM is not here (`gone`), or it shows what is none of ours (`foreign`): somebody else has set it since, and it is theirs.
 */
export type GivingBack = Readonly<
  { change: HostChange } | { nothing: 'done' | 'coming' | 'gone' | 'foreign' | 'later' }
>

export type FoundNow = Readonly<{
  reading: HostReading
  guests: ReadonlyMap<string, GuestReading>
  /** What balloons may grow by now, of all VMs of the host together. */
  roomKiB: number
}>

/** `touched`: how it was found, and what was set; that which the host shows counts, for each pin and field by itself. */
export function giveBack(touched: TouchedKnob, now: FoundNow): GivingBack {
  const all = touched.map(change => oneBack(change, now))
  const changes = all.flatMap(back => ('change' in back ? [back.change] : []))
  const [first, ...others] = changes
  if (first !== undefined) return { change: others.reduce(composeChanges, first) }
  return all.find(back => 'nothing' in back && back.nothing !== 'foreign') ?? { nothing: 'foreign' }
}

function oneBack(touched: HostChange, { reading, guests, roomKiB }: FoundNow): GivingBack {
  if (touched.knob === 'ksm') return fieldsBack(touched, ksmNow(reading.ksm))
  const guest = guests.get(touched.vmId)
  if (guest === undefined || guest.state === 'off') return { nothing: 'gone' }
  switch (touched.knob) {
    case 'balloon':
      return balloonBack(touched, guest, roomKiB)
    case 'pins':
      return pinsBack(touched, guest)
    case 'cpu':
      return fieldsBack(touched, guest.cpuTune ?? {})
    case 'io':
      return fieldsBack(touched, guest.disks.find(({ device }) => device === touched.device)?.limits ?? {})
  }
}

/** A guest is given memory back and never loses any by it: what it got beyond what was found, it keeps. */
function balloonBack(
  touched: Extract<HostChange, { knob: 'balloon' }>,
  { balloon }: GuestReading,
  roomKiB: number,
): GivingBack {
  if (balloon === undefined) return { nothing: 'later' }
  const { currentKiB, targetKiB, maxKiB = touched.fromKiB } = balloon
  const found = Math.min(touched.fromKiB, maxKiB)
  if (
    targetKiB !== undefined &&
    targetKiB !== touched.toKiB &&
    Math.abs(targetKiB - touched.toKiB) >= BALLOON_RESOLUTION_KIB
  )
    return { nothing: 'foreign' }
  // One that was sent down a moment ago still shows how it was found.
  const headedKiB = targetKiB ?? touched.toKiB
  if (found - headedKiB < BALLOON_RESOLUTION_KIB)
    return { nothing: found - currentKiB < BALLOON_RESOLUTION_KIB ? 'done' : 'coming' }
  const toKiB = Math.min(found, currentKiB + roomKiB)
  if (toKiB - headedKiB < BALLOON_RESOLUTION_KIB) return { nothing: 'later' }
  return { change: { ...touched, fromKiB: currentKiB, toKiB } }
}

function pinsBack(touched: Extract<HostChange, { knob: 'pins' }>, { vcpus }: GuestReading): GivingBack {
  const now = new Map(vcpus.map(({ index, pinnedTo }) => [index, pinnedTo]))
  const ours = touched.to.filter(({ vcpu, cpuIds }) => {
    const pinnedTo = now.get(vcpu)
    // A host that does not tell its pins is believed to have kept ours.
    return now.has(vcpu) && (pinnedTo === undefined || isSameCpus(pinnedTo, cpuIds))
  })
  const to = ours.flatMap(({ vcpu }) => pinOf(touched.from, vcpu) ?? [])
  if (to.length === 0) return { nothing: 'foreign' }
  const change = settled({ ...touched, from: ours, to })
  return change === undefined ? { nothing: 'done' } : { change }
}

/** Fields that were not told when they were changed cannot be given back. */
function fieldsBack<F extends Extract<HostChange, { from: object; to: object }>>(touched: F, now: object): GivingBack {
  const [was, current] = [new Map(Object.entries(touched.from)), new Map(Object.entries(now))]
  const ours = Object.entries(touched.to).filter(([name, value]) => was.has(name) && current.get(name) === value)
  if (ours.length === 0) return { nothing: 'foreign' }
  const to = Object.fromEntries(ours.map(([name]) => [name, was.get(name)]))
  const change = settled({ ...touched, from: Object.fromEntries(ours), to } as HostChange)
  return change === undefined ? { nothing: 'done' } : { change }
}

/** A host tells whether it merges, not whether it stopped or takes apart. */
function ksmNow({ running, pagesToScan, sleepMs, mergeAcrossNodes }: KsmReading = {}): KsmTune {
  return {
    ...(running !== undefined && { run: running ? 'merge' : 'stop' }),
    ...(pagesToScan !== undefined && { pagesToScan }),
    ...(sleepMs !== undefined && { sleepMs }),
    ...(mergeAcrossNodes !== undefined && { mergeAcrossNodes }),
  }
}
