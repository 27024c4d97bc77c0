import { Button } from '@patternfly/react-core'
import { useState } from 'react'
import type { WatchedHostView } from '../../../shared/api/hosts.ts'
import type { HostProblem } from '../../../shared/model/watched-host.ts'
import { Alert } from '../../components/alert.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { problemOf } from './watched-host-facts.ts'

/** Hosts with the same fix; `problem` is that of the first. */
export type AlikeHosts = Readonly<{ hosts: readonly string[]; problem: HostProblem }>

/** One entry for each fix, the most frequent first: what an operator has to do, not what was noticed. */
export function alikeProblems(hosts: readonly WatchedHostView[]): readonly AlikeHosts[] {
  const troubled = hosts.flatMap(host => {
    const problem = problemOf(host)
    return problem === undefined ? [] : [{ name: host.name, problem }]
  })
  const groups = Map.groupBy(troubled, ({ problem }) => `${problem.code} ${problem.fix}`)
  return [...groups.values()]
    .flatMap(alike =>
      alike[0] === undefined ? [] : [{ hosts: alike.map(({ name }) => name), problem: alike[0].problem }],
    )
    .toSorted((a, b) => b.hosts.length - a.hosts.length)
}

const NAMED = 5
const FIRST = 2

/** What is wrong with which hosts and what to do about it; nothing where nothing is. */
export function HostProblems({ hosts }: Readonly<{ hosts: readonly WatchedHostView[] }>) {
  const { t } = useTexts()
  const [showsAll, setShowsAll] = useState(false)
  const all = alikeProblems(hosts)
  const rest = all.length - FIRST
  return (
    <>
      {all.slice(0, showsAll ? all.length : FIRST).map(alike => (
        <Trouble key={`${alike.problem.code} ${alike.problem.fix}`} {...alike} />
      ))}
      {rest > 0 && (
        <Button variant="link" isInline aria-expanded={showsAll} onClick={() => setShowsAll(!showsAll)}>
          {showsAll ? t('host.problems.fewer') : t('host.problems.more', { count: rest })}
        </Button>
      )}
    </>
  )
}

function Trouble({ hosts, problem: { code, message, fix } }: AlikeHosts) {
  const { t, phrase } = useTexts()
  const named = hosts.slice(0, NAMED).join(', ')
  const names = hosts.length > NAMED ? t('host.problems.hosts', { hosts: named, count: hosts.length - NAMED }) : named
  return (
    <Alert
      component="h3"
      isInline
      variant="warning"
      className="host-problem"
      title={t('host.problems.title', { count: hosts.length, hosts: names })}
    >
      <p>{t('host.problems.one', { hosts: hosts.length, host: hosts[0] ?? '', message })}</p>
      <p>{phrase(fix)}</p>
      <p className="failure-code">{t('state.code', { code })}</p>
    </Alert>
  )
}
