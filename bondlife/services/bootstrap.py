"""The first accounts of a fresh installation, opened on the machine itself."""

from bondlife.acts import Act, perform
from bondlife.books import bump
from bondlife.db import Database
from bondlife.errors import Invalid
from bondlife.security.actor import SYSTEM
from bondlife.security.passwords import check_strength
from bondlife.security.permissions import ROLES
from bondlife.security.sessions import set_password
from bondlife.services.records import region_by_code
from models.registry import RoleGrant, User

ADMINISTRATORS = frozenset({"system_admin", "security_admin", "audit_admin"})


def first_account(
    db: Database, account: str, name: str, role: str, region: str, section: str, password: str
) -> None:
    """Open an administrator's account; all other roles are proposed and approved in the product."""
    if role not in ADMINISTRATORS:
        known = role in ROLES
        code = "not_an_administrator" if known else "no_role"
        raise Invalid.because(code, "From the command line only administrators are opened.", "role")
    check_strength(password, account)

    def work(act: Act) -> None:
        region_id = region_by_code(act, region)
        values = {**set_password(password), "must_change_password": True}
        user = act.add(
            User(
                account=account,
                display_name=name,
                region_id=region_id,
                section=section,
                rights_version=1,
                **values,
            )
        )
        act.flush()
        act.add(
            RoleGrant(
                user_id=user.id or 0,
                role=role,
                region_id=region_id,
                valid_from=act.business_date,
                state="in_force",
            )
        )
        act.about(user, role=role)
        bump(act.session, "rights")

    perform(db, SYSTEM, "user.bootstrap", work)
