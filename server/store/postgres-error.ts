import { StoreError, type StoreErrorCode } from './store-error.ts'

type Told = readonly [code: StoreErrorCode, message: (name: string, detail: string) => string]

/** SQLSTATE, whole or its class, of what an operator can act on. Source: PostgreSQL's documentation, appendix A. */
const byState: Readonly<Record<string, Told>> = {
  '28': [
    'store-refused',
    (name, detail) => `The store ${name} refuses us: ${detail}. See the user in store.url and store.passwordFile.`,
  ],
  '3D': ['store-refused', (name, detail) => `The store ${name} is not there: ${detail}. Create the database first.`],
  '42501': [
    'store-refused',
    (name, detail) => `The store ${name} refuses us: ${detail}. Let our user create a schema in the database.`,
  ],
  '53100': ['store-disk-full', name => `There is no space left for the store ${name}. Free some.`],
  '53': ['store-away', (name, detail) => `The store ${name} takes no more: ${detail}.`],
  '57': ['store-away', (name, detail) => `The store ${name} is stopping or starting: ${detail}. It is tried again.`],
  '08': ['store-away', (name, detail) => `The store ${name} does not answer: ${detail}. It is tried again.`],
  '25006': ['store-read-only', name => `The store ${name} is read-only: it is a standby, or was set so.`],
  XX001: ['store-damaged', (name, detail) => `The store ${name} is damaged: ${detail}.`],
}

const failed: Told = ['store-failed', (name, detail) => `The store ${name} failed: ${detail}.`]
const away: Told = ['store-away', (name, detail) => `The store ${name} does not answer: ${detail}. It is tried again.`]

/** What a broken connection is called by the driver, which gives it no code. */
const broken =
  /connection (terminated|ended)|timeout exceeded when trying to connect|client has encountered a connection error|not queryable/i

/** Any failure of the driver or the server → the typed error. A StoreError passes through. */
export function toPostgresError(name: string, error: unknown): StoreError {
  if (error instanceof StoreError) return error
  const detail = detailOf(error)
  const { code } = (error ?? {}) as { code?: unknown }
  const [storeCode, message] = toldBy(typeof code === 'string' ? code : '', detail)
  return new StoreError(storeCode, name, message(name, detail), { cause: error })
}

function toldBy(code: string, detail: string): Told {
  if (/^E[A-Z]+$/.test(code) || broken.test(detail)) return away
  return byState[code] ?? byState[code.slice(0, 2)] ?? failed
}

/** Several addresses of one name that all refuse come as one error without words. */
function detailOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(detailOf).join('; ')
  return error instanceof Error ? error.message : String(error)
}
