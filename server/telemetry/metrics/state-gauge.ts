import { Gauge, type Registry } from 'prom-client'

/** How many of a cluster are in a state now. */
export type StateCount = Readonly<{ cluster: string; state: string; count: number }>

/** Asked on every scrape; the last reader given wins. */
export type TakeCounts = (read: () => Promise<readonly StateCount[]>) => void

/** A gauge by cluster and state whose figures are read when somebody asks; returns where the reader is given. */
export function stateGauge(registry: Registry, name: string, help: string): TakeCounts {
  let read: () => Promise<readonly StateCount[]> = async () => []
  new Gauge({
    name,
    help,
    labelNames: ['cluster', 'state'] as const,
    registers: [registry],
    async collect() {
      const counts = await read()
      this.reset()
      for (const { count, ...labels } of counts) this.set(labels, count)
    },
  })
  return given => {
    read = given
  }
}
