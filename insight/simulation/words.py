"""Policies and their rules in words. No database."""

from django.utils.translation import gettext as _

from absence.rules import Kind, Policy, Rule
from people.words import Language


def name_of(policy: Policy, lang: Language) -> str:
    return (policy.name_da if lang == "da" else policy.name_en) or policy.key


def say_rule(rule: Rule, lang: Language) -> str:
    """The act as the leader reads it, of nobody in particular; what it waits for where it has no words."""
    act = rule.act_da if lang == "da" else rule.act_en
    return act.replace("{name}", _("the employee")) if act else say_condition(rule)


def say_condition(rule: Rule) -> str:
    """What the rule waits for."""
    said = {"number": rule.threshold, "days": rule.window_days}
    match rule.kind:
        case Kind.ELAPSED:
            return _("Day %(number)s of an absence") % said
        case Kind.COUNT:
            return _("%(number)s absences in %(days)s days") % said
        case Kind.SUM:
            return _("%(number)s sick days in %(days)s days") % said
        case Kind.BRADFORD:
            return _("Bradford factor %(number)s over %(days)s days") % said
