"""Passwords: Argon2 with bounded concurrency, and policies as profiles."""

import string
from dataclasses import dataclass
from functools import lru_cache
from threading import BoundedSemaphore

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from bondlife.errors import Invalid
from bondlife.settings import settings

_AT_ONCE = BoundedSemaphore(2)
"""Argon2 takes 64 MiB each: two at a time keep a crowd from filling the memory."""


@dataclass(frozen=True, slots=True)
class PasswordPolicy:
    """What a password must look like and how long it lives (0 days: for ever)."""

    shortest: int
    classes: int
    days: int
    failures: int
    lock_minutes: int


PROFILES = {
    "asvs": PasswordPolicy(12, 1, 0, 10, 15),
    "mlps3": PasswordPolicy(8, 3, 90, 5, 30),
}
_COMMON = frozenset(
    {"password", "123456789012", "qwertyuiopas", "administrator", "passwordpassword", "111111111111"}
)


def policy() -> PasswordPolicy:
    """Return the profile in force."""
    return PROFILES[settings().password_profile]


def check_strength(password: str, account: str) -> None:
    """Refuse a password the policy does not allow."""
    wanted = policy()
    if len(password) < wanted.shortest:
        raise Invalid.because(
            "password_short",
            "A password has at least %(count)d characters.",
            "password",
            count=wanted.shortest,
        )
    if len(password) > 200:
        raise Invalid.because("password_long", "A password has at most 200 characters.", "password")
    if _classes(password) < wanted.classes:
        raise Invalid.because("password_classes", "Mix letters, digits and signs.", "password")
    if password.lower() in _COMMON or account.lower() in password.lower():
        raise Invalid.because("password_common", "This password is too easy to guess.", "password")


def hash_password(password: str) -> str:
    """Return the Argon2 hash of a password."""
    with _AT_ONCE:
        return _hasher().hash(password)


def password_matches(password: str, stored: str) -> bool:
    """Compare in constant time; an empty stored hash costs as much as a real one."""
    with _AT_ONCE:
        if not stored:
            _hasher().verify(password, _decoy())
            return False
        return _hasher().verify(password, stored)


def _classes(password: str) -> int:
    groups = (string.ascii_lowercase, string.ascii_uppercase, string.digits)
    found = sum(any(letter in group for letter in password) for group in groups)
    return found + any(letter not in string.ascii_letters + string.digits for letter in password)


@lru_cache(maxsize=1)
def _hasher() -> PasswordHash:
    if settings().argon2_cheap:
        return PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
    return PasswordHash((Argon2Hasher(),))


@lru_cache(maxsize=1)
def _decoy() -> str:
    return _hasher().hash("no such account")
