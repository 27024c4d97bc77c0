import { hash32, hashText } from './random.ts'

/** A UUID that is the same for the same seed, kind and number; shaped as version 4, as the engine's own are. */
export function entityId(seed: number, kind: string, number: number): string {
  const words = [1, 2, 3, 4].map(lane => hash32(seed, hashText(kind), number, lane))
  const hex = words.map(word => word.toString(16).padStart(8, '0')).join('')
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`
}
