/** Where in each interval a host's turn is: the same for the same id, spread evenly over many. 0 up to `intervalMs`. */
export function phaseOf(id: string, intervalMs: number): number {
  // FNV-1a, then mixed once more: ids that differ in their last digit only would stay close together.
  let hash = 0x811c9dc5
  for (let at = 0; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return Math.floor((((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32) * intervalMs)
}

/** The first time after `nowMs` that is a whole number of intervals from `phaseMs`. Turns that were missed are not made up for. */
export function nextTurnMs(nowMs: number, intervalMs: number, phaseMs: number): number {
  return (Math.floor((nowMs - phaseMs) / intervalMs) + 1) * intervalMs + phaseMs
}
