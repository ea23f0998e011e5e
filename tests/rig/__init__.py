"""The rig: a real small mail server and a made-up internet, and the truth of what happened between them.

reason = rig.available()                    # why it cannot run here, or None
run = rig.run("warn", seed, 300, tmp_path)  # run.mail_log, run.truth()
rig.truth.refused_for_spf(run.truth())      # figures to compare a report with
"""

from . import records, truth
from .running import Options, RigError, Run, available, run

__all__ = ["Options", "RigError", "Run", "available", "records", "run", "truth"]
