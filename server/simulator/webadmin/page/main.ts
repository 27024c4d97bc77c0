/** The stand-in Administration Portal: log in, then everything else. */
import { actionButton, element } from './element.ts'
import { createEngineRest, EngineRestError } from './engine-rest.ts'
import { createLoginForm } from './login-form.ts'
import { openSession, readPluginDefinitions } from './open-session.ts'
import { createPortal } from './portal.ts'

const TOKEN_KEY = 'stand-in-portal.token'
const REASON_KEY = 'stand-in-portal.reason'

const root = document.getElementById('portal') ?? document.body

/** Forgets the token and loads the page anew, as the real portal does: plugins are not told. */
function leave(reason: string): void {
  sessionStorage.removeItem(TOKEN_KEY)
  sessionStorage.setItem(REASON_KEY, reason)
  window.location.reload()
}

function askForLogin(): void {
  const reason = sessionStorage.getItem(REASON_KEY) ?? ''
  sessionStorage.removeItem(REASON_KEY)
  const form = createLoginForm(reason, token => {
    sessionStorage.setItem(TOKEN_KEY, token)
    void open(token)
  })
  root.replaceChildren(form)
  form.querySelector<HTMLInputElement>('#password')?.focus()
}

async function open(token: string): Promise<void> {
  root.replaceChildren(element('div', { class: 'loading', role: 'status' }, 'Loading …'))
  const { signal } = new AbortController()
  const rest = createEngineRest(token, () => leave('Your session has ended. Log in again.'))
  try {
    const session = await openSession(token, rest, signal)
    const pluginDefinitions = await readPluginDefinitions(token, signal)
    const portal = createPortal(root, session, rest, pluginDefinitions, localeOf(window.location.search), () =>
      leave(''),
    )
    const [userName = '', domain = ''] = session.userName.split(/@(?=[^@]*$)/)
    Object.assign(window, {
      pluginDefinitions,
      userInfo: { id: session.userId, userName, domain, isAdmin: session.isAdmin, ssoToken: token },
      baseContextPath: { value: '/ovirt-engine/' },
      pluginApi: portal.pluginApi,
      standInPortal: portal.standInPortal,
    })
    portal.start()
  } catch (error) {
    showFailure(error, token)
  }
}

function showFailure(error: unknown, token: string): void {
  if (error instanceof EngineRestError && error.status === 401) return
  if (error instanceof EngineRestError && error.status === 403) {
    leave(error.message)
    return
  }
  root.replaceChildren(
    element(
      'main',
      { class: 'loading', role: 'alert' },
      element('p', {}, `The portal could not start. ${error instanceof Error ? error.message : String(error)}.`),
      actionButton('Try again', 'button primary', () => void open(token)),
    ),
  )
}

/** `?locale=ja_JP`, as the real portal takes it; plugins get `ja-JP`. */
const localeOf = (search: string) => new URLSearchParams(search).get('locale')?.replaceAll('_', '-') ?? 'en-US'

const token = sessionStorage.getItem(TOKEN_KEY)
if (token === null) askForLogin()
else void open(token)
