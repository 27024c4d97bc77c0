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
