"""The demo's reads."""

from people.models import Employee, User


def cast_member(user_name: str) -> User | None:
    """The active account of somebody in the cast; None before the demo is loaded."""
    return User.objects.filter(username=user_name, is_active=True).first()


def is_loaded() -> bool:
    """Is there a municipality already?"""
    return Employee.objects.exists()
