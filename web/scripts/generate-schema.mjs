// Writes src/api/schema.ts from the server's OpenAPI document (`make generate` writes that one first).
import { spawnSync } from 'node:child_process';

const source = process.env.SEAWAY_OPENAPI ?? '../docs/reference/openapi.json';
const result = spawnSync(
  process.execPath,
  [
    'node_modules/openapi-typescript/bin/cli.js',
    source,
    '--output',
    'src/api/schema.ts',
    '--alphabetize',
    '--default-non-nullable=false',
  ],
  { stdio: 'inherit' },
);
process.exit(result.status ?? 1);
