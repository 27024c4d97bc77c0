/** A text is no Python literal. The message goes on from a subject: "is too long", "lacks a )". */
export class PythonLiteralError extends Error {
  override readonly name = 'PythonLiteralError'
  /** Offset of the character where reading stopped, line ends counted as one. */
  readonly position: number

  constructor(problem: string, position: number) {
    super(problem)
    this.position = position
  }
}
