import { closeSync, openSync, statSync, truncateSync, writeSync } from 'node:fs'

const PAGE_BYTES = 4096

/** Overwrites every page of a SQLite file but the first, which says what it is, with what is none. */
export function overwritePages(file: string): void {
  const opened = openSync(file, 'r+')
  const junk = Buffer.alloc(PAGE_BYTES, 0xa5)
  for (let at = PAGE_BYTES; at < statSync(file).size; at += PAGE_BYTES) writeSync(opened, junk, 0, PAGE_BYTES, at)
  closeSync(opened)
}

/** Cuts off its second half, as a lost end of the disk does. */
export const cutInHalf = (file: string): void => truncateSync(file, Math.floor(statSync(file).size / 2))
