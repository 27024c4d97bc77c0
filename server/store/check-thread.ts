/** The thread in which a store file is checked: one file, one answer. */
import { parentPort, workerData } from 'node:worker_threads'
import type { Checked } from './check-in-thread.ts'
import { checkStoreFile } from './check-store-file.ts'
import { toStoreError } from './store-error.ts'

const file = workerData as string

function check(): Checked {
  try {
    checkStoreFile(file)
    return {}
  } catch (error) {
    const { code, message } = toStoreError(file, error)
    return { code, message }
  }
}

parentPort?.postMessage(check())
