/** Resolves with the signal that asks us to stop, from when it is called on. A second one ends the process at once, in case stopping hangs. */
export function untilStopped(): Promise<NodeJS.Signals> {
  return new Promise(resolve => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        for (const second of ['SIGINT', 'SIGTERM'] as const) process.once(second, () => process.exit(1))
        resolve(signal)
      })
    }
  })
}

/** systemd kills a service that needs 90 s to stop; one that ends by itself can still say why. */
const STOP_LIMIT_MS = 60_000

/** Ends the process when stopping takes too long: whatever still hangs then has nothing that the next start would miss. */
export function endAtTheLatest(onLate: () => void, limitMs = STOP_LIMIT_MS): void {
  setTimeout(() => {
    onLate()
    process.exit(1)
  }, limitMs).unref()
}
