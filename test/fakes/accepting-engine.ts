import type { MigrationPort } from '../../server/apply/ports.ts'

/** An engine that begins whatever it is asked for and ends none of it; `asked`: the VMs, in order. */
export function acceptingEngine(): Readonly<{ asked: string[]; migrations: MigrationPort }> {
  const asked: string[] = []
  return {
    asked,
    migrations: {
      migrate: async ({ vmId }) => {
        asked.push(vmId)
        return { ok: true }
      },
      readVm: async id => ({ id, name: id, status: asked.includes(id) ? 'migrating' : 'up', hostId: 'host1' }),
      trace: async () => ({ started: false, done: false, failed: false }),
    },
  }
}
