import { expect, it } from 'vitest';
import { strong } from './groups';

const line = (title: string, within?: string) => ({ key: title, title, detail: within ?? '', within, icon: null });

it('finds pages by the part they belong to, after those that are called so', () => {
  const lines = [line('Users', 'Settings'), line('Imports', 'Platform'), line('Settings of mine'), line('Home')];
  expect(strong(lines, 'setting').map(({ title }) => title)).toEqual(['Settings of mine', 'Users']);
  expect(strong(lines, 'im').map(({ title }) => title)).toEqual(['Imports']);
});
