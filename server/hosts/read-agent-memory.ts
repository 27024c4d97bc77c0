import { z } from 'zod'
import type { AgentMemory } from '../../shared/model/host-reading.ts'
import type { HostAccess } from './host-client.ts'
import { HostError } from './host-error.ts'
import { figuresOf } from './proc-figures.ts'

type AskAgent = (execute: string, args: Readonly<Record<string, unknown>>, signal: AbortSignal) => Promise<unknown>

const handleSchema = z.int()
const pieceSchema = z.object({
  count: z.int().nonnegative(),
  'buf-b64': z.string().optional(),
  eof: z.boolean(),
})

const PIECE_BYTES = 4096
const MOST_BYTES = 65_536
/** For what is not given up halfway: a file that was opened must be closed. */
const PATIENCE_MS = 20_000

/**
 * What the kernel of a Linux guest says of its memory, through the guest agent: whole files, where MOM reads their first
 * 1024 bytes. Rejects with HostError: that of `askGuestAgent`, `host-refused` also for a guest without these files.
 */
export async function readAgentMemory(
  { askGuestAgent }: Pick<HostAccess, 'askGuestAgent'>,
  vmId: string,
  signal: AbortSignal,
): Promise<AgentMemory> {
  if (askGuestAgent === undefined) {
    throw new HostError('host-unsupported', 'Guest agents cannot be asked by this way to the host.')
  }
  const ask: AskAgent = (execute, args, callSignal) => askGuestAgent(vmId, { execute, arguments: args }, callSignal)
  // Answered at once or not at all: nothing is opened where nobody listens.
  await askGuestAgent(vmId, { execute: 'guest-ping' }, signal)
  const memory = figuresOf(await readGuestFile(ask, '/proc/meminfo', signal))
  const paging = figuresOf(await readGuestFile(ask, '/proc/vmstat', signal))
  return toAgentMemory(memory, paging)
}

async function readGuestFile(ask: AskAgent, path: string, signal: AbortSignal): Promise<string> {
  signal.throwIfAborted()
  const told = await ask('guest-file-open', { path, mode: 'r' }, AbortSignal.timeout(PATIENCE_MS))
  const handle = parsed(handleSchema, told, 'guest-file-open')
  try {
    return await readAll(ask, handle, signal)
  } finally {
    // A file that stays open in the guest is the guest's loss, and no reason to lose what was read.
    await ask('guest-file-close', { handle }, AbortSignal.timeout(PATIENCE_MS)).catch(ignoreHostError)
  }
}

async function readAll(ask: AskAgent, handle: number, signal: AbortSignal): Promise<string> {
  const pieces: Buffer[] = []
  let bytes = 0
  while (bytes < MOST_BYTES) {
    const told = await ask('guest-file-read', { handle, count: PIECE_BYTES }, signal)
    const { count, eof, ...rest } = parsed(pieceSchema, told, 'guest-file-read')
    const piece = Buffer.from(rest['buf-b64'] ?? '', 'base64')
    pieces.push(piece)
    bytes += piece.length
    if (eof || count === 0 || piece.length === 0) break
  }
  return Buffer.concat(pieces).toString('utf8', 0, MOST_BYTES)
}

type Figures = ReadonlyMap<string, number>

function toAgentMemory(memory: Figures, paging: Figures): AgentMemory {
  const [totalKiB, unusedKiB] = [memory.get('MemTotal'), memory.get('MemFree')]
  if (totalKiB === undefined || unusedKiB === undefined) {
    throw new HostError('host-refused', 'The guest’s /proc/meminfo does not tell its memory.')
  }
  const [faults, majorFaults] = [paging.get('pgfault'), paging.get('pgmajfault')]
  const others = {
    buffersKiB: memory.get('Buffers'),
    cachedKiB: memory.get('Cached'),
    swapTotalKiB: memory.get('SwapTotal'),
    swapFreeKiB: memory.get('SwapFree'),
    majorFaults,
    // The kernel counts major ones among all.
    minorFaults: faults === undefined || majorFaults === undefined ? undefined : Math.max(0, faults - majorFaults),
    swapInPages: paging.get('pswpin'),
    swapOutPages: paging.get('pswpout'),
  }
  const told = Object.entries(others).filter(([, figure]) => figure !== undefined)
  return { totalKiB, unusedKiB, ...Object.fromEntries(told) }
}

function parsed<T>(schema: z.ZodType<T>, value: unknown, execute: string): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw new HostError('host-refused', `The guest agent answered ${execute} with something else than promised.`)
}

function ignoreHostError(error: unknown): void {
  if (!(error instanceof HostError) && !(error instanceof DOMException)) throw error
}
