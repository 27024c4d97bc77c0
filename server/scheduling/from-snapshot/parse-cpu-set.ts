/**
 * A set of CPUs as libvirt and the engine write it: "0-3,^2,8". What is excluded counts from left to right. undefined for
 * anything else, and for a CPU above 4095, so that a typing error cannot fill the memory.
 */
export function parseCpuSet(text: string): readonly number[] | undefined {
  const cpus = new Set<number>()
  for (const part of text.split(',')) {
    const [, not, from = '', to = from] = /^\s*(\^?)(\d{1,4})(?:-(\d{1,4}))?\s*$/.exec(part) ?? []
    if (not === undefined || Number(to) > 4095 || Number(from) > Number(to)) return undefined
    for (let cpu = Number(from); cpu <= Number(to); cpu += 1) {
      if (not === '') cpus.add(cpu)
      else cpus.delete(cpu)
    }
  }
  return [...cpus].sort((a, b) => a - b)
}
