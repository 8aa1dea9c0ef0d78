"""What makes no sense in a plan and a roster, although each value has the right shape.

A rule is a function over the trees of the files that yields findings. Rules read trees and not models, so that
one bad phone does not hide a group without a lead: they pass over whatever has not the shape they look for.
"""

from collections.abc import Iterator, Mapping

from config.faults import Fault
from config.rules.channels import HERE as CHANNELS_HERE
from config.rules.channels import RULES as CHANNELS
from config.rules.channels import WITH_PLAN as CHANNELS_WITH_PLAN
from config.rules.command import RULES as COMMAND
from config.rules.duties import RULES as DUTIES
from config.rules.duties import WITH_PLAN as DUTIES_WITH_PLAN
from config.rules.people import ALONE as PEOPLE_ALONE
from config.rules.people import WITH_PLAN as PEOPLE_WITH_PLAN
from config.rules.references import RULES as REFERENCES
from config.rules.times import RULES as TIMES
from config.rules.watch import RULES as WATCH
from config.rules.watch import rotation_members, shifts
from config.rules.words import RULES as WORDS
from config.tree import Node


def plan_faults(file: str, plan: Node) -> Iterator[Fault]:
    """Faults of a plan by itself."""
    for rule in (*REFERENCES, *WORDS, *TIMES, *COMMAND, *DUTIES, *WATCH, *CHANNELS):
        for finding in rule(plan):
            yield finding.fault(file)


def roster_faults(file: str, roster: Node, plan: Node | None) -> Iterator[Fault]:
    """Faults of a roster: by itself and, when its plan could be read, against the plan."""
    for rule in PEOPLE_ALONE:
        for finding in rule(roster):
            yield finding.fault(file)
    if plan is None or not roster.each("members"):
        return
    for against in (*PEOPLE_WITH_PLAN, *DUTIES_WITH_PLAN, *CHANNELS_WITH_PLAN):
        for finding in against(roster, plan):
            yield finding.fault(file)


def rotation_faults(file: str, plan: Node, roster: Node) -> Iterator[Fault]:
    """Faults of a plan's rotations against the roster."""
    for finding in rotation_members(plan, roster):
        yield finding.fault(file)


def duty_roster_faults(file: str, duty_roster: Node, roster: Node | None) -> Iterator[Fault]:
    """Faults of a duty roster: by itself and, when the roster could be read, against it."""
    for finding in shifts(duty_roster, roster):
        yield finding.fault(file)


def installation_faults(file: str, tree: Node, environment: Mapping[str, str]) -> Iterator[Fault]:
    """What a plan or a roster asks of this machine and does not find: names in the environment, optional libraries."""
    for rule in CHANNELS_HERE:
        for finding in rule(tree, environment):
            yield finding.fault(file)
