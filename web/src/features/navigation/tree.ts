import type { SidebarItem } from '@/api/contract';

/** How deep folders stand in each other. */
const MAX_DEPTH = 3;

export interface Place {
  parent: string | null;
  after: string | null;
}

/** What stands in a folder, in order; null is the sidebar itself. */
export function inside(items: SidebarItem[], parent: string | null): SidebarItem[] {
  return items.filter((item) => item.parent === parent);
}

const isFolder = (item: SidebarItem | undefined): item is SidebarItem => item?.sidebarType === 'folder';
const find = (items: SidebarItem[], identifier: string | null) => items.find((item) => item.identifier === identifier);

function depthOf(items: SidebarItem[], folder: string | null): number {
  const above = find(items, folder);
  return above ? 1 + depthOf(items, above.parent) : 0;
}

function heightOf(items: SidebarItem[], item: SidebarItem): number {
  if (!isFolder(item)) return 0;
  return 1 + Math.max(0, ...inside(items, item.identifier).map((each) => heightOf(items, each)));
}

/** Whether the server would take it there: no folder stands in itself, nor too deep. */
export function fits(items: SidebarItem[], identifier: string, parent: string | null): boolean {
  const item = find(items, identifier);
  if (!item) return false;
  for (let up = parent; up !== null; up = find(items, up)?.parent ?? null) if (up === identifier) return false;
  return depthOf(items, parent) + heightOf(items, item) <= MAX_DEPTH;
}

/** The items after one was put somewhere: from top to bottom, each knowing what it stands behind. */
export function moved(items: SidebarItem[], identifier: string, place: Place): SidebarItem[] {
  const item = find(items, identifier);
  if (!item) return items;
  const others = items.filter((each) => each.identifier !== identifier);
  const lay = (parent: string | null): SidebarItem[] => {
    const held = inside(others, parent);
    if (parent === place.parent) {
      held.splice(held.findIndex((each) => each.identifier === place.after) + 1, 0, { ...item, parent });
    }
    return held.flatMap((each, index) => [
      { ...each, after: held[index - 1]?.identifier ?? null },
      ...(isFolder(each) ? lay(each.identifier) : []),
    ]);
  };
  return lay(null);
}

export type Step = 'up' | 'down' | 'in' | 'out';

/** Where a step of the keyboard takes an item; null where there is no way. */
export function stepped(items: SidebarItem[], identifier: string, step: Step): Place | null {
  const item = find(items, identifier);
  if (!item) return null;
  const siblings = inside(items, item.parent);
  const at = siblings.indexOf(item);
  const folder = find(items, item.parent);
  const place = { up, down, in: into, out }[step]();
  return place && fits(items, identifier, place.parent) ? place : null;

  function up(): Place | null {
    if (at > 0) return { parent: item?.parent ?? null, after: siblings[at - 2]?.identifier ?? null };
    return folder ? { parent: folder.parent, after: folder.after } : null;
  }
  function down(): Place | null {
    const next = siblings[at + 1];
    return next ? { parent: item?.parent ?? null, after: next.identifier } : out();
  }
  function into(): Place | null {
    const above = siblings[at - 1];
    if (!isFolder(above)) return null;
    return { parent: above.identifier, after: inside(items, above.identifier).at(-1)?.identifier ?? null };
  }
  function out(): Place | null {
    return folder ? { parent: folder.parent, after: folder.identifier } : null;
  }
}
