import type { HostTls } from '../../../server/hosts/host-tls.ts'
import { pem } from '../pem.ts'
import type { VdsmServerTls } from './listen-vdsm.ts'

/** What a vdsm shows and asks for, and what it lets in. */
export const serverTls: VdsmServerTls = {
  certificate: pem('engine'),
  key: pem('engine-key'),
  clientCa: pem('callers-ca'),
}
export const clientTls: HostTls = { ca: pem('ca'), certificate: pem('caller'), key: pem('caller-key') }
