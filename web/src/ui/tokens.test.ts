import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const sheets = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.css'));
const LITERAL = /(#[0-9a-f]{3,8}\b|\b(rgba?|oklch)\(|font-size:\s*[\d.]+|font:[^;/]*\d(px|rem|em))/i;

it('holds every colour and every font size in the tokens', () => {
  expect(sheets.length).toBeGreaterThan(30);
  const found = sheets
    .filter((file) => !file.endsWith('tokens.css'))
    .flatMap((file) =>
      readFileSync(join('src', file), 'utf8')
        .split('\n')
        .filter((line) => LITERAL.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    );
  expect(found).toEqual([]);
});

it('knows every token that a sheet names', () => {
  const declared = new Set(sheets.flatMap((file) => names(file, /(--[\w-]+)\s*:/g)));
  const given = /^--(mantine|left|hue|kind|height|size|input|button|menu|combobox|popover|xy)/; // set beside the sheet, or by the kit
  const unknown = sheets.flatMap((file) =>
    names(file, /var\((--[\w-]+)/g)
      .filter((name) => !declared.has(name) && !given.test(name))
      .map((name) => `${file}: ${name}`),
  );
  expect(unknown).toEqual([]);
});

function names(file: string, pattern: RegExp): string[] {
  return [...readFileSync(join('src', file), 'utf8').matchAll(pattern)].map(([, name = '']) => name);
}
