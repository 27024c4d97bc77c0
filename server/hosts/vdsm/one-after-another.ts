/** Tasks of the same name run one after the other, in their order; those of different names do not wait for each other. */
export function oneAfterAnother(): <T>(name: string, task: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>()
  return (name, task) => {
    const done = (last.get(name) ?? Promise.resolve()).then(task)
    const settled: Promise<unknown> = done
      .catch(() => {})
      .finally(() => {
        if (last.get(name) === settled) last.delete(name)
      })
    last.set(name, settled)
    return done
  }
}
