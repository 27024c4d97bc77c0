/** PEM text. The certificate opens every host of its authority: it is as valuable as root on all of them. */
export type HostTls = Readonly<{
  /** The engine’s authority, which signed the certificates of its hosts. */
  ca: string
  certificate: string
  key: string
}>
