import { parseCpuList } from '../../shared/measure/parse-cpu-list.ts'
import { type TuningMode, tuningModes } from '../../shared/model/tuning.ts'
import type { Named } from '../../shared/plan/named.ts'
import { type ClusterTuning, type MemoryOwner, memoryOwners } from '../../shared/plan/tuning-state.ts'
import type { StopKind } from '../apply/power-requests.ts'
import { byCluster, type EntryProblem, oneOfWords } from '../config/by-cluster.ts'
import { type ClassTag, classTagsOf } from '../config/class-tags.ts'
import { ConfigError } from '../config/config-error.ts'
import type { Config } from '../config/settings.ts'
import { type ControllerName, controllerNames } from '../tuning/knobs/controllers.ts'
import type { MemoryLimits } from '../tuning/memory/memory-plan.ts'
import { usualMemoryLimits } from '../tuning/memory/usual-memory-limits.ts'
import type { PinLimits } from '../tuning/pinning/pin-plan.ts'
import { usualPinLimits } from '../tuning/pinning/usual-pin-limits.ts'

export type TuningRules = Readonly<{
  of(cluster: Named): ClusterTuning
  controllers: readonly ControllerName[]
  classTags: readonly ClassTag[]
  allowStop: readonly StopKind[]
  pinLimits: PinLimits
  memoryLimits: MemoryLimits
  /** CPUs of the hosts of a cluster that no vCPU is put on. */
  reservedCpuIds(cluster: Named): ReadonlySet<number>
}>

/** The settings `tuning.*`, all problems at once. Throws ConfigError. */
export function readTuningRules(config: Config): TuningRules {
  const modes = oncePerCluster(config, 'tuning.modes', oneOfWords<TuningMode>(tuningModes))
  const pinning = oncePerCluster(config, 'tuning.pinning', oneOfWords<TuningMode>(tuningModes))
  const memory = oncePerCluster(config, 'tuning.memory', oneOfWords<MemoryOwner>(memoryOwners))
  const reserved = oncePerCluster(config, 'tuning.reservedCpus', cpuList)
  const classes = classTagsOf('tuning.classTags', config['tuning.classTags'])
  const controllers = config['tuning.controllers'].map(name => controllerNames.find(known => known === name) ?? name)
  const problems = [
    ...[modes, pinning, memory, reserved].flatMap(setting => setting.problems),
    ...classes.problems,
    ...config['tuning.allowStop'].flatMap(word =>
      isStopKind(word) ? [] : [`tuning.allowStop: "${word}" must be one of ${stopKinds.join(', ')}`],
    ),
    ...controllers.flatMap(name =>
      isController(name) ? [] : [`tuning.controllers: there is no ${name}; there are ${controllerNames.join(', ')}`],
    ),
  ]
  if (problems.length > 0) throw new ConfigError(problems)
  const takeOver = new Set(config['tuning.takeOver'])
  return {
    controllers: controllers.filter(isController),
    classTags: classes.classTags,
    allowStop: config['tuning.allowStop'].filter(isStopKind),
    pinLimits: { ...usualPinLimits, marginPercent: config['tuning.pinMargin'] },
    memoryLimits: { ...usualMemoryLimits, reservePercent: config['tuning.memoryReserve'] },
    reservedCpuIds: cluster => new Set(reserved.of(cluster)),
    of: cluster => ({
      mode: modes.of(cluster) ?? 'observe',
      takeOver: takeOver.has(cluster.name) || takeOver.has(cluster.id) || takeOver.has('*'),
      pinning: pinning.of(cluster) ?? 'observe',
      memory: memory.of(cluster) ?? 'policy',
    }),
  }
}

type PerCluster = 'tuning.modes' | 'tuning.pinning' | 'tuning.memory' | 'tuning.reservedCpus'

/** A setting with one value for each cluster, and for all others. */
function oncePerCluster<T extends string | object>(
  config: Config,
  name: PerCluster,
  parse: (text: string) => T | EntryProblem,
) {
  const { found, problems } = byCluster<T>(name, config[name], parse)
  const twice = [...found].flatMap(([cluster, given]) =>
    given.length > 1 ? [`${name}: the cluster ${cluster} is named twice`] : [],
  )
  const of = ({ id, name: cluster }: Named): T | undefined =>
    (found.get(cluster) ?? found.get(id) ?? found.get('*'))?.[0]
  return { of, problems: [...problems, ...twice] }
}

/** CPUs joined by "+", for the comma parts the entries. */
const cpuList = (text: string): readonly number[] | EntryProblem =>
  parseCpuList(text.replaceAll('+', ',')) ?? { problem: 'must be CPUs such as 0-3+8' }

const stopKinds = ['suspend', 'shutdown'] as const
const isStopKind = (word: string): word is StopKind => stopKinds.some(kind => kind === word)

const isController = (name: string): name is ControllerName => (controllerNames as readonly string[]).includes(name)
