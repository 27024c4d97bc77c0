import type { VcpuPin } from '../../../shared/model/host-knobs.ts'
import type { KnobChange } from '../../../shared/plan/knob-decision.ts'

/** A change of something that a host keeps and that can be given back; a request is not. */
export type HostChange = Exclude<KnobChange, { knob: 'request' }>

/** Two changes of one knob, one after the other, as one: from how it was before the first to how it is after the second. */
export function composeChanges(before: HostChange | undefined, next: HostChange): HostChange {
  const { limits: _, ...bare } = next
  if (before === undefined) return bare
  switch (bare.knob) {
    case 'balloon':
      return before.knob === 'balloon' ? { ...bare, fromKiB: before.fromKiB } : bare
    case 'pins':
      return before.knob === 'pins'
        ? { ...bare, from: pinsOver(bare.from, before.from), to: pinsOver(before.to, bare.to) }
        : bare
    case 'ksm':
      return before.knob === 'ksm' ? { ...bare, ...fieldsOver(before, bare) } : bare
    case 'cpu':
      return before.knob === 'cpu' ? { ...bare, ...fieldsOver(before, bare) } : bare
    case 'io':
      return before.knob === 'io' ? { ...bare, ...fieldsOver(before, bare) } : bare
  }
}

type Fields = Readonly<{ from: object; to: object }>

const fieldsOver = <F extends Fields>(before: F, next: F): Pick<F, 'from' | 'to'> => ({
  from: { ...next.from, ...before.from },
  to: { ...before.to, ...next.to },
})

function pinsOver(below: readonly VcpuPin[], above: readonly VcpuPin[]): VcpuPin[] {
  const pins = new Map([...below, ...above].map(pin => [pin.vcpu, pin]))
  return [...pins.values()].toSorted((a, b) => a.vcpu - b.vcpu)
}

/**
 * Without what is as it was: of pins and fields each for itself. undefined: nothing else is left. A balloon takes its time to come where
 * it was sent: only a reading tells that it is as it was.
 */
export function settled(change: HostChange): HostChange | undefined {
  switch (change.knob) {
    case 'balloon':
      return change
    case 'pins': {
      const to = change.to.filter(pin => !isSamePin(pin, pinOf(change.from, pin.vcpu)))
      const from = change.from.filter(({ vcpu }) => pinOf(to, vcpu) !== undefined)
      return to.length === 0 ? undefined : { ...change, from, to }
    }
    default: {
      const from = new Map<string, unknown>(Object.entries(change.from))
      const left = Object.entries(change.to).filter(([name, value]) => from.get(name) !== value)
      if (left.length === 0) return undefined
      const known = left.flatMap(([name]) => (from.has(name) ? [[name, from.get(name)]] : []))
      return { ...change, from: Object.fromEntries(known), to: Object.fromEntries(left) } as HostChange
    }
  }
}

export const pinOf = (pins: readonly VcpuPin[], vcpu: number): VcpuPin | undefined =>
  pins.find(pin => pin.vcpu === vcpu)

export const isSameCpus = (one: readonly number[], other: readonly number[]): boolean =>
  one.length === other.length && one.every(id => other.includes(id))

const isSamePin = (one: VcpuPin, other: VcpuPin | undefined): boolean =>
  other !== undefined && isSameCpus(one.cpuIds, other.cpuIds)
