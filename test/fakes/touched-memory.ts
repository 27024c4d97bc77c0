import type { TouchedHost } from '../../shared/plan/touched-host.ts'

/** Where one host's touched knobs are kept, in memory; `problem`: it cannot be read. */
export function touchedMemory(changes: TouchedHost['changes'] = []) {
  const memory: { changes: TouchedHost['changes']; problem?: Error } = { changes }
  return Object.assign(memory, {
    async listTouchedHosts(): Promise<TouchedHost[]> {
      if (memory.problem !== undefined) throw memory.problem
      return [{ hostId: 'localhost', changes: memory.changes }]
    },
    async putTouchedHost(touched: TouchedHost): Promise<void> {
      memory.changes = touched.changes
    },
  })
}
