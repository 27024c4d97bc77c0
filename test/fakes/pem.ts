import { readFileSync } from 'node:fs'

/** A certificate or key of `test/fixtures/tls`. */
export const pem = (name: string): string =>
  readFileSync(new URL(`../fixtures/tls/${name}.pem`, import.meta.url), 'utf8')
