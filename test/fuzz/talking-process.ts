/** A process of a plugin that is none: it has the pipes of one, and answers each line with what the test wants said. */
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { createInterface } from 'node:readline'
import { PassThrough } from 'node:stream'
import type { ToPlugin } from '../../server/runtime/sandbox/plugin-wire.ts'
import type { Asked, Saying } from './said-by-plugin.ts'

export type TalkingProcess = ChildProcessWithoutNullStreams & Readonly<{ isOver(): boolean }>

/** `sayingTo`: what comes in answer, first to being started. The pieces arrive one after the other. */
export function talkingProcess(sayingTo: (asked: Asked) => Saying): TalkingProcess {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()]
  const child = new EventEmitter()
  let isOver = false

  function end(code: number | null, signal: string | null): void {
    if (isOver) return
    isOver = true
    stdin.destroy()
    stderr.end()
    stdout.end(() => child.emit('close', code, signal))
  }

  async function say({ chunks, ends = false }: Saying, id: number): Promise<void> {
    for (const chunk of chunks) {
      await new Promise(resolve => setImmediate(resolve))
      if (!isOver) stdout.write(chunk.replaceAll('ID', String(id)))
    }
    if (ends) end(1, null)
  }

  createInterface({ input: stdin }).on('line', line => {
    const message = JSON.parse(line) as ToPlugin
    if (message.do === 'call' || message.do === 'ask') void say(sayingTo(message.function), message.id)
  })
  void say(sayingTo('load'), 0)
  return Object.assign(child, {
    ...{ stdin, stdout, stderr, pid: undefined },
    isOver: () => isOver,
    kill() {
      queueMicrotask(() => end(null, 'SIGKILL'))
      return true
    },
  }) as unknown as TalkingProcess
}
