import { type ProcedureName, procedureNumbers, programs, type QemuProcedureName } from './procedure-numbers.ts'
import type { XdrReader } from './xdr-reader.ts'
import type { XdrWriter } from './xdr-writer.ts'

/** What can be asked of a daemon: a number, how the question is written and how the answer is read. */
export type Procedure<Args, Result> = Readonly<{
  name: ProcedureName | QemuProcedureName
  program: number
  number: number
  /** It changes something, and may take longer. */
  changes: boolean
  /** The guest has to answer first, which may take far longer. */
  waitsForGuest?: boolean
  encode: (writer: XdrWriter, args: Args) => void
  /** Bytes behind the answer are ignored: a newer daemon may say more. */
  decode: (reader: XdrReader) => Result
}>

export function reads<Args, Result>(
  name: ProcedureName,
  encode: Procedure<Args, Result>['encode'],
  decode: Procedure<Args, Result>['decode'],
): Procedure<Args, Result> {
  return { name, program: programs.remote, number: procedureNumbers[name], changes: false, encode, decode }
}

/** Answers nothing but that it was done. */
export function changes<Args>(name: ProcedureName, encode: Procedure<Args, void>['encode']): Procedure<Args, void> {
  const number = procedureNumbers[name]
  return { name, program: programs.remote, number, changes: true, encode, decode: () => undefined }
}

/** For procedures without arguments. */
export const nothing = (): void => undefined
