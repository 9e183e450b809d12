"""Failures of the portal's pages and their views."""

from seaway.core.errors import Conflict, Forbidden, Invalid


class PageLocked(Forbidden):
    """The page is locked: only those who may edit pages change its views."""

    error = "page_locked"

    def __init__(self, title: str) -> None:
        super().__init__(
            f'The page "{title}" is locked; ask somebody who may edit pages to unlock it',
            details={"permission": "update:pages"},
        )


class NotMember(Forbidden):
    """Views of a team are written by its members."""

    error = "not_a_member"

    def __init__(self, team: str) -> None:
        super().__init__(f'Only members of the team "{team}" write its views', details={"path": "team", "team": team})


class PageProtected(Conflict):
    """The page is protected; it cannot be deleted before that is taken off it."""

    error = "page_protected"


class AfterItemNotInParent(Invalid):
    """`after` names nothing in the folder that the page or folder is to stand in."""

    error = "after_item_not_in_parent"

    def __init__(self, after: str, parent: str | None) -> None:
        place = f'the folder "{parent}"' if parent else "the same folder"
        super().__init__(f'after: "{after}" is not in {place}; name one that is', details={"path": "after"})
