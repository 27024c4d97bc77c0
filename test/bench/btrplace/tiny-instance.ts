import { type Instance, parseInstance } from './read-instance.ts'

type Tiny = Readonly<{
  /** Node → its running VMs. */
  online?: Readonly<Record<string, readonly number[]>>
  offline?: readonly number[]
  ready?: readonly number[]
  /** VM → memory; a node has 10. */
  memory?: Readonly<Record<string, number>>
  attributes?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  constraints?: readonly Readonly<Record<string, unknown>>[]
}>

/** The document of an instance with one resource, as BtrPlace writes it. */
export const tinyDocument = ({
  online = {},
  offline = [],
  ready = [],
  memory = {},
  attributes = {},
  constraints = [],
}: Tiny) => ({
  model: {
    mapping: {
      readyVMs: ready,
      onlineNodes: Object.fromEntries(
        Object.entries(online).map(([node, runningVMs]) => [node, { runningVMs, sleepingVMs: [] }]),
      ),
      offlineNodes: offline,
    },
    attributes: { nodes: {}, vms: attributes },
    views: [
      { id: 'shareableResource', rcId: 'memory', defConsumption: 1, defCapacity: 10, vms: memory, nodes: {} },
      { id: 'ns', type: 'vm', map: {} },
    ],
  },
  constraints,
  objective: { id: 'minimizeMTTR' },
})

export const tinyInstance = (tiny: Tiny): Instance => parseInstance(tinyDocument(tiny))
