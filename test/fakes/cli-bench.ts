/** What commands on files are tested with: a folder of such files, and ears for what is said. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'

/** One folder for all tests of a file, gone after them. To be asked for at the top of a test file. */
export function cliBench() {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'cli-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return {
    get folder() {
      return folder
    },
    /** Writes it, and tells its whole path. */
    file(name: string, text: string): string {
      writeFileSync(join(folder, name), text)
      return join(folder, name)
    },
  }
}

/** What a command says to these two, without `cut` wherever that stands in it. */
export function captured(cut: string) {
  const printed: string[] = []
  const complaints: string[] = []
  const tell = (into: string[]) => (text: string) => void into.push(text.replaceAll(cut, ''))
  return { printed, complaints, print: tell(printed), complain: tell(complaints) }
}
