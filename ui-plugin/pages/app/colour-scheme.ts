/** PatternFly's dark theme is a class on the root element; we follow what the browser asks for, also when it changes. */
export function followColourScheme(): void {
  const dark = window.matchMedia('(prefers-color-scheme: dark)')
  const apply = () => document.documentElement.classList.toggle('pf-v6-theme-dark', dark.matches)
  dark.addEventListener('change', apply)
  apply()
}
