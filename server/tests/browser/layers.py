"""Every layer of the portal, and how a person opens it: dialogs, menus, lists and what else lies over a page.

A line says what opens, the file that draws it, words that it holds once it is complete, and the steps from the page at
rest. What a step has chosen stays for the lines below it. Tooltips look alike and hold a text: one stands for all.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.browser.look import ROOT
from tests.browser.steps import (
    Step,
    button,
    choose,
    click,
    combobox,
    css,
    fill,
    hover,
    item,
    meanwhile,
    press,
    text,
    upload,
    write,
)

DIALOG, MENU, LIST, TIP = ("[role=dialog]", "[role=menu]", "[role=listbox]", "[role=tooltip]")
CARD, TOAST = "[data-hover-card]", "[role=alert]"
COMPLETIONS, PROBLEM, FIND, PROBLEMS = ".cm-tooltip-autocomplete", ".cm-tooltip-lint", ".cm-search", ".cm-panel-lint"
SHELL, CATALOG, DETAIL = "app/shell", "features/entities/catalog", "features/entities/detail"
ENTITIES, DASHBOARDS = "features/entities", "features/dashboards"
BLUEPRINTS, BUILDER = "features/blueprints", "features/blueprints/builder"
ENTITY = "/e/component/payments-api"
ROW = "[data-index='0'] [data-act=menu]"
SHIPS = ROOT / "docs/how-to/files/ships.csv"


@dataclass(frozen=True)
class Layer:
    """Something that opens over a page: where it is found, who draws it, what it says, and the steps to it."""

    name: str
    selector: str
    source: str
    says: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Place:
    """A page and the layers that open on it; `refused` are answers that a layer is about."""

    path: str
    layers: tuple[Layer, ...]
    narrow: bool = False
    refused: tuple[tuple[int, str], ...] = ()


def dialog(name: str, source: str, says: str, *steps: Step) -> Layer:
    """Name a dialog, a drawer or a popover."""
    return Layer(name, DIALOG, source, says, steps)


def menu(name: str, source: str, says: str, *steps: Step) -> Layer:
    """Name a menu."""
    return Layer(name, MENU, source, says, steps)


def choices(name: str, source: str, says: str, *steps: Step) -> Layer:
    """Name the list of a field."""
    return Layer(name, LIST, source, says, steps)


def other(name: str, selector: str, source: str, says: str, *steps: Step) -> Layer:
    """Name what is none of these."""
    return Layer(name, selector, source, says, steps)


def rearranged(page: dict[str, Any]) -> dict[str, Any]:
    """Return the widgets of a dashboard with another title on the first."""
    [board] = page["page"]["widgets"]
    first, *others = board["widgets"]
    return {"widgets": [{**board, "widgets": [{**first, "title": "Theirs"}, *others]}]}


PLACES: Mapping[str, tuple[Place, ...]] = {
    "shell": (
        Place("/dashboards", (
            menu("new", f"{SHELL}/new-menu-lazy.tsx", "Invite a person", button("New")),
            menu("user", f"{SHELL}/user-menu-lazy.tsx", "Sign out", button(re.compile("Nora Ekman"))),
            menu("add to the sidebar", "features/navigation/editor-tools-lazy.tsx", "New folder", button("Add to the catalog")),
            dialog("new folder, without a name", "features/navigation/folder-dialog-lazy.tsx", "This is required.",
                   button("Add to the catalog"), item("New folder"), button("Create", DIALOG)),
            dialog("notifications", "features/notify/bell-lazy.tsx", "All notifications", button(re.compile("^Notifications"))),
            dialog("palette", "features/search/palette-lazy.tsx", "Recent", press("Control+k")),
            dialog("palette, results", "features/search/palette-lazy.tsx", "Search everything for", press("Control+k"), fill("Search", "payments", "combobox")),
            dialog("palette, commands", "features/search/palette-lazy.tsx", "Compact table rows", press("Control+k"), fill("Search", "> ", "combobox")),
            dialog("palette, nothing", "features/search/palette-lazy.tsx", "No command matches", press("Control+k"), fill("Search", "> zzz", "combobox")),
            dialog("shortcuts", f"{SHELL}/shortcut-help-lazy.tsx", "Fold the sidebar", press("?")),
            other("tooltip", TIP, f"{SHELL}/top-bar.tsx", "Switch to", hover("[aria-label^='Switch to']")),
        )),
        Place("/notifications", (
            other("hover card", CARD, f"{ENTITIES}/hover-cards-lazy.tsx", "Last deploy", hover("a[data-card][href*=payments-api]")),
        )),
        Place("/", (
            dialog("drawer", f"{SHELL}/shell.tsx", "Components", button("Open menu")),
        ), narrow=True),
        Place("/", (
            menu("home of a role", "features/home/default-menu-lazy.tsx", "Everyone in the role", button("Arrange"), button("Default for a role")),
        )),
    ),
    "catalog": (
        Place("/catalog/components?q=payments", (
            menu("export", f"{CATALOG}/catalog-header.tsx", "CSV of these rows", button("Export")),
            menu("page", f"{CATALOG}/catalog-header.tsx", "Lock page", button("Actions for this page")),
            menu("sort", f"{CATALOG}/toolbar.tsx", "Default order", button("Sort")),
            menu("group", f"{CATALOG}/group-menu.tsx", "No groups", button("Group")),
            dialog("columns", f"{CATALOG}/columns-menu.tsx", "Lifecycle", button("Columns")),
            dialog("add a filter", f"{CATALOG}/filter-bar.tsx", "Advanced filter…", button("Filter")),
            dialog("filter", f"{CATALOG}/filter-chip.tsx", "Degraded", button("Filter"), fill("Find a field", "Health"), press("Enter")),
            choices("filter, times", f"{CATALOG}/filter-values-lazy.tsx", "the last 7 days", button("Filter"),
                    fill("Find a field", "Last deploy"), press("Enter"), choose("Comparison", "last"), combobox("Value")),
            dialog("advanced filter", f"{CATALOG}/advanced-filter-lazy.tsx", '"combinator"', button("Filter"),
                   button("Advanced filter…"), button("Add condition"), button("Add group"), text("As the API takes it")),
            menu("row", "ui/data-table/row-menu.tsx", "Preview", css(ROW)),
            dialog("preview", f"{CATALOG}/preview-drawer-lazy.tsx", "Handles card data", css(ROW), item("Preview")),
            dialog("delete", f"{ENTITIES}/delete-dialog-lazy.tsx", "The entity leaves the catalog.", css(ROW), item("Delete…")),
            dialog("new view", f"{CATALOG}/view-dialog-lazy.tsx", "Who sees it", button("Save as a new view")),
            choices("new view, teams", f"{CATALOG}/view-dialog-lazy.tsx", "payments", button("Save as a new view"),
                    click("radio", "My team"), combobox("Team")),
            dialog("change many", f"{CATALOG}/bulk-dialog-lazy.tsx", "Show the plan", css("[data-index='0'] [data-act=select]"), button("Edit…")),
            choices("change many, teams", f"{CATALOG}/value-input.tsx", "Payments", button("Edit…"), choose("Field", "Teams"), combobox("Value")),
            dialog("change many, plan", f"{CATALOG}/bulk-dialog-lazy.tsx", "retired", button("Edit…"),
                   choose("Field", "Lifecycle"), fill("Value", "retired"), button("Show the plan")),
            dialog("delete many, plan", f"{CATALOG}/bulk-dialog-lazy.tsx", "deleted", button("Delete…")),
            menu("view", f"{CATALOG}/view-menu-lazy.tsx", "Move left", button("By health"), button("Actions for the view By health")),
            dialog("rename view", f"{CATALOG}/view-dialog-lazy.tsx", "Open this view when",
                   button("Actions for the view By health"), item("Rename or share…")),
        )),
    ),
    "entity": (
        Place(ENTITY, (
            menu("actions", f"{DETAIL}/entity-menu.tsx", "Copy the identifier", button("More actions")),
            dialog("as of", f"{DETAIL}/as-of-dialog.tsx", "In your own time zone.", button("More actions"), item("View as of a past moment…")),
            dialog("delete", f"{ENTITIES}/delete-dialog-lazy.tsx", "The entity leaves the catalog.", button("More actions"), item("Delete…")),
            dialog("origin", f"{DETAIL}/property-list.tsx", "Set by", button("Where “Health” comes from")),
            choices("people, in place", f"{CATALOG}/value-input.tsx", "Amara Okafor", button("Edit On call")),
            dialog("add a dashboard, taken name", f"{DASHBOARDS}/entity/tab-dialog.tsx", "Another tab has this title.",
                   button("Add a dashboard"), fill("Title", "Delivery", within=DIALOG)),
        )),
        Place(f"{ENTITY}?tab=d%3Adelivery", (
            menu("tab", f"{DASHBOARDS}/entity/entity-dashboard.tsx", "Move right", css("[role=tabpanel] [aria-label='More actions']")),
            dialog("rename", f"{DASHBOARDS}/entity/tab-dialog.tsx", "It becomes a tab.",
                   css("[role=tabpanel] [aria-label='More actions']"), item("Rename")),
        )),
        Place(f"{ENTITY}?tab=changes", (
            choices("actors", f"{DETAIL}/changes-tab-lazy.tsx", "Jonas Lind", combobox("By anyone")),
        )),
        Place(f"{ENTITY}?tab=related", (
            menu("follow on", f"{ENTITIES}/related/related-tab-lazy.tsx", "", button("Follow on")),
        )),
        Place(f"{ENTITY}?tab=relations", (
            dialog("kinds", f"{ENTITIES}/graph/graph-bar.tsx", "Show all kinds", button("Kinds")),
            menu("export", "ui/graph/controls.tsx", "Mermaid text", button("Export")),
        )),
        Place(f"{ENTITY}/edit", (
            choices("choice", "ui/schema-form/widgets.tsx", "Degraded", combobox("Health")),
            choices("one entity", f"{ENTITIES}/form/entity-picker.tsx", "Storefront", combobox("System")),
            choices("many entities", f"{ENTITIES}/form/entity-picker.tsx", "api", combobox("Depends on (components)")),
            choices("person", f"{ENTITIES}/form/entity-picker.tsx", "Jonas Lind", combobox("On call")),
            choices("no entity", f"{ENTITIES}/form/entity-picker.tsx", "Nothing matches", fill("Depends on (resources)", "zzz", "combobox")),
            dialog("leave", "ui/leave-dialog.tsx", "Your changes to this document are lost.", fill("Title", "Other"), click("link", "Cancel")),
        )),
        Place(f"{ENTITY}/edit?mode=yaml", (
            other("find", FIND, "ui/code/setup.ts", "replace all", css(".cm-content"), press("Control+f")),
            other("completions", COMPLETIONS, "ui/code/schema-support.ts", "", css(".cm-content"), press("Control+End"),
                  press("Enter"), press("Control+Space")),
            other("problem", PROBLEM, "ui/code/schema-support.ts", "Unknown key", write("wrong: 1"), hover(".cm-lintRange-error")),
            other("problems", PROBLEMS, "ui/code/setup.ts", "Unknown key", button(re.compile("problem"))),
        )),
    ),
    "builder": (
        Place("/builder/blueprints", (
            menu("row", "ui/data-table/row-menu.tsx", "Delete", button("Actions for Component")),
            dialog("delete", f"{BLUEPRINTS}/delete-dialog.tsx", "Still needed", button("Actions for Component"), item("Delete")),
        )),
        Place("/builder/blueprints/incident?mode=form", (
            dialog("add a property", f"{BUILDER}/add-dialog-lazy.tsx", "Embedded page", button("Add property")),
            dialog("add a relation", f"{BUILDER}/add-part-dialogs.tsx", "Points to", button("Add relation")),
            choices("add a relation, targets", f"{BUILDER}/add-part-dialogs.tsx", "Domain", button("Add relation"), combobox("Points to", DIALOG)),
            dialog("add a computed property", f"{BUILDER}/add-part-dialogs.tsx", "A value calculated with jq", button("Add computed property")),
            choices("add a computed property, types", f"{BUILDER}/add-part-dialogs.tsx", "Aggregation",
                    button("Add computed property"), combobox("Type", DIALOG)),
            dialog("icons", f"{BUILDER}/icon-picker.tsx", "", button(re.compile("^Icon:"))),
            choices("ownership", f"{BUILDER}/general.tsx", "Set on each entity", combobox("Ownership")),
            choices("colours", f"{BUILDER}/fields.tsx", "turquoise", button(re.compile("^Severity severity")), combobox("Colour of sev1")),
            choices("default", f"{BUILDER}/default-field.tsx", "mitigated", button(re.compile("^Status status")),
                    text("Limits and default"), combobox("Default")),
            choices("types of items", f"{BUILDER}/property-editor.tsx", "Yes or no", button("Add property"), text("Several values of one type", DIALOG),
                    fill("Title", "Causes", within=DIALOG), button("Add", DIALOG), combobox("Type of items")),
            choices("targets", f"{BUILDER}/relation-editor.tsx", "Domain", button(re.compile("^Components components")), combobox("Points to")),
            dialog("rename", f"{BUILDER}/rename-dialog-lazy.tsx", "This is done at once", button(re.compile("^Started started_at")),
                   button("Rename Started")),
            choices("figures", f"{BUILDER}/computed-editor-lazy.tsx", "Median", button("Add computed property"), combobox("Type", DIALOG),
                    click("option", "Aggregation"), fill("Title", "Callers", within=DIALOG), button("Add", DIALOG), combobox("Figure")),
            choices("preview, entities", f"{BUILDER}/trial-view.tsx", "Card payments declined in Europe",
                    fill("Entity to try it on", "card pay", "combobox")),
            choices("path of a mirror", f"{BUILDER}/mirror-field.tsx", "$title", button("Add computed property"), combobox("Type", DIALOG),
                    click("option", "Mirror"), fill("Title", "Mirrored", within=DIALOG), button("Add", DIALOG), combobox("Path")),
            other("undo", TOAST, "ui/toast.ts", "Nothing is lost until you save.", button(re.compile("^Summary summary")),
                  button("Delete Summary")),
            dialog("impact", f"{BLUEPRINTS}/impact-dialog.tsx", "Values lost", button("Preview impact")),
        )),
        Place("/builder/blueprints/environment?mode=form", (
            dialog("merge", f"{BLUEPRINTS}/merge-dialog.tsx", "Both changed title", fill("Title", "Mine"),
                   meanwhile("/v1/blueprints/environment", lambda _: {"title": "Theirs"}), button("Save")),
        ), refused=((412, "/v1/blueprints/environment"),)),
        Place("/builder/new-blueprint", (
            dialog("paste", f"{BLUEPRINTS}/paste-dialog-lazy.tsx", "As this portal", button("Paste")),
        )),
    ),
    "dashboards": (
        Place("/dashboards", (
            dialog("new", f"{DASHBOARDS}/create-dialog-lazy.tsx", "Create dashboard", button("New dashboard")),
        )),
        Place("/dashboards/harbor_engineering_health", (
            menu("actions", f"{DASHBOARDS}/dashboard.tsx", "No refresh", button("More actions")),
            dialog("delete", f"{DASHBOARDS}/delete-dialog-lazy.tsx", "The dashboard goes for everyone.", button("More actions"), item("Delete")),
        )),
        Place("/dashboards/harbor_engineering_health?edit=true", (
            dialog("widgets", f"{DASHBOARDS}/edit/widget-dialog-lazy.tsx", "A count or a figure", button("Add widget")),
            dialog("new widget", f"{DASHBOARDS}/edit/widget-dialog-lazy.tsx", "Better when", button("Add widget"),
                   button(re.compile("^Number"), DIALOG)),
            dialog("widget", f"{DASHBOARDS}/edit/widget-dialog-lazy.tsx", "Title of the time axis", button("Edit Delivery")),
            choices("widget, intervals", "ui/schema-form/widgets.tsx", "quarter", button("Edit Delivery"), combobox("Interval", DIALOG)),
        )),
        Place("/dashboards/harbor_cloud_cost?edit=true", (
            dialog("conflict", f"{DASHBOARDS}/edit/conflict-dialog.tsx", "Nothing was overwritten.", button("Remove Resources"),
                   meanwhile("/v1/pages/harbor_cloud_cost", rearranged), button("Save")),
        )),
    ),
    "scorecards": (
        Place("/scorecards", (
            menu("row", "ui/data-table/row-menu.tsx", "Delete", css("[data-act=menu]")),
            dialog("delete", "features/scorecards/delete-dialog.tsx", "Delete", css("[data-act=menu]"), item("Delete")),
        )),
    ),
    "platform": (
        Place("/imports/new", (
            choices("blueprints", "features/imports/wizard/map-step.tsx", "Component", upload("Choose files", SHIPS), combobox("Rows become")),
        )),
        Place("/imports/sources", (
            dialog("remove", "features/imports/remove-source-dialog-lazy.tsx", "deleted:", button("Remove gift-cards")),
        )),
        Place("/bin", (
            choices("kinds", "features/bin/bin-page.tsx", "Blueprint", combobox("Kind")),
            menu("row", "ui/data-table/row-menu.tsx", "Look and restore", css("[data-act=menu]")),
            dialog("deletion", "features/bin/item-dialog-lazy.tsx", "Put back references", css("[data-act=menu]"), item("Look and restore")),
            dialog("erase", "features/bin/erase-dialog-lazy.tsx", "Nothing brings this back.", css("[data-act=menu]"), item("Erase for good")),
        )),
        Place("/settings/users", (
            dialog("invite, without an address", "features/identity/invite-dialog.tsx", "This must be an e-mail address.",
                   button("Invite a person"), button("Invite a person", DIALOG)),
            choices("roles", "features/identity/invite-dialog.tsx", "Admin", button("Invite a person"), combobox("Role", DIALOG)),
            dialog("invited", "features/identity/invite-dialog.tsx", "It works once.", button("Invite a person"),
                   fill("E-mail", "kim@harbor.example", within=DIALOG), button("Invite a person", DIALOG)),
        )),
        Place("/search?q=payments", (
            choices("blueprints", "features/search/results/filter.tsx", "Component (", combobox("Blueprint")),
        )),
    ),
}  # fmt: skip
