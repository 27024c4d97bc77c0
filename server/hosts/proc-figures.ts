/** Whole, 0 or more, and exact. */
export function wholeOf(text: string | undefined): number | undefined {
  if (text === undefined || !/^\s*\d{1,16}\s*$/.test(text)) return undefined
  const value = Number(text)
  return Number.isSafeInteger(value) ? value : undefined
}

/** Lines of a name and a number, as in /proc/meminfo, /proc/vmstat and /proc/PID/status. Units stand behind, if at all. */
export function figuresOf(text: string | undefined): ReadonlyMap<string, number> {
  const lines = text?.matchAll(/^([^\s:]+)(?::[ \t]*|[ \t]+)(\d{1,16})(?:[ \t]+kB)?$/gm) ?? []
  const told = [...lines].map(([, name = '', figure]) => [name, wholeOf(figure)] as const)
  return new Map(told.filter((entry): entry is [string, number] => entry[1] !== undefined))
}
