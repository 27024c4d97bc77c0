import { z } from 'zod'

/**
 * What a support bundle consists of. Each kind stands once or many times:
 * - config: one setting. snapshot: what was read of the engine last. watched: since when hosts are overloaded
 * - question: what a plan was made from, and the plan. advice: the last answer for a cluster
 * - recommendation (with its explanation), run, delivery, audit: newest first. automation, tuning: what people have set
 * - unit: a policy unit and its last verdicts. plugin: a file of them. host: how it is connected, and what was decided there
 * - health, metrics, log (one line), finding (of doctor). problem: what could not be had, and why
 */
export const supportRecordKinds = [
  'config',
  'health',
  'snapshot',
  'watched',
  'question',
  'advice',
  'recommendation',
  'run',
  'delivery',
  'audit',
  'automation',
  'tuning',
  'unit',
  'plugin',
  'host',
  'metrics',
  'log',
  'finding',
  'problem',
] as const
export type SupportRecordKind = (typeof supportRecordKinds)[number]

export const supportRecordSchema = z
  .object({ kind: z.enum(supportRecordKinds), value: z.unknown() })
  .meta({ id: 'SupportRecord' })
export type SupportRecord = Readonly<z.infer<typeof supportRecordSchema>>

export const supportRecordsSchema = z
  .object({ records: z.array(supportRecordSchema).describe('Without secrets, with names') })
  .meta({ id: 'SupportRecords' })
export type SupportRecords = z.infer<typeof supportRecordsSchema>
