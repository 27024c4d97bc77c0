import { hostConnections } from './host-connections.ts'
import { flag, integer, port, text } from './setting.ts'

/** How the hosts themselves are reached, and how often they are asked. Part of `settings`. */
export const hostSettings = {
  'hosts.connect': hostConnections({
    default: [],
    help: 'How the hosts of a cluster are reached: none, vdsm, libvirt+tls, libvirt+ssh, libvirt+unix, libvirt+unix:PATH or simulated; * is every other cluster. Left out: none, and all figures are the engine’s.',
  }),
  'hosts.caFile': text({
    default: '',
    argument: '<file>',
    help: 'PEM file of the authority that signed the hosts’ certificates; /etc/pki/ovirt-engine/ca.pem on the engine. For vdsm and libvirt+tls.',
  }),
  'hosts.certificateFile': text({
    default: '',
    argument: '<file>',
    help: 'PEM file of a certificate that this authority signed for us: the hosts let in whoever has one.',
  }),
  'hosts.keyFile': text({
    default: '',
    argument: '<file>',
    help: 'PEM file of its private key, without passphrase; must be readable by its owner only.',
  }),
  'hosts.vdsmPort': port({ default: 54_321, help: 'Port of vdsm on the hosts.' }),
  'hosts.vdsmTls': flag({
    default: true,
    help: 'false: vdsm is spoken to without TLS, as hosts with ssl=false want it.',
  }),
  'hosts.libvirtPort': port({ default: 16_514, help: 'Port of libvirt on the hosts, for libvirt+tls.' }),
  'hosts.sshUser': text({
    default: 'root',
    argument: '<user>',
    help: 'Who logs in on the hosts, for libvirt+ssh. Its key and the hosts’ keys are what ssh has for the service’s own user.',
  }),
  'hosts.saslUser': text({
    default: '',
    argument: '<user>',
    help: 'Whom libvirt knows us as, where it asks: vdsm@ovirt on hosts of oVirt. Empty: it does not ask.',
  }),
  'hosts.saslPasswordFile': text({
    default: '',
    argument: '<file>',
    help: 'File whose first line is the password of that user; must be readable by its owner only.',
  }),
  'hosts.sampleInterval': integer({
    default: 15,
    min: 2,
    max: 3600,
    unit: 'seconds',
    help: 'How often each host is asked for its figures and those of its VMs.',
  }),
  'hosts.concurrency': integer({
    default: 32,
    min: 1,
    max: 512,
    unit: 'hosts',
    help: 'How many hosts may be asked, or connected to, at once.',
  }),
  'hosts.callTimeout': integer({
    default: 10,
    min: 1,
    max: 300,
    unit: 'seconds',
    help: 'How long a host may take to answer, and to let us in.',
  }),
}
