/** Our XML-RPC endpoint in a process of its own, for the benchmark: one filter, as many hosts as the argument says. */

import { reason } from '../../shared/policy/reason.ts'
import { accept, type PolicyUnit, reject } from '../../shared/policy/unit.ts'
import { aHost, aSnapshot, aVm } from '../fakes/builders.ts'
import { startEndpoint } from '../fakes/start-endpoint.ts'
import { BENCH_FILTER, BENCH_VM, benchHostIds } from './xmlrpc-question.ts'

const odd = reject(reason('odd', 'The last digit is odd.'))
const evenHosts: PolicyUnit = {
  id: BENCH_FILTER,
  description: 'Keeps hosts whose id ends in an even digit',
  parameters: {},
  filter: (_vm, { id }) => (Number.parseInt(id.slice(-1), 16) % 2 === 0 ? accept : odd),
}

const ids = benchHostIds(Number(process.argv[2]))
const snapshot = aSnapshot({ hosts: ids.map(id => aHost({ id })), vms: [aVm({ id: BENCH_VM })] })
const { port } = await startEndpoint([evenHosts], { snapshot })
console.log(port)
// Ends with its parent.
process.stdin.resume().once('end', () => process.exit(0))
