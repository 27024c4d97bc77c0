/** Exits 0 when the service of this container answers, at the address that its own settings name. */
import { execFileSync } from 'node:child_process'

const settings = execFileSync('ovirt-scheduler', ['config'], { encoding: 'utf8' })
const address = settings.match(/^rest\.address +"(\S+)"/m)?.[1] ?? '127.0.0.1'
const port = settings.match(/^rest\.port +(\d+)/m)?.[1] ?? '18780'
const host = address.includes(':') ? `[${address}]` : address
const reply = await fetch(`http://${host}:${port}/ovirt-scheduler/api/v1/health`)
// Well, or degraded and saying why: both are answers. Restarting it would help neither.
const { state } = await reply.json()
process.exitCode = state === undefined ? 1 : 0
