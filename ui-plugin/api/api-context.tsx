import { createContext, type ReactNode, useContext, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { type ApiClient, createClient } from './client.ts'
import { type Live, type LiveState, startLive } from './live.ts'

type Api = Readonly<{ client: ApiClient; live: Live | undefined }>

const ApiContext = createContext<Api | undefined>(undefined)

export type ApiProviderProps = Readonly<{
  /** The portal session's token; must be stable. */
  token: () => string
  /** What stands in place of everything once the session has ended: nothing is asked any more. */
  ended: ReactNode
  children: ReactNode
}>

/** Gives the pages below one client and one event stream. */
export function ApiProvider({ token, ended, children }: ApiProviderProps) {
  const [isOver, setOver] = useState(false)
  const [live, setLive] = useState<Live>()
  const access = useMemo(
    () => ({
      token,
      onSessionEnd: () => setOver(true),
      fetch: (...args: Parameters<typeof fetch>) => window.fetch(...args),
    }),
    [token],
  )

  useEffect(() => {
    if (isOver) return
    const started = startLive(access)
    setLive(started)
    return () => started.stop()
  }, [access, isOver])

  const client = useMemo(() => createClient(access), [access])
  const api = useMemo(() => ({ client, live }), [client, live])
  return isOver ? ended : <ApiContext value={api}>{children}</ApiContext>
}

function useApi(): Api {
  const api = useContext(ApiContext)
  if (api === undefined) throw new Error('useClient and useLive work below an ApiProvider only')
  return api
}

export const useClient = (): ApiClient => useApi().client

/** The event stream; undefined until it was started. */
export const useLive = (): Live | undefined => useApi().live

export function useLiveState(): LiveState {
  const live = useLive()
  return useSyncExternalStore(live?.onState ?? never, live?.state ?? connecting)
}

const never = () => () => undefined
const connecting = (): LiveState => 'connecting'
