import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { inlineThemeBoot, precompress, preloadFont } from './vite-plugins.ts';

const source = fileURLToPath(new URL('./src', import.meta.url));
const server = process.env.SEAWAY_URL ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [
    react(),
    inlineThemeBoot(`${source}/app/theme-boot.js`),
    preloadFont(/inter-latin-wght-normal.*\.woff2$/),
    precompress(),
  ],
  resolve: { alias: { '@': source, 'markdown-to-jsx/react': `${source}/ui/schema-form/no-markdown.ts` } },
  server: { proxy: { '/v1': server, '/health': server } },
  worker: { format: 'es' },
  build: {
    outDir: '../server/seaway/_web',
    emptyOutDir: true,
    target: 'es2022',
    manifest: 'manifest.json',
    license: { fileName: 'third-party-licences.md' },
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 700,
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/testing/setup.ts'],
    restoreMocks: true,
    // One document for all files, cleared after each test: five times as fast.
    isolate: false,
    css: { modules: { classNameStrategy: 'non-scoped' } },
  },
});
