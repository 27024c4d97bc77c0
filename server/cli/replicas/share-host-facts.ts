import { z } from 'zod'
import { watchedHostDetailSchema, watchedHostSchema } from '../../../shared/api/hosts.ts'
import { hostPinsSchema } from '../../../shared/api/pins.ts'
import { hostHistorySchema, hostTuningFactsSchema } from '../../../shared/api/tuning.ts'
import { tuningModes } from '../../../shared/model/tuning.ts'
import type { HostFacts, ListedHost } from '../../api/host-facts.ts'
import type { HostQuestion } from '../../replicas/messages.ts'
import type { Questions } from '../../replicas/questions.ts'
import type { Log } from '../../telemetry/log.ts'

type Deps = Readonly<{
  questions: Questions
  /** Whether a host is asked and tuned by this replica. */
  isOurs: (hostId: string) => boolean
  log: Pick<Log, 'warn'>
}>

const listSchema = z.array(z.object({ host: watchedHostSchema, mode: z.enum(tuningModes) }))

/**
 * What is known of every host, whichever replica is connected to it; the others are told of ours. Where the holder does not answer, the host is
 * shown as it is known here: another replica is connected to it.
 */
export function shareHostFacts(own: HostFacts, { questions, isOurs, log }: Deps): HostFacts {
  const ofOurs = async (): Promise<readonly ListedHost[]> => (await own.list()).filter(({ host }) => isOurs(host.id))
  questions.answerWith(async question => {
    if (question.what === 'list') return await ofOurs()
    return isOurs(question.id) ? await own[question.what](question.id) : undefined
  })

  /** Those that are of the shape that this version knows: another may be about to be upgraded. */
  async function askOthers<T>(question: HostQuestion, schema: z.ZodType<T>): Promise<T[]> {
    const answers = await questions.ask(question, question.what === 'list' ? 'all' : 'one')
    return answers.flatMap(answer => {
      const { success, data, error } = schema.safeParse(answer)
      if (success) return [data]
      log.warn({ error, question }, 'Another replica answers in a shape that this version does not know.')
      return []
    })
  }

  const askHolder =
    <T>(
      what: Exclude<HostQuestion['what'], 'list'>,
      schema: z.ZodType<T>,
      ask: (id: string) => Promise<T | undefined>,
    ) =>
    async (id: string): Promise<T | undefined> =>
      isOurs(id) ? await ask(id) : ((await askOthers({ what, id }, schema))[0] ?? (await ask(id)))

  return {
    async list() {
      const [known, others] = await Promise.all([own.list(), askOthers({ what: 'list' }, listSchema)])
      const elsewhere = new Map(others.flat().map(listed => [listed.host.id, listed]))
      return known.map(listed => (isOurs(listed.host.id) ? listed : (elsewhere.get(listed.host.id) ?? listed)))
    },
    host: askHolder('host', watchedHostDetailSchema, own.host),
    tuning: askHolder('tuning', hostTuningFactsSchema, own.tuning),
    pins: askHolder('pins', hostPinsSchema, own.pins),
    history: askHolder('history', hostHistorySchema, own.history),
  }
}
