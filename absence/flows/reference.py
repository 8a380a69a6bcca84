"""Causes and policies that the house itself brings. What a municipality has changed stays as it is."""

from absence.models import Cause, PayrollCode, Policy, PolicyRule
from absence.queries import RULE_COLUMNS
from absence.reference import shipped_causes, shipped_policies
from absence.rules.policies import Rule
from people.rules import insist
from people.viewer import Viewer


def seed_causes(*, by: Viewer) -> int:
    """Adds the causes that are not there yet, each with its usual payroll code unless that is taken."""
    insist(by.is_system, "only_the_system")
    shipped = shipped_causes()
    known = set(Cause.objects.values_list("pk", flat=True))
    new = [
        Cause(
            key=cause.key,
            name_da=cause.name_da,
            name_en=cause.name_en,
            counts_as_sick=cause.counts_as_sick,
            in_headline=cause.in_headline,
            in_frequency_rules=cause.in_frequency_rules,
            position=position,
            source=cause.source,
        )
        for position, cause in enumerate(shipped.causes.values(), start=1)
        if cause.key not in known
    ]
    Cause.objects.bulk_create(new)
    names = {cause.key: cause.name_da for cause in new}
    PayrollCode.objects.bulk_create(
        [
            PayrollCode(code=code, cause_id=cause, text=names[cause])
            for code, cause in shipped.payroll_codes.items()
            if cause in names
        ],
        ignore_conflicts=True,
    )
    return len(new)


def seed_policies(*, by: Viewer) -> int:
    """Adds policies, rules and versions of rules that are not there yet, and ends versions that the law has ended."""
    insist(by.is_system, "only_the_system")
    shipped = shipped_policies()
    known = set(Policy.objects.values_list("pk", flat=True))
    Policy.objects.bulk_create(
        Policy(
            key=policy.key,
            name_da=policy.name_da,
            name_en=policy.name_en,
            description_da=policy.description_da,
            description_en=policy.description_en,
            source=policy.source,
            last_checked=policy.last_checked,
        )
        for policy in shipped.values()
        if policy.key not in known
    )
    rules = [rule for policy in shipped.values() for rule in policy.rules]
    versions = {
        (key, first): (pk, last)
        for pk, key, first, last in PolicyRule.objects.values_list("pk", "key", "valid_from", "valid_to")
    }
    for rule in rules:
        pk, last_day = versions.get((rule.key, rule.valid_from), (None, None))
        if pk is not None and last_day is None and rule.valid_to is not None:
            PolicyRule.objects.filter(pk=pk).update(valid_to=rule.valid_to)
    new = [_row(rule) for rule in rules if (rule.key, rule.valid_from) not in versions]
    return len(PolicyRule.objects.bulk_create(new))


def _row(rule: Rule) -> PolicyRule:
    values = {name: getattr(rule, name) for name in RULE_COLUMNS}
    return PolicyRule(policy_id=rule.policy, causes=sorted(rule.causes) if rule.causes else None, **values)
