import confirm from '@inquirer/confirm'
import input from '@inquirer/input'
import password from '@inquirer/password'
import { ConfigError } from '../../config/config-error.ts'

/** Asks a person at the terminal. Where nobody is there, each rejects with ConfigError that names the flag. */
export type Ask = Readonly<{
  text(what: string, flag: string, byDefault?: string): Promise<string>
  secret(what: string, flag: string): Promise<string>
  /** Without anybody there: no. */
  isAgreed(what: string): Promise<boolean>
}>

/** Of the terminal of this process, if it is one. */
export function askAtTerminal(): Ask {
  const isThere = process.stdin.isTTY && process.stdout.isTTY
  const absent = (what: string, flag: string) => new ConfigError([`setup needs ${what}: ${flag}`])
  const validate = (given: string) => given.trim() !== '' || 'Something must be given.'
  return {
    async text(what, flag, byDefault) {
      if (!isThere) throw absent(what, flag)
      return input({ message: capital(what), validate, ...(byDefault !== undefined && { default: byDefault }) })
    },
    async secret(what, flag) {
      if (!isThere) throw absent(what, flag)
      return password({ message: capital(what), validate })
    },
    isAgreed: async what => isThere && confirm({ message: what, default: false }),
  }
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
