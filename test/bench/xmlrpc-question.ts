import { encodeCall } from '../../server/protocol/xmlrpc/encode-call.ts'

export const BENCH_FILTER = 'even_hosts'
export const BENCH_VM = '33333333-3333-3333-3333-333333333333'

/** The same filter as a plugin of the original daemon, in its own idiom: a class, and one literal on stdout. */
export const benchPlugin = `
class ${BENCH_FILTER}(object):
    def do_filter(self, hosts, vm, properties):
        '''Keeps hosts whose id ends in an even digit'''
        print([host for host in hosts if int(host[-1], 16) % 2 == 0])
`

export const benchHostIds = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `11111111-1111-1111-1111-${index.toString(16).padStart(12, '0')}`)

/** The request, byte for byte as the engine sends it. */
export const benchRequest = (hosts: number): string =>
  encodeCall('runFilters', [[BENCH_FILTER], benchHostIds(hosts), BENCH_VM, {}])
