/** Apache's httpd of this machine, as an engine host has it: drop-ins of conf.d beside a virtual host that speaks TLS. */
import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from '../fakes/free-port.ts'
import { eventually } from '../scenarios/eventually.ts'
import { askHttps } from './ask-https.ts'

export type Httpd = AsyncDisposable & Readonly<{ origin: string; errors(): string }>

// Debian's, Fedora's.
const program = ['/usr/sbin/apache2', '/usr/sbin/httpd'].find(existsSync)
const moduleFolder = ['/usr/lib/apache2/modules', '/usr/lib64/httpd/modules'].find(existsSync)
/** Some are built into the program, others into neither: what lies there is loaded. */
const modules = ['mpm_event', 'unixd', 'authz_core', 'headers', 'socache_shmcb', 'ssl', 'proxy', 'proxy_http']

/** Whether there is one. */
export const hasHttpd = (): boolean => program !== undefined && moduleFolder !== undefined

export const certificate = (name: string): string =>
  fileURLToPath(new URL(`../fixtures/tls/${name}.pem`, import.meta.url))

/** With the certificate of `test/fixtures/tls/engine.pem` unless another is named. `dropIn`: what stands in conf.d. */
export async function startHttpd(dropIn: string, identity = 'engine'): Promise<Httpd> {
  if (program === undefined || moduleFolder === undefined) throw new Error('there is no httpd: install apache2-bin')
  const folder = mkdtempSync(join(tmpdir(), 'httpd-'))
  chmodSync(folder, 0o755)
  mkdirSync(join(folder, 'html'))
  const port = await freePort()
  const errorLog = join(folder, 'error.log')
  const loaded = modules
    .map(name => [name, join(moduleFolder, `mod_${name}.so`)])
    .filter(([, file]) => existsSync(file ?? ''))
  writeFileSync(join(folder, 'drop-in.conf'), dropIn)
  writeFileSync(
    join(folder, 'httpd.conf'),
    [
      `ServerRoot ${folder}`,
      `DefaultRuntimeDir ${folder}`,
      'PidFile httpd.pid',
      `ErrorLog ${errorLog}`,
      'ServerName 127.0.0.1',
      ...['User daemon', 'Group daemon'],
      ...loaded.map(([name, file]) => `LoadModule ${name}_module ${file}`),
      `DocumentRoot ${join(folder, 'html')}`,
      `Include ${folder}/drop-in.conf`,
      `Listen 127.0.0.1:${port}`,
      `<VirtualHost 127.0.0.1:${port}>`,
      ...['SSLEngine on', `SSLCertificateFile ${certificate(identity)}`],
      `SSLCertificateKeyFile ${certificate(`${identity}-key`)}`,
      '</VirtualHost>',
    ].join('\n'),
  )
  const child = spawn(program, ['-D', 'FOREGROUND', '-f', join(folder, 'httpd.conf')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', chunk => {
    said += chunk
  })
  const ended = new Promise<void>(resolve => child.once('close', () => resolve()))
  const errors = () => `${said}${existsSync(errorLog) ? readFileSync(errorLog, 'utf8') : ''}`
  const origin = `https://127.0.0.1:${port}`
  const dispose = async () => {
    child.kill()
    await ended
    rmSync(folder, { recursive: true })
  }
  try {
    await eventually('an answer of httpd', async () => {
      if (child.exitCode !== null) throw new Error(`httpd ended with ${child.exitCode}:\n${errors()}`)
      // Also a handshake that fails is an answer: not everybody knows who signed the certificate.
      return await askHttps(`${origin}/`).then(
        () => true,
        ({ code }: NodeJS.ErrnoException) => code !== 'ECONNREFUSED',
      )
    })
  } catch (error) {
    await dispose()
    throw error
  }
  return { origin, errors, [Symbol.asyncDispose]: dispose }
}
