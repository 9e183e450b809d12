import { readFileSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

const compress = promisify(gzip);

/** Puts the theme script into index.html; the server hashes the built page's inline script for its CSP. */
export function inlineThemeBoot(file: string): Plugin {
  return {
    name: 'seaway:theme-boot',
    transformIndexHtml(html) {
      const script = readFileSync(file, 'utf8')
        .replace(/\/\*.*?\*\//gs, '')
        .replace(/\s*\n\s*/g, ' ')
        .trim();
      return html.replace('<!-- theme-boot -->', () => `<script>${script}</script>`);
    },
  };
}

/** Preloads the one font file that every page needs, so that text never reflows. */
export function preloadFont(pattern: RegExp): Plugin {
  return {
    name: 'seaway:preload-font',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, context) =>
        Object.keys(context.bundle ?? {})
          .filter((file) => pattern.test(file))
          .map((file) => ({
            tag: 'link',
            attrs: { rel: 'preload', as: 'font', type: 'font/woff2', crossorigin: '', href: `/${file}` },
            injectTo: 'head-prepend' as const,
          })),
    },
  };
}

/** Writes a .gz twin beside every text asset, so that the server never compresses one. */
export function precompress(): Plugin {
  let directory = '';
  return {
    name: 'seaway:precompress',
    apply: 'build',
    configResolved(config) {
      directory = resolve(config.root, config.build.outDir);
    },
    async closeBundle() {
      const entries = await readdir(directory, { recursive: true, withFileTypes: true });
      const texts = entries.filter((entry) => entry.isFile() && /\.(js|css|html|svg|json|md|txt)$/.test(entry.name));
      await Promise.all(
        texts.map(async (entry) => {
          const file = join(entry.parentPath, entry.name);
          const packed = await compress(await readFile(file), { level: constants.Z_BEST_COMPRESSION });
          await writeFile(`${file}.gz`, packed);
        }),
      );
    },
  };
}
