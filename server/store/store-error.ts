/** Why the store cannot be opened or written. Codes are stable: the manual explains each. */
export type StoreErrorCode =
  | 'store-folder'
  | 'store-not-a-database'
  | 'store-damaged'
  | 'store-in-use'
  | 'store-disk-full'
  | 'store-read-only'
  | 'store-newer'
  | 'store-refused'
  | 'store-away'
  | 'store-failed'

/** `message` says what happened and what to do, for an operator; the driver's own error is the cause. */
export class StoreError extends Error {
  readonly code: StoreErrorCode
  readonly file: string
  constructor(code: StoreErrorCode, file: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'StoreError'
    this.code = code
    this.file = file
  }
}

type Told = readonly [code: StoreErrorCode, message: (file: string, detail: string) => string]

const failed: Told = ['store-failed', (file, detail) => `The store ${file} failed: ${detail}.`]

/** SQLite's primary result codes (the low byte of an extended one) that an operator can act on. */
const bySqliteCode: Readonly<Record<number, Told>> = {
  5: ['store-in-use', file => `Another process uses the store ${file}. Stop it, or give this one a file of its own.`],
  8: ['store-read-only', file => `The store ${file} is read-only. Make the file and its folder writable.`],
  // Also what SQLite says of a file system that became read-only below open files.
  10: [
    'store-failed',
    (file, detail) =>
      `The disk under the store ${file} failed: ${detail}. Look at the kernel's log; a file system that it made read-only is to be checked and mounted anew while the service is stopped.`,
  ],
  11: ['store-damaged', (file, detail) => `The store ${file} is damaged: ${detail}.`],
  13: [
    'store-disk-full',
    file => `There is no space left for the store ${file}. Free some; nothing that was written is lost.`,
  ],
  14: [
    'store-folder',
    file => `The store ${file} cannot be opened. Make the file and its folder belong to the service's user.`,
  ],
  26: ['store-not-a-database', file => `${file} is not a SQLite database. Name another file in store.file.`],
}

const byFileCode: Readonly<Record<string, Told>> = {
  ENOSPC: ['store-disk-full', file => `There is no space left for the store ${file}. Free some.`],
  EDQUOT: ['store-disk-full', file => `The disk quota for the store ${file} is used up.`],
  EROFS: ['store-read-only', file => `The store ${file} lies on a read-only file system.`],
}

/** Any failure of the driver or the file system → the typed error. A StoreError passes through. */
export function toStoreError(file: string, error: unknown): StoreError {
  if (error instanceof StoreError) return error
  const detail = error instanceof Error ? error.message : String(error)
  const { errcode, code } = (error ?? {}) as { errcode?: unknown; code?: unknown }
  const told =
    typeof errcode === 'number'
      ? bySqliteCode[errcode & 0xff]
      : typeof code === 'string' && /^E[A-Z]+$/.test(code)
        ? (byFileCode[code] ?? folderProblem)
        : undefined
  const [storeCode, message] = told ?? failed
  return new StoreError(storeCode, file, message(file, detail), { cause: error })
}

const folderProblem: Told = [
  'store-folder',
  (file, detail) =>
    `The folder of the store ${file} cannot be used: ${detail}. Make it writable for the service's user.`,
]
