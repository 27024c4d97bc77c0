import { element } from './element.ts'
import { logIn } from './engine-rest.ts'

/** Asks for name and password until the engine accepts them. `reason` says why one has to log in again. */
export function createLoginForm(reason: string, onLogIn: (token: string) => void): HTMLElement {
  const user = element('input', {
    class: 'login-field',
    id: 'username',
    name: 'username',
    autocomplete: 'username',
    required: true,
  })
  const password = element('input', {
    class: 'login-field',
    id: 'password',
    name: 'password',
    type: 'password',
    autocomplete: 'current-password',
    required: true,
  })
  user.value = 'admin@internal'
  const error = element('p', { class: 'login-error', role: 'alert' }, reason)
  const submit = element('button', { type: 'submit', class: 'button primary' }, 'Log in')
  const form = element(
    'form',
    { class: 'login' },
    element('h1', {}, 'Administration Portal'),
    element(
      'p',
      { class: 'login-what' },
      'A stand-in for oVirt’s portal, on a simulated engine. Nothing here touches a real host.',
    ),
    error,
    element('label', { for: 'username' }, 'User'),
    user,
    element('label', { for: 'password' }, 'Password'),
    password,
    submit,
    element('p', { class: 'login-hint' }, 'The simulated user is admin@internal, password admin.'),
  )

  async function tryLogIn(): Promise<void> {
    submit.disabled = true
    error.textContent = ''
    try {
      onLogIn(await logIn(user.value.trim(), password.value))
    } catch (failure) {
      error.textContent = failure instanceof Error ? failure.message : String(failure)
      submit.disabled = false
      password.select()
    }
  }

  form.addEventListener('submit', event => {
    event.preventDefault()
    void tryLogIn()
  })
  return element('main', { class: 'login-page' }, form)
}
