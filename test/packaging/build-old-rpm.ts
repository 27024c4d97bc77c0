import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { proxyService } from '../../server/cli/import-proxy/proxy-service.ts'

/** A stand-in for the RPM of ovirt-scheduler-proxy 0.1.9: its name, its unit, and one plugin where it had them. Returns the file. */
export function buildOldRpm(folder: string): string {
  const top = join(folder, 'old')
  const spec = join(top, 'ovirt-scheduler-proxy.spec')
  mkdirSync(top)
  writeFileSync(spec, text)
  const flags = ['--define', `_topdir ${top}`, '--define', '_rpmfilename %{NAME}.rpm']
  const { status, stderr } = spawnSync('rpmbuild', ['-bb', '--quiet', ...flags, spec], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`rpmbuild: ${stderr}`)
  return join(top, 'RPMS', 'ovirt-scheduler-proxy.rpm')
}

const plugins = '/usr/share/ovirt-scheduler-proxy/plugins'
const unit = `/usr/lib/systemd/system/${proxyService}`

const text = `
Name: ovirt-scheduler-proxy
Version: 0.1.9
Release: 1
Summary: Stand-in
License: Apache-2.0
BuildArch: noarch
%description
Stand-in
%install
mkdir -p %{buildroot}${plugins} %{buildroot}/usr/lib/systemd/system
cat > %{buildroot}${plugins}/old_unit.py <<'END'
class old_unit(object):
    properties_validation = ''

    def do_filter(self, hosts, vm, properties):
        """Keeps all hosts"""
        print(hosts)
END
printf '[Service]\\nExecStart=/bin/true\\n' > %{buildroot}${unit}
%files
/usr/share/ovirt-scheduler-proxy
${unit}
`
