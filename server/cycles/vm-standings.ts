import type { Snapshot } from '../../shared/model/snapshot.ts'
import type { Vm } from '../../shared/model/vm.ts'
import { type Reason, reason } from '../../shared/policy/reason.ts'
import type { GuestSla } from '../tuning/collectors/collector.ts'
import type { VmStanding } from '../tuning/vm-standing.ts'

export type VmStandingsDeps = Readonly<{
  /** VMs that people want left alone, by a tag; undefined: not known yet. */
  excluded: () => ReadonlySet<string> | undefined
  slaOf: (vmId: string) => GuestSla | undefined
}>

export type VmStandings = Readonly<{
  of(vmId: string): VmStanding
  onSnapshot(snapshot: Snapshot): void
}>

/** What the engine says of VMs, for the balancers of hosts. A VM that it does not know is nobody’s to touch. */
export function createVmStandings({ excluded, slaOf }: VmStandingsDeps): VmStandings {
  let vms: ReadonlyMap<string, Vm> = new Map()
  let fixedBalloons: ReadonlySet<string> = new Set()

  return {
    onSnapshot(snapshot) {
      vms = new Map(snapshot.vms.map(vm => [vm.id, vm]))
      const clusters = snapshot.clusters.filter(({ memory }) => memory?.ballooning === false)
      fixedBalloons = new Set(clusters.map(({ id }) => id))
    },
    of(vmId) {
      const vm = vms.get(vmId)
      if (vm === undefined) return unknown(why.unknown)
      const { scheduling, placement, origin, clusterId } = vm
      const tagged = excluded()
      if (tagged === undefined) return unknown(why.tagsUnknown)
      const isEngine = origin?.endsWith('hosted_engine') === true
      const always = isEngine ? why.engine : tagged.has(vmId) ? why.tagged : undefined
      const keepsPins = always ?? pinnedBy(vm)
      const keepsMemory =
        always ??
        (slaOf(vmId)?.slaClass === 'platinum' ? why.platinum : undefined) ??
        (fixedBalloons.has(clusterId) ? why.ballooning : undefined)
      return {
        ...(keepsPins && { keepsPins }),
        ...(keepsMemory && { keepsMemory }),
        priority: scheduling?.priority ?? 0,
        canLeave: placement === 'migratable' && always === undefined,
      }
    },
  }
}

/** While it is not known which VMs are to be left alone, all of them are. */
const unknown = (because: Reason): VmStanding => ({
  ...{ keepsPins: because, keepsMemory: because },
  ...{ priority: 0, canLeave: false, isUnknown: true },
})

/** Pins that the engine has set are a promise to whoever uses the VM. */
function pinnedBy({ scheduling }: Vm): Reason | undefined {
  if (scheduling?.cpuPins !== undefined && Object.keys(scheduling.cpuPins).length > 0) return why.manual
  if (scheduling?.pinning !== undefined && scheduling.pinning !== 'none') return why.dedicated
  return scheduling?.highPerformance === true || scheduling?.cpuPassthrough === true ? why.highPerformance : undefined
}

const why = {
  unknown: reason('vm-unmanaged', 'The engine does not know this VM.'),
  engine: reason('vm-is-engine', 'It is the engine’s own VM.'),
  tagsUnknown: reason('vm-tags-unknown', 'Which VMs are to be left alone is not known yet.'),
  tagged: reason('vm-excluded', 'Its tag says that it is to be left alone.'),
  manual: reason('vm-pinned-by-hand', 'Its vCPUs are pinned by hand in the engine.'),
  dedicated: reason('vm-pinned-by-policy', 'The engine pins its vCPUs: they are dedicated, or follow its NUMA nodes.'),
  highPerformance: reason('vm-high-performance', 'It is a high performance VM, or sees the CPU of the host as it is.'),
  platinum: reason('vm-platinum', 'It is of the class platinum, whose memory is never touched.'),
  ballooning: reason('vm-no-ballooning', 'Ballooning is switched off in its cluster.'),
} as const satisfies Readonly<Record<string, Reason>>
