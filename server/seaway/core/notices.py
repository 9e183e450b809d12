"""Notices: a word to one person's open portal that something of their own is new. It says no more than that.

Sent with `pg_notify(CHANNEL, 'organisation person')`, by public ids, when the transaction commits. One that is lost
does no harm: the portal asks again whenever it connects.
"""

CHANNEL = "seaway_notice"
