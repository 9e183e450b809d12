import { expect, it } from 'vitest';
import type { SidebarItem } from '@/api/contract';
import { fits, moved, stepped } from './tree';

/** Makes items from an outline: "code/" is a folder, "code/apis" a page in it. */
function outline(...paths: string[]): SidebarItem[] {
  const last = new Map<string, string>();
  return paths.map((path) => {
    const [, parent = '', name = '', slash] = /^(?:(.*)\/)?([^/]+)(\/)?$/.exec(path) ?? [];
    const above = parent.split('/').at(-1) || null;
    const item = {
      identifier: name,
      title: name,
      icon: null,
      sidebar: 'catalog' as const,
      parent: above,
      after: last.get(parent) ?? null,
      sidebarType: slash ? ('folder' as const) : ('page' as const),
      showInSidebar: true,
    };
    last.set(parent, name);
    return item;
  });
}

const ITEMS = outline('services', 'code/', 'code/apis', 'code/inner/', 'code/inner/teams', 'systems');
const shape = (items: SidebarItem[]) => items.map(({ parent, identifier }) => `${parent ?? ''}/${identifier}`);

it('moves an item with all it holds, and keeps what each stands behind', () => {
  const items = moved(ITEMS, 'code', { parent: null, after: 'systems' });
  expect(shape(items)).toEqual(['/services', '/systems', '/code', 'code/apis', 'code/inner', 'inner/teams']);
  expect(items.map((item) => item.after)).toEqual([null, 'services', 'systems', null, 'apis', null]);
});

it('leads up, down, in and out by steps', () => {
  expect(stepped(ITEMS, 'systems', 'up')).toEqual({ parent: null, after: 'services' });
  expect(stepped(ITEMS, 'systems', 'in')).toEqual({ parent: 'code', after: 'inner' });
  expect(stepped(ITEMS, 'apis', 'up')).toEqual({ parent: null, after: 'services' });
  expect(stepped(ITEMS, 'apis', 'out')).toEqual({ parent: null, after: 'code' });
  expect(stepped(ITEMS, 'teams', 'down')).toEqual({ parent: 'code', after: 'inner' });
  expect(stepped(ITEMS, 'services', 'up')).toBeNull();
  expect(stepped(ITEMS, 'services', 'in')).toBeNull();
});

it('takes every step back by the one against it', () => {
  const there = moved(ITEMS, 'systems', { parent: 'code', after: 'inner' });
  expect(moved(there, 'systems', { parent: null, after: 'code' })).toEqual(ITEMS);
});

it('lets no folder into itself, nor deeper than three', () => {
  const deep = outline('a/', 'a/b/', 'a/b/c/', 'x/', 'x/y/');
  expect(fits(deep, 'a', 'c')).toBe(false);
  expect(fits(deep, 'x', 'b')).toBe(false);
  expect(fits(deep, 'x', 'a')).toBe(true);
});
