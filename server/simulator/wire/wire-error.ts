/**
 * A request body the engine would not read. `syntax`: not well formed, or a member the type does not have. `value`:
 * a member whose text is not of its kind.
 */
export class WireError extends Error {
  readonly kind: 'syntax' | 'value'
  constructor(kind: WireError['kind'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'WireError'
    this.kind = kind
  }
}
