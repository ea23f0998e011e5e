"""What each story's TLS verdicts say of whom, held against what the run's clients and servers saw.

Nothing here reads the log: who would be cut off is worked out from the truth that was kept with it.
"""

from collections import Counter, defaultdict
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import pytest

import loganalyzer as la
from loganalyzer.advice.advice import Advice
from loganalyzer.terms.organisation import client_network, organisation_of
from tests.rig import truth
from tests.rig.records import Outbound, Session, Tls, Truth
from tests.rig.world import ourselves
