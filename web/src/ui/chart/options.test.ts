import { expect, it } from 'vitest';
import { lineOption, type Palette, type Series } from './options';

const palette: Palette = {
  token: () => '',
  series: [],
  ink: '',
  faint: '',
  line: '',
  surface: '',
  raised: '',
  font: '',
};

const option = (...values: (number | null)[]) => {
  const points = values.map((value, day): [number, number | null] => [day * 86_400_000, value]);
  const { yAxis } = lineOption([{ name: 'Entities', points }] satisfies Series[], palette);
  return yAxis as { minInterval: number };
};

it.each([
  [[0, 1, null, 2], 1],
  [[0.5, 1], 0],
])('values %j stand at least %i apart on their axis', (values, apart) => {
  expect(option(...(values as (number | null)[])).minInterval).toBe(apart);
});
