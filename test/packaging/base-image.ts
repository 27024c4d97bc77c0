import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'

/** What the container file and the service call, beside Node and npm. */
const programs = [
  ...['sh', 'env', 'cat', 'id', 'install', 'mkdir', 'rm', 'touch', 'which', 'useradd'],
  ...['bwrap', 'prlimit', 'python3', 'setpriv', 'unshare'],
]

const folders = [
  ...['usr/bin', 'usr/sbin', 'usr/lib', 'usr/lib64', 'usr/local/bin'],
  ...['etc', 'var/lib', 'dev', 'proc', 'sys', 'tmp', 'root'],
]

/**
 * The files of an image as an official one of Node has them, taken from this machine, so that no registry and no mirror is needed: the
 * programs above with the libraries they name, this Node, and the machine's npm. The folder lasts as long as what is returned.
 */
export function gatherBaseImage(): Disposable & { folder: string } {
  const root = mkdtempSync(join(tmpdir(), 'ovirt-scheduler-image-'))
  const dispose = () => rmSync(root, { recursive: true, force: true })
  try {
    for (const folder of folders) mkdirSync(join(root, folder), { recursive: true })
    for (const folder of ['bin', 'sbin', 'lib', 'lib64']) symlinkSync(`usr/${folder}`, join(root, folder))
    const bring = (path: string) => {
      // By its name, and what it links to under that: `/lib/…/libc.so.6` lies in `/usr/lib/…`.
      const to = join(root, realpathSync(dirname(path)), basename(path))
      mkdirSync(dirname(to), { recursive: true })
      cpSync(path, to, { recursive: true, dereference: true })
    }
    const found = programs.map(whereIs)
    const libraries = [...found, process.execPath].flatMap(librariesOf)
    for (const path of new Set([...found, ...libraries])) bring(path)
    const python = `/usr/lib/${basename(realpathSync('/usr/bin/python3'))}`
    for (const path of [python, '/etc/login.defs', '/etc/nsswitch.conf', ...namesOf(libraries)])
      if (existsSync(path)) bring(path)
    cpSync(process.execPath, join(root, 'usr/local/bin/node'))
    cpSync(dirname(dirname(realpathSync(whereIs('npm')))), join(root, 'usr/local/lib/node_modules/npm'), {
      recursive: true,
    })
    symlinkSync('../lib/node_modules/npm/bin/npm-cli.js', join(root, 'usr/local/bin/npm'))
    chmodSync(join(root, 'tmp'), 0o1777)
    writeFileSync(join(root, 'etc/passwd'), 'root:x:0:0:root:/root:/bin/sh\n')
    writeFileSync(join(root, 'etc/group'), 'root:x:0:\n')
    writeFileSync(join(root, 'etc/shadow'), 'root:*:19000::::::\n', { mode: 0o600 })
    return { folder: root, [Symbol.dispose]: dispose }
  } catch (error) {
    dispose()
    throw error
  }
}

function whereIs(program: string): string {
  const { stdout } = spawnSync(
    'sh',
    ['-c', 'PATH=/usr/sbin:/usr/bin:/sbin:/bin:$PATH; command -v "$1"', 'sh', program],
    {
      encoding: 'utf8',
    },
  )
  if (stdout === '') throw new Error(`this machine has no ${program}`)
  return stdout.trim()
}

const librariesOf = (path: string): string[] =>
  spawnSync('ldd', [path], { encoding: 'utf8' }).stdout.match(/(?<=[\s])\/\S+(?= \()/g) ?? []

/** The parts of the C library that look users up are loaded by name: no program lists them. */
const namesOf = (libraries: readonly string[]): string[] =>
  libraries.filter(path => basename(path) === 'libc.so.6').map(path => join(dirname(path), 'libnss_files.so.2'))
