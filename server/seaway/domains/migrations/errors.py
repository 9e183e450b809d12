"""Failures of migrations."""

from seaway.core.errors import Conflict, Invalid


class MigrationRunning(Conflict):
    """Another migration of the same blueprint has not come to its end; `details.migration` names it."""

    error = "migration_running"


class MigrationEnded(Conflict):
    """The migration has come to its end; there is nothing to cancel."""

    error = "migration_ended"


class MigrationNotUndoable(Conflict):
    """Only a copy that has ended, wrote something and was not taken back before can be taken back."""

    error = "migration_not_undoable"


class BadMapping(Invalid):
    """A program of the mapping does not compile, or the mapping cannot be used; `details.path` names the part."""

    error = "bad_mapping"


class Unmapped(Invalid):
    """A program of the mapping gave no value that an entity can have; nothing was written for this one."""

    error = "unmapped"
