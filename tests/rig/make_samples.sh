#!/bin/bash
# usage: make_samples.sh [--retell] [STORY...]
# Make sample_logs/ anew, all stories or the named ones (as root); --retell only writes their READMEs and figures.
set -euo pipefail
cd "$(dirname "$0")/.."
PYTHONDONTWRITEBYTECODE=1 exec /usr/bin/python3 -W ignore::DeprecationWarning -m rig.make_samples "$@"
