#!/bin/bash
# usage: make_samples.sh [STORY...]     make sample_logs/ anew, all stories or the named ones (as root)
set -euo pipefail
cd "$(dirname "$0")/.."
PYTHONDONTWRITEBYTECODE=1 exec /usr/bin/python3 -W ignore::DeprecationWarning -m rig.make_samples "$@"
