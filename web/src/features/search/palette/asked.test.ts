import { describe, expect, it } from 'vitest';
import { readAsked } from './asked';

const blueprints = [
  { identifier: 'service', title: 'Service' },
  { identifier: 'cloud_resource', title: 'Cloud resource' },
];

describe('what is typed into the palette', () => {
  it.each([
    ['pay', { mode: 'all', text: 'pay', blueprint: null }],
    ['  pay  api ', { mode: 'all', text: 'pay  api', blueprint: null }],
    ['>', { mode: 'commands', text: '', blueprint: null }],
    ['> dark', { mode: 'commands', text: 'dark', blueprint: null }],
    ['@ida', { mode: 'people', text: 'ida', blueprint: null }],
    ['service: pay', { mode: 'all', text: 'pay', blueprint: 'service' }],
    ['Cloud Resource:', { mode: 'all', text: '', blueprint: 'cloud_resource' }],
    ['https://git.example', { mode: 'all', text: 'https://git.example', blueprint: null }],
    [': pay', { mode: 'all', text: ': pay', blueprint: null }],
  ])('reads %j', (input, asked) => {
    expect(readAsked(input, blueprints)).toEqual(asked);
  });
});
