import type { KsmTune } from '../../../shared/model/host-knobs.ts'
import type { GuestReading, HostReading } from '../../../shared/model/host-reading.ts'
import type { GuestRequest } from '../../../shared/plan/knob-decision.ts'
import type { Controls } from '../../language/evaluate.ts'
import type { DraftedLimit } from '../collectors/io-draft.ts'
import type { ControllerName } from './controllers.ts'
import { planBalloon } from './plan-balloon.ts'
import { planCpu } from './plan-cpu.ts'
import { planIo } from './plan-io.ts'
import { planKsm } from './plan-ksm.ts'
import { planRequest } from './plan-request.ts'
import { nothingPlanned, type Planned } from './planned-change.ts'

export type WantedOfGuest = Readonly<{ guest: GuestReading; controls: Controls; io: readonly DraftedLimit[] }>

export type Wanted = Readonly<{
  reading: HostReading
  /** Of the host. */
  controls: Controls
  /** Those that the policy was evaluated for. */
  guests: readonly WantedOfGuest[]
}>

/** What was sent before, where it counts for what is sent now. */
export type SentKnobs = Readonly<{
  ksm: KsmTune
  balloonKiB: (vmId: string) => number | undefined
  requestOf: (vmId: string) => GuestRequest | undefined
}>

/** The smallest changes that bring a host to what its policy wants, by controllers in the order given. Pure. */
export function planKnobs(wanted: Wanted, controllers: readonly ControllerName[], sent: SentKnobs): Planned {
  const plans = controllers.flatMap(name => planOf[name](wanted, sent))
  return {
    changes: plans.flatMap(({ changes }) => changes),
    problems: plans.flatMap(({ problems }) => problems),
  }
}

type Plan = (wanted: Wanted, sent: SentKnobs) => Planned[]

const eachGuest =
  (plan: (of: WantedOfGuest, sent: SentKnobs) => Planned): Plan =>
  ({ guests }, sent) =>
    guests.map(guest => plan(guest, sent)).filter(result => result !== nothingPlanned)

const planOf: Readonly<Record<ControllerName, Plan>> = {
  Balloon: eachGuest(({ guest, controls }, { balloonKiB }) => planBalloon(guest, controls, balloonKiB(guest.id))),
  KSM: ({ reading, controls }, { ksm }) => [planKsm(reading.ksm, controls, ksm)],
  CpuTune: eachGuest(({ guest, controls }) => planCpu(guest, controls)),
  IoTune: eachGuest(({ guest, io }) => (io.length === 0 ? nothingPlanned : planIo(guest, io))),
  Requests: eachGuest(({ guest, controls }, { requestOf }) => planRequest(guest, controls, requestOf(guest.id))),
}
