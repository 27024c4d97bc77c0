import { InvalidArgumentError } from 'commander'

/** Parsers for options that are not settings. commander adds the option's name to the message. */

export const wholeNumber =
  (min: number, max: number) =>
  (given: string): number => {
    const value = Number(given)
    if (/^[0-9]{1,9}$/.test(given) && value >= min && value <= max) return value
    throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`)
  }

export const decimal =
  (min: number, max: number) =>
  (given: string): number => {
    const value = Number(given)
    if (given.trim() !== '' && value >= min && value <= max) return value
    throw new InvalidArgumentError(`It must be a number from ${min} to ${max}.`)
  }

export const httpUrl = (given: string): string => {
  if (URL.canParse(given) && /^https?:$/.test(new URL(given).protocol)) return given
  throw new InvalidArgumentError('It must be an address such as http://localhost:18781/.')
}

/** ISO 8601 → ms since 1970. */
export const instant = (given: string): number => {
  const ms = Date.parse(given)
  if (/^\d{4}-\d{2}-\d{2}/.test(given) && Number.isFinite(ms)) return ms
  throw new InvalidArgumentError('It must be a time such as 2026-03-01T09:00Z.')
}
