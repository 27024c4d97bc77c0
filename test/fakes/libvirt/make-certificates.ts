import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const text = (path: string) => readFile(path, 'utf8')

/** The files, for a daemon, and what stands in them, for us. */
export type Certificate = Readonly<{ certFile: string; keyFile: string; certificate: string; key: string }>

/** A certificate authority of its own in `folder`, and what it signs: good for servers and clients. */
export async function makeAuthority(folder: string, name: string) {
  const file = (of: string, what: string) => join(folder, `${name}-${of}-${what}.pem`)
  const key = (of: string) => [
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-keyout',
    file(of, 'key'),
  ]
  const caFile = file('ca', 'cert')
  await run('openssl', ['req', '-x509', ...key('ca'), '-out', caFile, '-days', '2', '-subj', `/CN=${name}`])

  async function sign(subject: string, names = 'DNS:localhost,IP:127.0.0.1'): Promise<Certificate> {
    const [request, extensions, certFile] = [
      file(subject, 'request'),
      file(subject, 'extensions'),
      file(subject, 'cert'),
    ]
    await writeFile(
      extensions,
      `subjectAltName=${names}\nkeyUsage=digitalSignature,keyEncipherment\nextendedKeyUsage=serverAuth,clientAuth\n`,
    )
    await run('openssl', ['req', '-new', ...key(subject), '-out', request, '-subj', `/CN=${subject}`])
    const signing = ['-CA', caFile, '-CAkey', file('ca', 'key'), '-CAcreateserial', '-days', '2']
    await run('openssl', ['x509', '-req', '-in', request, ...signing, '-extfile', extensions, '-out', certFile])
    const keyFile = file(subject, 'key')
    return { certFile, keyFile, certificate: await text(certFile), key: await text(keyFile) }
  }
  return { caFile, ca: await text(caFile), sign }
}
