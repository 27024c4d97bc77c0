/** Does the work after so long, which keeps no process alive; the answer calls it off. */
export function after(ms: number, work: () => void): () => void {
  const timer = setTimeout(work, ms).unref()
  return () => clearTimeout(timer)
}
