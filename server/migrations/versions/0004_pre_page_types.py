"""Pages of other types than a catalog page: dashboards, home, and templates of entity pages (port-api semantics 21.1)."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

STATEMENTS = (
    "alter table catalog_page add column type text not null default 'blueprint-entities'",
    "alter table catalog_page alter column bp drop not null",
    """alter table catalog_page add constraint catalog_page_about
       check ((bp is not null) = (type in ('blueprint-entities', 'entity')))""",
    "create unique index catalog_page_one on catalog_page(org, type, coalesce(bp, 0)) where type in ('home', 'entity')",
)


def upgrade() -> None:
    """Name each page's type; only pages about a blueprint have one."""
    for statement in STATEMENTS:
        op.execute(statement)
