import { expect, it } from 'vitest';
import { entityTabs, movedTab, renamedTab, restoredTab, type Template, withoutTab, withTab } from './entity-page';

const board = (id: string, ...types: string[]) => ({
  id,
  type: 'dashboard-widget',
  layout: [],
  widgets: types.map((type, place) => ({ id: `${id}${place}`, type })),
});
const group = (title: string, ...widgets: object[]) => ({ title, icon: 'Star', own: 1, widgets });
const page = (...widgets: object[]) => ({ title: 'Service', widgets }) as unknown as Template;
const grouper = (...groups: object[]) => page({ id: 'tabs', type: 'grouper', displayMode: 'tabs', groups });
const shown = (template: Template) => entityTabs(template).map(({ id, title }) => `${id} ${title}`);
/** As the server answers: whatever came without an id has one. */
const again = (widgets: object[]) => page(...widgets.map((each, place) => ({ id: `w${place}`, ...each })));

const SHIPPED = grouper(
  group('Overview', board('overview', 'entity-info')),
  group('Related entities', { id: 'related', type: 'grouper', groups: [] }),
  group('Costs', board('costs', 'entity-info', 'line-chart')),
  group('Runs', { id: 'runs', type: 'runs-table' }),
  group('Quality', board('quality', 'markdown')),
);

it('finds the dashboards of a shipped template, and not what the page shows by itself', () => {
  expect(shown(SHIPPED)).toEqual(['costs Costs', 'quality Quality']);
  expect(shown(page(board('alone', 'markdown')))).toEqual(['alone Service']);
  expect(shown(page({ id: 'x', type: 'grouper', groups: [null, 3, { widgets: 'no' }] }))).toEqual([]);
  expect(shown(grouper(...[...'abcdefg'].map((id) => group(id, board(id, 'markdown')))))).toHaveLength(5);
});

it('adds, renames, moves and removes one, and leaves everything else as it is', () => {
  const more = again(withTab(SHIPPED, 'new', { title: 'New' }));
  expect(shown(more)).toEqual(['costs Costs', 'quality Quality', 'new New']);
  const renamed = again(renamedTab(more, 'costs', { title: 'Cloud cost' }));
  const moved = again(movedTab(renamed, 'new', -1));
  expect(shown(moved)).toEqual(['costs Cloud cost', 'new New', 'quality Quality']);
  expect(shown(again(movedTab(moved, 'costs', -1)))).toEqual(shown(moved));
  const undone = again(
    withoutTab(again(renamedTab(again(movedTab(moved, 'new', 1)), 'costs', { title: 'Costs' })), 'new'),
  );
  expect(undone).toEqual(SHIPPED);
});

it('brings back what was removed in its place, once, beside what others did meanwhile', () => {
  const without = again(withoutTab(SHIPPED, 'costs'));
  expect(again(restoredTab(without, SHIPPED, 'costs'))).toEqual(SHIPPED);
  expect(again(restoredTab(SHIPPED, SHIPPED, 'costs'))).toEqual(SHIPPED);
  const meanwhile = again(withTab(without, 'new', { title: 'New' }));
  expect(shown(again(restoredTab(meanwhile, SHIPPED, 'costs')))).toEqual(['costs Costs', 'quality Quality', 'new New']);
});

it('gives what stands alone a name when another comes beside it, and begins with nothing', () => {
  const alone = page(board('alone', 'markdown'));
  expect(shown(again(withTab(alone, 'b', { title: 'B' })))).toEqual(['alone Service', 'b B']);
  expect(shown(again(withTab(page(), 'a', { title: 'A' })))).toEqual(['a A']);
});
