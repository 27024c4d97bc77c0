/** A PostgreSQL of the machine's own package, with a folder, a socket and a port of its own. Nobody else's is touched. */
import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PostgresAddress } from '../../server/store/postgres-database.ts'
import { freePort } from './free-port.ts'

export type PostgresServer = AsyncDisposable &
  Readonly<{
    port: number
    /** A schema that nobody has used yet; `name`: this one, again and again. */
    address(name?: string): PostgresAddress
    /** Runs SQL as its super user and gives what it prints. */
    psql(sql: string): string
    /** As a crash would: without a word to whoever is connected. */
    kill(): Promise<void>
    start(): Promise<void>
    stop(): Promise<void>
  }>

const ROOT = '/usr/lib/postgresql'
const program = (name: string): string | undefined =>
  existsSync(ROOT)
    ? readdirSync(ROOT)
        .map(version => join(ROOT, version, 'bin', name))
        .find(existsSync)
    : undefined

/** Whether there is one. */
export const hasPostgres = (): boolean => program('initdb') !== undefined

const USER = 'postgres'

/** It refuses to run as root; as somebody else it runs as that one. */
const asUser = (command: string, args: readonly string[]): [string, string[]] =>
  process.getuid?.() === 0 ? ['runuser', ['-u', USER, '--', command, ...args]] : [command, [...args]]

function run(command: string, args: readonly string[]): string {
  const [file, given] = asUser(command, args)
  const { status, stdout, stderr } = spawnSync(file, given, { encoding: 'utf8', cwd: '/' })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr || stdout}`)
  return stdout
}

/** `settings`: more of postgresql.conf, as `name=value`. */
export async function startPostgres(settings: readonly string[] = ['fsync=off']): Promise<PostgresServer> {
  const [initdb, postgres] = [program('initdb'), program('postgres')]
  if (initdb === undefined || postgres === undefined) throw new Error('there is no PostgreSQL: install postgresql')
  const folder = mkdtempSync(join(tmpdir(), 'postgres-'))
  if (process.getuid?.() === 0) {
    const id = (flag: string) => Number(spawnSync('id', [flag, USER], { encoding: 'utf8' }).stdout)
    chownSync(folder, id('-u'), id('-g'))
  }
  chmodSync(folder, 0o700)
  const data = join(folder, 'data')
  run(initdb, [
    '--pgdata',
    data,
    '--auth',
    'trust',
    '--username',
    USER,
    '--no-sync',
    '--encoding',
    'UTF8',
    '--locale',
    'C',
  ])
  const port = await freePort()
  const flags = [`port=${port}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`, ...settings]
  let server: ReturnType<typeof spawn> | undefined
  let schemas = 0

  async function start(): Promise<void> {
    const [file, args] = asUser(postgres ?? '', ['-D', data, ...flags.flatMap(flag => ['-c', flag])])
    const child = spawn(file, args, { stdio: ['ignore', 'ignore', 'pipe'], cwd: '/' })
    server = child
    await new Promise<void>((resolve, reject) => {
      let said = ''
      child.stderr?.on('data', chunk => {
        said += chunk
        if (said.includes('ready to accept connections')) resolve()
      })
      child.once('exit', code => reject(new Error(`PostgreSQL ended with ${code}: ${said}`)))
    })
  }

  /** The server's own process: `runuser` is between us and it. */
  async function end(signal: 'INT' | 'QUIT' | 'KILL'): Promise<void> {
    const child = server
    server = undefined
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise(resolve => child.once('exit', resolve))
    const pid = spawnSync('head', ['-n', '1', join(data, 'postmaster.pid')], { encoding: 'utf8' }).stdout.trim()
    if (pid !== '') spawnSync('kill', [`-${signal}`, pid])
    await gone
  }

  await start()
  return {
    port,
    address: name => ({
      url: `postgres://${USER}@127.0.0.1:${port}/postgres`,
      schema: name ?? `test_${++schemas}_${process.pid}`,
    }),
    psql: sql => run('psql', ['-h', folder, '-p', `${port}`, '-U', USER, '-At', '-c', sql]),
    start,
    stop: () => end('INT'),
    kill: () => end('QUIT'),
    async [Symbol.asyncDispose]() {
      await end('QUIT')
      if (statSync(folder, { throwIfNoEntry: false })) rmSync(folder, { recursive: true, force: true })
    },
  }
}
