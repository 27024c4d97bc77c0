import type { EngineHttp } from './engine-http.ts'
import { list, readWhole, text } from './wire.ts'

/** More VMs than an engine may have: one page holds them all. */
const ALL = '20000'

/** The ids of VMs with a tag. A tag that does not exist marks none. */
export async function readTaggedVmIds(
  http: EngineHttp,
  tag: string,
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const reply = await http.get('/vms', { query: { search: `tag = "${tag}"`, max: ALL }, signal })
  return readWhole('GET /api/vms by tag', () => new Set(list(reply, 'vm').map(vm => text(vm, 'id'))))
}
