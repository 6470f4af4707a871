#!/bin/sh
# Sees to what the screener is set up with: Python 3.11 or newer with its venv module, and what compiles the rule engine.
# Root gets what is missing installed; everybody else is told the command. The argument is the Python to use.
set -u
python=${1:-python3}
packages="python3 python3-venv python3-dev gcc libc6-dev"

runs() {
  "$python" -c "$1" 2>/dev/null
}

compiles() {
  echo '#include <Python.h>' |
    gcc -fsyntax-only -x c -I "$("$python" -c 'import sysconfig; print(sysconfig.get_path("include"))')" - 2>/dev/null
}

# The first thing that is missing, in words; nothing if all is there.
missing() {
  if ! runs 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "Python 3.11 or newer is needed. Found: $("$python" --version 2>&1 | head -n 1)."
  elif ! runs 'import ensurepip, venv'; then
    echo "Python's venv module is missing; the screener is set up in an environment of its own."
  elif ! command -v gcc >/dev/null; then
    echo "gcc is missing; the rule engine is compiled once during set-up."
  elif ! compiles; then
    echo "Python.h is missing; the rule engine is compiled once during set-up."
  fi
}

lacks=$(missing)
# The system's packages are of no help to a Python from elsewhere.
if [ -n "$lacks" ] && [ "$python" = python3 ] && "${0%/*}/packages.sh" $packages; then
  lacks=$(missing)
fi
if [ -n "$lacks" ]; then
  echo "$lacks" >&2
  echo "Install it with: sudo apt-get install -y $packages" >&2
  echo "or name another Python: make app PYTHON=python3.12" >&2
  exit 1
fi
