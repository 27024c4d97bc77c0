import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { z } from 'zod'

const id = z.int().nonnegative()
const ids = z.array(id)
const byId = <T extends z.ZodType>(value: T) => z.record(z.string().regex(/^\d+$/), value)
const continuous = z.boolean().default(false)
const ofNode = { node: id, continuous }
const ofVm = { vm: id, continuous }
const constraints = {
  online: z.object({ id: z.literal('online'), ...ofNode }),
  offline: z.object({ id: z.literal('offline'), ...ofNode }),
  running: z.object({ id: z.literal('running'), ...ofVm }),
  ready: z.object({ id: z.literal('ready'), ...ofVm }),
  preserve: z.object({ id: z.literal('preserve'), vm: id, rc: z.string(), amount: z.number() }),
  fence: z.object({ id: z.literal('fence'), nodes: ids, ...ofVm }),
  ban: z.object({ id: z.literal('ban'), nodes: ids, ...ofVm }),
  spread: z.object({ id: z.literal('spread'), vms: ids, continuous }),
  among: z.object({ id: z.literal('among'), vms: ids, parts: z.array(ids), continuous }),
} as const
const view = z.object({
  rcId: z.string(),
  defConsumption: z.number(),
  defCapacity: z.number(),
  vms: byId(z.number()),
  nodes: byId(z.number()),
})
const document = z.object({
  model: z.object({
    mapping: z.object({
      readyVMs: ids,
      onlineNodes: byId(z.object({ runningVMs: ids, sleepingVMs: ids })),
      offlineNodes: ids,
    }),
    attributes: z.object({ vms: byId(z.record(z.string(), z.unknown())).default({}) }).default({ vms: {} }),
    views: z.array(z.looseObject({ id: z.string() })),
  }),
  constraints: z.array(z.looseObject({ id: z.string() })),
})

export type Constraint = z.infer<(typeof constraints)[keyof typeof constraints]>

/** An instance of BtrPlace, by its own numbers of nodes and VMs. */
export type Instance = Readonly<{
  onlineNodes: readonly number[]
  offlineNodes: readonly number[]
  /** VM → node. */
  running: ReadonlyMap<number, number>
  sleeping: ReadonlyMap<number, number>
  ready: readonly number[]
  resources: readonly Readonly<{
    name: string
    /** Node → what it has, VM → what it uses; those that are not listed have the default. */
    capacity: ReadonlyMap<number, number>
    defaultCapacity: number
    use: ReadonlyMap<number, number>
    defaultUse: number
  }>[]
  attributes: ReadonlyMap<number, Readonly<Record<string, unknown>>>
  constraints: readonly Constraint[]
}>

/** Views that say nothing about what is possible: names of nodes and VMs. */
const SILENT_VIEWS = ['ns']

/** From .json or .json.gz. Throws where it holds a constraint or a view that would have to be ignored. */
export function readInstance(file: string): Instance {
  const bytes = readFileSync(file)
  return parseInstance(JSON.parse((file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')))
}

export function parseInstance(json: unknown): Instance {
  const { model, constraints: asked } = document.parse(json)
  const { mapping, views, attributes } = model
  refuseUnknown('constraint', asked, Object.keys(constraints))
  refuseUnknown('view', views, ['shareableResource', ...SILENT_VIEWS])
  const hosted = (of: 'runningVMs' | 'sleepingVMs') =>
    new Map(
      Object.entries(mapping.onlineNodes).flatMap(([node, vms]) => vms[of].map(vm => [vm, Number(node)] as const)),
    )
  return {
    onlineNodes: Object.keys(mapping.onlineNodes).map(Number),
    offlineNodes: mapping.offlineNodes,
    running: hosted('runningVMs'),
    sleeping: hosted('sleepingVMs'),
    ready: mapping.readyVMs,
    resources: views
      .filter(one => one.id === 'shareableResource')
      .map(one => view.parse(one))
      .map(({ rcId, nodes, defCapacity, vms, defConsumption }) => ({
        name: rcId,
        capacity: byNumber(nodes),
        defaultCapacity: defCapacity,
        use: byNumber(vms),
        defaultUse: defConsumption,
      })),
    attributes: byNumber(attributes.vms),
    constraints: asked.map(one => constraints[one.id as keyof typeof constraints].parse(one)),
  }
}

const byNumber = <T>(record: Readonly<Record<string, T>>): ReadonlyMap<number, T> =>
  new Map(Object.entries(record).map(([key, value]) => [Number(key), value]))

function refuseUnknown(what: string, all: readonly Readonly<{ id: string }>[], known: readonly string[]): void {
  const unknown = [...new Set(all.map(one => one.id))].filter(one => !known.includes(one))
  if (unknown.length === 0) return
  throw new Error(`${what} ${unknown.join(', ')}: not supported here; supported are ${known.join(', ')}`)
}
