"""Refusals of identity."""

from seaway.core.errors import Forbidden, Invalid, NotFound, Unauthorized


class PermissionMissing(Forbidden):
    """The caller's role lacks a permission; `details` names it and who can grant it."""

    def __init__(self, permission: str) -> None:
        super().__init__(
            f"You need the permission {permission}; an administrator of your organisation can grant it",
            details={"permission": permission, "grantedBy": "Admin"},
        )


class InvalidCredentials(Unauthorized):
    """The pair does not fit. Says no more: neither whether the account exists nor what is wrong with it."""

    error = "invalid_credentials"


class CrossSite(Forbidden):
    """A browser sent a person's cookie with a write that another site began."""

    error = "cross_site_request"

    def __init__(self) -> None:
        super().__init__(
            "This request came with a session cookie but not from Seaway's own pages; "
            "programs sign in with a bearer token instead of the cookie",
            details={"header": "Origin"},
        )


class LinkSpent(NotFound):
    """A one-time link was used, has expired or never was."""

    error = "link_spent"

    def __init__(self) -> None:
        super().__init__("This link was used or has expired; ask for a new one", details={"path": "token"})


class LastAdministrator(Invalid):
    """The change would leave the organisation without an administrator."""

    error = "last_administrator"

    def __init__(self) -> None:
        super().__init__("This is the last active administrator; make somebody else one first")


class WeakPassword(Invalid):
    """The password is too easy to guess."""

    error = "weak_password"
