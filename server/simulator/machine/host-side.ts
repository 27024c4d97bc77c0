import type { CpuTuneChange, IoTune, KsmTune, VcpuPin } from '../../../shared/model/host-knobs.ts'
import type { GuestReading, HostReading } from '../../../shared/model/host-reading.ts'
import type { Model } from '../world/model.ts'
import type { SimHost } from '../world/state.ts'
import { machineOf } from './catch-up.ts'
import { answers } from './host-answers.ts'
import { type HostListener, listen } from './host-events.ts'
import { HostRefusal } from './host-refusal.ts'
import { listGuests } from './read-guests.ts'
import { readHost } from './read-host.ts'
import { pauseVm, pinVcpus, setBalloonTarget, setCpuTune, setIoTune, setKsm, takeKnobsFromMom } from './tune-host.ts'

/** What can be read and changed on the simulated hosts themselves, past their engine. All throw HostRefusal. */
export type HostSide = Readonly<{
  readHost(hostId: string): HostReading
  listGuests(hostId: string): GuestReading[]
  setKsm(hostId: string, tune: KsmTune): void
  setBalloonTarget(hostId: string, vmId: string, targetKiB: number): void
  setCpuTune(hostId: string, vmId: string, change: CpuTuneChange): void
  setIoTune(hostId: string, vmId: string, tune: IoTune): void
  pinVcpus(hostId: string, vmId: string, pins: readonly VcpuPin[]): void
  pauseVm(hostId: string, vmId: string, paused: boolean): void
  /** `host-unsupported` where no MOM runs. */
  takeKnobsFromMom(hostId: string, policy: string): void
  /** What MOM was given there; undefined: it has its own rules, or there is no MOM. */
  momPolicy(hostId: string): string | undefined
  /** Events from now on, until the returned function is called or the host has gone. */
  listen(hostId: string, listener: HostListener): () => void
}>

export function hostSide(model: Model): HostSide {
  /** By its id, or as people call it. Throws unless the host is there and answers. */
  const answering = (hostId: string): SimHost => {
    const { hosts } = model.state
    const host = hosts.get(hostId) ?? [...hosts.values()].find(one => [one.name, one.address].includes(hostId))
    if (host === undefined)
      throw new HostRefusal('no-such-host', 'The simulated engine has no host of this id or name.')
    if (!answers(model, host.id)) throw new HostRefusal('host-unreachable', `${host.name} is ${host.status}.`)
    return host
  }
  const at = (hostId: string, vmId: string) => ({ hostId: answering(hostId).id, vmId })
  return {
    readHost: hostId => readHost(model, answering(hostId)),
    listGuests: hostId => listGuests(model, answering(hostId)),
    setKsm: (hostId, tune) => setKsm(model, answering(hostId).id, tune),
    setBalloonTarget: (hostId, vmId, targetKiB) => setBalloonTarget(model, at(hostId, vmId), targetKiB),
    setCpuTune: (hostId, vmId, change) => setCpuTune(model, at(hostId, vmId), change),
    setIoTune: (hostId, vmId, tune) => setIoTune(model, at(hostId, vmId), tune),
    pinVcpus: (hostId, vmId, pins) => pinVcpus(model, at(hostId, vmId), pins),
    pauseVm: (hostId, vmId, paused) => pauseVm(model, at(hostId, vmId), paused),
    takeKnobsFromMom: (hostId, policy) => takeKnobsFromMom(model, answering(hostId).id, policy),
    momPolicy: hostId => machineOf(model, answering(hostId).id).momPolicy,
    listen: (hostId, listener) => listen(model, answering(hostId).id, listener),
  }
}
