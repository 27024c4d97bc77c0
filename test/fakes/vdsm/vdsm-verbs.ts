import { parseCpuList } from '../../../shared/measure/parse-cpu-list.ts'
import { domainXml, type VdsmVm, type VdsmWorld } from './vdsm-world.ts'

/** An answer with an error, in vdsm's codes. */
export class VerbError extends Error {
  readonly code: number
  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}

type Params = Readonly<Record<string, unknown>>
type Verb = (world: VdsmWorld, params: Params) => unknown

const done = { code: 0, message: 'Done' }

/** The verbs of a balancer, numbers as text where vdsm writes text, with the surprises that vdsm has. */
export const vdsmVerbs: Readonly<Record<string, Verb>> = {
  'Host.ping2': () => true,
  'Host.echo': (_world, { message }) => message,
  'Host.getStats': hostStats,
  'Host.getCapabilities': world => {
    if (!world.hasCapabilities) throw new VerbError(-32_603, "Internal JSON-RPC error: {'reason': 'no helper'}")
    const topology = world.cpuIds.map(id => ({
      cpu_id: id,
      numa_cell_id: id % 2,
      socket_id: 0,
      die_id: 0,
      core_id: id,
    }))
    return {
      software_version: '4.50.7',
      memSize: String(world.memoryMiB),
      onlineCpus: world.cpuIds.join(','),
      cpuTopology: topology,
      numaNodes: {
        0: { cpus: world.cpuIds.filter(id => id % 2 === 0), totalMemory: String(world.memoryMiB / 2) },
        1: { cpus: world.cpuIds.filter(id => id % 2 === 1), totalMemory: String(world.memoryMiB / 2) },
      },
      numaNodeDistance: { 0: [10, 21], 1: [21, 10] },
    }
  },
  'Host.getAllVmStats': ({ vms }) => [...vms.values()].map(vmStats),
  'Host.getVMList': ({ vms }) => [...vms.values()].map(({ id, status }) => ({ vmId: id, status, statusTime: '1' })),
  'Host.getAllVmIoTunePolicies': ({ vms }) =>
    Object.fromEntries(
      [...vms.values()].map(({ id, disks }) => {
        const values = [...disks].map(([name, ioTune]) => ({ name, path: `/images/${name}`, ioTune }))
        const policy = values.map(({ path }) => ({ path, maximum: { total_iops_sec: 5000, total_bytes_sec: 0 } }))
        return [id, { policy, current_values: values }]
      }),
    ),
  'Host.dumpxmls': (world, { vmList }) =>
    Object.fromEntries((vmList as string[]).map(id => [id, domainXml(vmOf(world, { vmID: id }))])),
  'VM.getStats': (world, params) => [vmStats(vmOf(world, params))],
  'VM.setBalloonTarget': (world, params) => {
    const vm = vmOf(world, params)
    const target = Number(params.target)
    if (!(target > 0) || target > vm.maxKiB) throw new VerbError(53, 'cannot set memory higher than max memory')
    if (vm.hasBalloon) vm.targetKiB = vm.currentKiB = target
    return done
  },
  'VM.setCpuTuneQuota': (world, params) => {
    const quota = Number(params.quota)
    if (quota !== -1 && quota < 1000) throw new VerbError(62, "invalid argument: value of 'quota' is out of range")
    vmOf(world, params).quotaUs = quota
    return done
  },
  'VM.setCpuTunePeriod': (world, params) => {
    vmOf(world, params).periodUs = Number(params.period)
    return done
  },
  'VM.setIoTune': (world, params) => {
    for (const { name, ioTune } of params.tunables as { name: string; ioTune: Record<string, number> }[]) {
      const before = vmOf(world, params).disks.get(name)
      if (before === undefined) throw new VerbError(64, `Device ${name} not found`)
      Object.assign(before, ioTune)
    }
    return done
  },
  'VM.setNumberOfCpus': (world, params) => {
    const vm = vmOf(world, params)
    const cpusets = params.cpusets as string[] | undefined
    if (cpusets !== undefined && cpusets.length !== params.numberOfCpus) throw new VerbError(91, 'length must match')
    vm.vcpus = Number(params.numberOfCpus)
    // Without a policy for its CPUs vdsm pins the VM to the shared ones again, and still says yes.
    if (vm.cpuPolicy === 'none') return {}
    cpusets?.forEach((cpuset, vcpu) => {
      vm.pins.set(vcpu, parseCpuList(cpuset) ?? [])
    })
    return {}
  },
  'Host.setKsmTune': ({ ksm }, { tuningParams }) => {
    const unknown = Object.keys(tuningParams as object).find(name => !Object.hasOwn(ksm, name))
    if (unknown !== undefined) throw new VerbError(71, `unknown parameter ${unknown}`)
    Object.assign(ksm, tuningParams)
    return done
  },
  // Says yes when there is no MOM, too.
  'Host.setMOMPolicy': (world, { policy }) => {
    if (world.hasMom) world.momPolicy = String(policy)
    return done
  },
}

function vmOf({ vms }: VdsmWorld, { vmID }: Params): VdsmVm {
  const vm = vms.get(String(vmID))
  if (vm === undefined) throw new VerbError(1, `Virtual machine does not exist: {'vmId': '${String(vmID)}'}`)
  return vm
}

function hostStats({ cpuIds, memoryMiB, ksm, hasMom }: VdsmWorld): object {
  const use = { cpuUser: '12.50', cpuSys: '2.50', cpuIdle: '85.00' }
  return {
    ...use,
    cpuLoad: '0.75',
    cpuStatistics: Object.fromEntries(cpuIds.map(id => [id, { nodeIndex: id % 2, ...use }])),
    memFree: memoryMiB / 2,
    memUsed: '50',
    swapTotal: 1024,
    swapFree: 1000,
    numaNodeMemFree: { 0: { memFree: '2000', memPercent: 51 }, 1: { memFree: '1900', memPercent: 54 } },
    momStatus: hasMom ? 'active' : 'inactive',
    ...(hasMom && {
      ksmState: ksm.run === 1,
      ksmPages: ksm.pages_to_scan,
      ksmMergeAcrossNodes: ksm.merge_across_nodes === 1,
      ksmCpu: 0,
      memShared: 12,
    }),
  }
}

function vmStats(vm: VdsmVm): object {
  const { id, status, exitReason } = vm
  if (status === 'Down') return { vmId: id, status, exitCode: 0, exitReason, exitMessage: '', statusTime: '1' }
  const balloonInfo = vm.hasBalloon
    ? {
        balloon_cur: String(vm.currentKiB),
        balloon_max: String(vm.maxKiB),
        balloon_min: String(vm.minKiB),
        balloon_target: String(vm.targetKiB),
        ballooning_enabled: true,
      }
    : {}
  return {
    vmId: id,
    vmName: vm.name,
    status,
    statusTime: '1',
    cpuUser: '0.00',
    cpuSys: '1.36',
    cpuUsage: '1234567890',
    cpuActual: true,
    vcpuCount: String(vm.vcpus),
    ...(vm.quotaUs !== 0 && { vcpuQuota: String(vm.quotaUs) }),
    vcpuPeriod: vm.periodUs,
    monitorResponse: String(vm.monitorResponse),
    balloonInfo,
    memoryStats: {
      mem_total: '166044',
      mem_unused: '139580',
      mem_free: '141796',
      swap_in: 0,
      swap_out: 0,
      majflt: 0,
      minflt: 65,
    },
    memUsage: '45',
    disks: { vda: { readBytes: '1024', writtenBytes: '2048' }, sdc: { readBytes: '0', writtenBytes: '0' } },
  }
}
