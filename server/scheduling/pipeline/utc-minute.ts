/** A time for people: "2026-08-19 12:00 UTC". The service and its reader may live in different time zones. */
export const utcMinute = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`
