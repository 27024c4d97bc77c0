import { encodeCall } from '../../server/protocol/xmlrpc/encode-call.ts'
import type { Snapshot } from '../../shared/model/snapshot.ts'
import { aHost, aSnapshot, aVm } from '../fakes/builders.ts'
import { benchHostIds } from './xmlrpc-question.ts'

export const BENCH_VM = '33333333-3333-3333-3333-333333333333'

/** Three filters of one kind, so that a call can ask for one or for three. */
const names = ['first', 'second', 'third']
const digits = { first: -1, second: -2, third: -3 } as const

export const scriptNames = names.map(name => `ts_${name}`)
export const pythonNames = names.map(name => `py_${name}`)

/** Keeps hosts whose id has an even digit at a place counted from its end. */
export const scriptPlugin = `
import { accept, defineUnit, reject } from 'ovirt-scheduler/sdk'

const even = (name, place) => defineUnit({
  id: name,
  description: 'Keeps hosts whose id has an even digit at a place',
  parameters: {},
  filter: (_vm, host) => (Number.parseInt(host.id.at(place), 16) % 2 === 0 ? accept : reject('odd')),
})
${Object.entries(digits)
  .map(([name, place]) => `export const ${name} = even('ts_${name}', ${place})`)
  .join('\n')}
`

/** The same in the idiom of the original daemon: a class, and one literal on the standard output. */
export const pythonPlugin = Object.entries(digits)
  .map(
    ([name, place]) => `
class py_${name}(object):
    def do_filter(self, hosts, vm, properties):
        '''Keeps hosts whose id has an even digit at a place'''
        print([host for host in hosts if int(host[${place}], 16) % 2 == 0])
`,
  )
  .join('')

export const benchSnapshotOf = (hosts: number): Snapshot => {
  const ids = benchHostIds(hosts)
  return aSnapshot({
    hosts: ids.map(id => aHost({ id })),
    vms: [aVm({ id: BENCH_VM, hostId: ids[0] ?? '' })],
  })
}

/** The request, byte for byte as the engine sends it. */
export const filterRequest = (filters: readonly string[], hosts: number): string =>
  encodeCall('runFilters', [filters, benchHostIds(hosts), BENCH_VM, {}])
