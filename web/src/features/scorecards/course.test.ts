import { expect, it } from 'vitest';
import { percent, seriesOf, slicesOf } from './course';

const LEVELS = [
  { title: 'Basic', color: 'red' },
  { title: 'Gold', color: 'gold' },
];
const point = (date: number, levels: Record<string, number>) => ({
  ...{ date, levels, entities: 1, passed: 0, tested: 0, share: null },
});

it('draws a line for each level, and for those of before', () => {
  const data = [point(1, { Basic: 2, Tin: 1 }), point(2, { Basic: 1, Gold: 2 })];
  const series = seriesOf({ minDate: 1, maxDate: 2, data }, LEVELS);
  expect(series.map(({ name, color }) => [name, color])).toEqual([
    ['Basic', '--bad-dot'],
    ['Gold', '--gold-dot'],
    ['Tin', '--mute-dot'],
  ]);
  expect(series[1]?.points).toEqual([
    [1, 0],
    [2, 2],
  ]);
});

it('leaves levels out of the ring that nobody stands at', () => {
  const levels = LEVELS.map((level, place) => ({ ...level, entities: place }));
  expect(slicesOf(levels)).toEqual([{ name: 'Gold', value: 1, color: '--gold-dot' }]);
});

it('says nothing about a share of nothing', () => {
  expect(percent(0, 0, 'en')).toBe('–');
  expect(percent(2, 3, 'en')).toBe('67%');
});
