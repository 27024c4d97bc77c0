import { Worker } from 'node:worker_threads'
import { StoreError, type StoreErrorCode } from './store-error.ts'

/** What the thread answers; without a code the file is whole. */
export type Checked = Readonly<{ code?: StoreErrorCode; message?: string }>

/** In the source tree a file of its own, in what is installed one beside the bundle. */
const thread = new URL(import.meta.url.endsWith('.ts') ? './check-thread.ts' : './check-thread.js', import.meta.url)

/** As `checkStoreFile`, in a thread of its own: a large file takes longer than the engine should wait for an answer. */
export function checkInThread(file: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(thread, { workerData: file })
    worker.on('message', ({ code, message = '' }: Checked) =>
      code === undefined ? resolve() : reject(new StoreError(code, file, message)),
    )
    worker.on('error', reject)
    worker.on('exit', code => reject(new Error(`the thread that checks ${file} ended with ${code} and no answer`)))
  })
}
