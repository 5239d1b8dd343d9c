"""Portfolio calculators against libraries, whole-array numpy, and what the machine can do at all.

Ratios are told twice, median and minimum over minimum; on a busy machine the second is the one to read.

Targets  1 stress ≤ 1.3 × its own draws; 2 ≤ 0.15 × numpy SFC64 drawing; 3 ten times the scenarios ≤ 10.5 ×
         time and ≤ 1.1 × memory; 4 equal bytes; 5 IRR ≥ 40 × pyxirr, ≥ 1,500 × numpy-financial, within
         1e-11; 6 XIRR ≥ 15 ×, NPV ≥ 80 ×; 7 schedules ≥ 200 × QuantLib, ≤ 8 × writing; 8 coverage ≥ 6 ×
         numpy, ≤ 3 × bytes ÷ triad; 9 payments ≥ 100 × Decimal, ≤ 3 × streaming, 0 fen off; 15 parts ≤ 1.1 ×
         in process; 16 ≥ 2,000 × LibreOffice's recalculation, ≥ 8 × from xlsx to xlsx; 17 first call ≤ 1 s
         after importing numba
         10, xlsx read into typed rows, stands in bench/imports.py as imports.typed_rows
Usage    python bench/calculators.py [--json] [--rounds 9] [--only stress,rates,...]
"""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench._calculators_cash import coverage_targets, payment_targets, schedule_targets
from bench._calculators_process import first_call_target, memory_target, part_targets, sheet_target
from bench._calculators_rates import rate_targets
from bench._calculators_stress import stress_targets
from bench._race import Target

GROUPS: dict[str, Callable[[int], list[Target]]] = {
    "stress": stress_targets,
    "memory": memory_target,
    "rates": rate_targets,
    "schedules": schedule_targets,
    "coverage": coverage_targets,
    "payments": payment_targets,
    "parts": part_targets,
    "sheet": sheet_target,
    "first_call": first_call_target,
}


def main() -> int:
    """Measure, print, and say by the exit code whether every target that was measured is met."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--only", default=",".join(GROUPS))
    options = parser.parse_args()
    results = [target for name in options.only.split(",") for target in GROUPS[name](options.rounds)]
    if options.json:
        print(json.dumps([target.row() for target in results], ensure_ascii=False, indent=1))
    else:
        for one in results:
            verdict = {True: "met", False: "MISSED", None: "not measured"}[one.ok]
            print(f"{one.id:<44} {one.target:<10} {one.measured:<44} {verdict}")
    return int(any(one.ok is False for one in results))


if __name__ == "__main__":
    sys.exit(main())
