#!/bin/sh
# ovirt-scheduler, on the Node that the package brought, else on the machine's own.
node=/usr/libexec/ovirt-scheduler/node
if [ ! -x "$node" ]; then
  node=${OVIRT_SCHEDULER_NODE:-node}
  major=$("$node" -p 'process.versions.node.split(".")[0]' 2>/dev/null) || major=0
  if [ "$major" -lt 26 ]; then
    echo "error: ovirt-scheduler needs Node 26 or newer; $node is $("$node" --version 2>/dev/null || echo missing)." \
      "Install nodejs 26, or name one by OVIRT_SCHEDULER_NODE." >&2
    exit 1
  fi
fi
# Not a setting of the service, which knows no other names of that kind.
unset OVIRT_SCHEDULER_NODE
exec "$node" /usr/share/ovirt-scheduler/dist/server/main.js "$@"
