/** Policies from a directory or a single file, as MOM reads them (behaviour: oVirt MOM, mom/PolicyEngine.py). */
import { constants } from 'node:fs'
import { type FileHandle, open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { PolicyFile } from '../../language/source.ts'
import { MAX_POLICIES, type NamedPolicies, type PolicyOptions } from './named-policies.ts'
import { compareNames, mainPolicyName } from './policy-name.ts'
import type { LoadProblemCode, PolicyFinding, PolicyProblem } from './policy-problem.ts'
import { takePolicies } from './take-policies.ts'

/** Absolute paths. `none`: there are no policies but those that are set while the service runs. */
export type PolicySource = Readonly<
  { kind: 'none' } | { kind: 'file'; path: string } | { kind: 'directory'; path: string }
>

/**
 * Why a file was left out. `message` is one line and names the file; the rest as of a policy that is set. Without `policy` it is
 * about the directory itself.
 */
export type LoadProblem = Omit<PolicyProblem, 'code' | 'policy' | 'what'> &
  Readonly<{ code: LoadProblemCode; path: string; policy?: string }>

export type LoadedPolicies = Readonly<{
  /** Whether the directory or file itself could be read; false: `policies` is empty, and it may be wise to keep those that were. */
  isRead: boolean
  policies: NamedPolicies
  findings: readonly PolicyFinding[]
  problems: readonly LoadProblem[]
}>

/** Larger ones could not be evaluated. Bytes. */
export const MAX_FILE_BYTES = 1_048_576

/**
 * Reads everything anew: for the start, and for resetPolicies. A bad file is left out and told, the others count. Links are followed:
 * mounted configuration is made of them. Never throws for what the file system holds.
 */
export async function readPolicies(source: PolicySource, options: PolicyOptions = {}): Promise<LoadedPolicies> {
  if (source.kind === 'none') return { ...takePolicies([], options), isRead: true, problems: [] }
  const read =
    source.kind === 'file'
      ? [await readPolicy(source.path, mainPolicyName, options)]
      : await readDirectory(source.path, options)
  if ('problem' in read) return { ...takePolicies([], options), isRead: false, problems: [read.problem] }
  const problems = read.flatMap(file => ('problem' in file ? [file.problem] : []))
  const files = read.flatMap(file => ('file' in file ? [file] : []))
  const pathOf = new Map(files.map(({ file, path }) => [file.name, path]))
  for (const { file, path } of files) {
    const counts = pathOf.get(file.name)
    if (counts !== path)
      problems.push({ code: 'same-name', path, policy: file.name, message: `${path}: ${counts} counts instead` })
  }

  const { policies, findings, leftOut } = takePolicies(
    files.map(({ file }) => file),
    options,
  )
  for (const { name, problem } of leftOut) {
    const { what: _, ...place } = problem
    const path = pathOf.get(name) ?? name
    problems.push({ ...place, path, message: `${path}: ${problem.message}` })
  }
  return { isRead: source.kind === 'directory' || files.length > 0, policies, findings, problems }
}

type Failed = Readonly<{ problem: LoadProblem }>
type Read = Readonly<{ file: PolicyFile; path: string }>

async function readDirectory(directory: string, options: PolicyOptions): Promise<Failed | (Failed | Read)[]> {
  let names: string[]
  try {
    names = await readdir(directory)
  } catch (error) {
    return { problem: { code: 'unreadable', path: directory, message: `${directory} cannot be read: ${why(error)}` } }
  }
  const wanted = names.filter(name => !name.startsWith('.') && name.endsWith('.policy')).toSorted(compareNames)
  const read: (Failed | Read)[] = []
  for (const [at, name] of wanted.entries()) {
    const [path, policy] = [join(directory, name), name.slice(0, name.indexOf('.policy'))]
    if (at < MAX_POLICIES) read.push(await readPolicy(path, policy, options))
    else read.push(notRead('too-many', path, policy, `is one too many: there may be ${MAX_POLICIES} policies`))
  }
  return read
}

async function readPolicy(path: string, name: string, options: PolicyOptions): Promise<Failed | Read> {
  let handle: FileHandle | undefined
  try {
    // A pipe without anybody at its other end would otherwise wait for ever.
    handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
    const stat = await handle.stat()
    if (!stat.isFile()) return notRead('not-a-file', path, name, 'is no file')
    const bytes = new Uint8Array(MAX_FILE_BYTES + 1)
    let length = 0
    for (let got = 1; got > 0 && length < bytes.length; length += got)
      got = (await handle.read(bytes, length, bytes.length - length)).bytesRead
    if (length > MAX_FILE_BYTES) return notRead('too-large', path, name, `is larger than ${MAX_FILE_BYTES} bytes`)
    // MOM does not know a byte order mark: it ends the program there.
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: options.compatibility === 'strict' })
    return { file: { name, text: decoder.decode(bytes.subarray(0, length)) }, path }
  } catch (error) {
    if (error instanceof TypeError) return notRead('not-utf-8', path, name, 'is not UTF-8')
    return notRead('unreadable', path, name, `cannot be read: ${why(error)}`)
  } finally {
    await handle?.close()
  }
}

const notRead = (code: LoadProblemCode, path: string, policy: string, what: string): Failed => ({
  problem: { code, path, policy, message: `${path} ${what}` },
})

const why = (error: unknown) => (error instanceof Error ? error.message : String(error))
