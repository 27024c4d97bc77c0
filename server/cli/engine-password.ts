import { ConfigError } from '../config/config-error.ts'
import { readPasswordFile } from '../config/read-config-file.ts'
import type { Config } from '../config/settings.ts'

/**
 * What the service logs in to the engine with. A file is read at each login, so that a changed password needs no restart. Throws ConfigError
 * where there is none, or it cannot be read.
 */
export function enginePassword(
  config: Pick<Config, 'engine.password' | 'engine.passwordFile'>,
): string | (() => string) {
  const [password, file] = [config['engine.password'], config['engine.passwordFile']]
  if (password !== '' && file !== '') {
    throw new ConfigError(['engine.password and engine.passwordFile are both set; keep one'])
  }
  if (password === '' && file === '') {
    throw new ConfigError(['engine.passwordFile is not set; name a file that holds the engine user’s password'])
  }
  if (file === '') return password
  readPasswordFile(file)
  return () => readPasswordFile(file)
}
