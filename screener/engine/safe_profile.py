"""The profile in which durable-rules 2.0.28 was found to be right, each limit with the probe that showed it.

Outside it the C code hangs, crashes or drops rules.
"""

from __future__ import annotations

# More than 64 conditions pending at once end a run with error 303 and nothing fired (65 rules about one number). The
# pending ones never outnumber the paths through a ruleset. Every rule and every first condition begins a path, so this
# also keeps away from 256 rules with one condition (a crash) and 512 different first conditions (an endless loop).
PATHS_PER_RULESET = 56
# 16 groups in one rule: error 113 (15 alternatives that are groups of two).
GROUPS_PER_RAIL = 15
# 255 properties in one fact: error 302 (a fact with 260 properties).
FIELDS_PER_RULESET = 250
# Numbers have 64 bits: larger ones are cut to the largest and become equal (2**63 and 2**64).
LARGEST_NUMBER = 2**63 - 2

# Without a rule that always fires, deleting the state of a patient whom no rule matched frees garbage (a crash in 12
# of 12 fuzz runs). It also proves that a run went to its end.
CATCH_ALL = "@"
# One state at a time under one name: 1,024 live ones exhaust the engine, and names are told apart by hash only
# ("costarring" and "liquid" are one patient).
STATE = "s"
# Without an id of its own a fact is known by a 32-bit hash (5 of 150,000 facts were refused as already seen).
FACT_START = f'{{"{CATCH_ALL}":1,"sid":"{STATE}","id":"1"'
OWN_FIELDS = 3
# Names are compared by 32-bit hash only ("declinate" and "macallums" are one property); these have a meaning.
RESERVED_NAMES = (
    CATCH_ALL, "id", "sid", "m", "name", "all", "any", "pri", "count", "cap", "dist", "run",
    "$s", "$m", "$i", "$l", "$r", "$forward", "$time", "$timerName", "$baseTime", "$lt", "$lte", "$gt", "$gte", "$eq",
    "$neq", "$ex", "$nex", "$mt", "$imt", "$iall", "$iany", "$and", "$or", "$not", "$all", "$any", "$add", "$sub",
    "$mul", "$div",
)  # fmt: skip
