import { Gauge, type Registry } from 'prom-client'

/** State → how many are in it now. */
export type StateCounts = Readonly<Record<string, number>>

/** Asked on every scrape; the last reader given wins. */
export type TakeCounts = (read: () => Promise<StateCounts>) => void

/** A gauge by state whose figures are read when somebody asks; returns where the reader is given. */
export function stateGauge(registry: Registry, name: string, help: string): TakeCounts {
  let read: () => Promise<StateCounts> = async () => ({})
  new Gauge({
    name,
    help,
    labelNames: ['state'] as const,
    registers: [registry],
    async collect() {
      const counts = await read()
      this.reset()
      for (const [state, count] of Object.entries(counts)) this.set({ state }, count)
    },
  })
  return given => {
    read = given
  }
}
