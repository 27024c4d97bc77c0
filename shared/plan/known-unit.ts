/** A policy unit of a site as it was last seen: enough to notice that it was added, edited or removed. */
export type KnownUnit = Readonly<{
  id: string
  /** The plugin's file. */
  source: string
  /** SHA-256 of the file, hexadecimal. */
  checksum: string
}>
