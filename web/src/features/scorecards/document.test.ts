import { expect, it } from 'vitest';
import { readYaml } from '@/lib/yaml-doc';
import type { Scorecard } from './api';
import { BLANK, toDocument, toInput } from './document';

const scorecard = {
  id: 'sc_1',
  identifier: 'ready',
  title: 'Ready',
  blueprint: 'service',
  levels: [{ title: 'Basic', color: 'paleBlue' }],
  rules: [],
  createdAt: '',
  createdBy: '',
  updatedAt: '',
  updatedBy: '',
} satisfies Scorecard;

it('shows a scorecard without what the server fills in', () => {
  const { data } = readYaml(toDocument(scorecard));
  expect(data).toEqual({ identifier: 'ready', title: 'Ready', levels: scorecard.levels, rules: [] });
});

it('sends nothing that the server fills in, whatever was pasted', () => {
  expect(toInput({ ...scorecard })).toEqual({
    identifier: 'ready',
    title: 'Ready',
    levels: scorecard.levels,
    rules: [],
  });
});

it('begins with a document that can be read', () => {
  expect(readYaml(BLANK).errors).toEqual([]);
});
