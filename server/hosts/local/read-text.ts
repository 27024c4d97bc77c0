import { open } from 'node:fs/promises'

const MOST_BYTES = 65_536

/** The first 64 KiB of a file of the kernel's; undefined where it is not there, has gone meanwhile, or is not for us. */
export async function readText(path: string): Promise<string | undefined> {
  try {
    await using file = await open(path, 'r')
    const bytes = Buffer.alloc(MOST_BYTES)
    let filled = 0
    // The kernel tells no size beforehand, and may give a file piece by piece.
    while (filled < MOST_BYTES) {
      const { bytesRead } = await file.read(bytes, filled, MOST_BYTES - filled)
      if (bytesRead === 0) break
      filled += bytesRead
    }
    return bytes.toString('utf8', 0, filled)
  } catch (error) {
    // Whatever errno: of a process that ends while it is read there are several.
    if (errnoOf(error) === undefined) throw error
    return undefined
  }
}

/** Such as ENOENT; undefined for what is no error of the system. */
export const errnoOf = (error: unknown): string | undefined =>
  error instanceof Error && 'errno' in error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined

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
