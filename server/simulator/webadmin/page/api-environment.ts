import type { PluginApi } from './plugin-contract.ts'
import type { Caller, Gate, PluginServices } from './plugin-services.ts'

type EnvironmentApi = Pick<
  PluginApi,
  'loginUserName' | 'loginUserId' | 'ssoToken' | 'engineBaseUrl' | 'currentLocale' | 'currentPlace' | 'rootTag'
>

/** Who and where we are: allowed while a plugin loads, nothing after it failed. */
export function environmentApi(services: PluginServices, gate: Gate): EnvironmentApi & ThisType<Caller> {
  const { session, navigation, locale } = services

  function loggedIn<T>(value: T): T {
    if (!services.isLoggedIn()) throw new Error('Nobody is logged in yet: wait for UserLogin')
    return value
  }

  return {
    loginUserName() {
      return gate.get(this, () => loggedIn(session.userName))
    },
    loginUserId() {
      return gate.get(this, () => loggedIn(session.userId))
    },
    ssoToken() {
      return gate.get(this, () => session.token)
    },
    engineBaseUrl() {
      return gate.get(this, () => `${window.location.origin}/ovirt-engine/`)
    },
    currentLocale() {
      return gate.get(this, () => locale)
    },
    currentPlace() {
      return gate.get(this, () => navigation.currentToken())
    },
    rootTag() {
      return gate.get(this, () => ({ name: 'root', description: 'root', selected: false, children: [] }))
    },
  }
}
