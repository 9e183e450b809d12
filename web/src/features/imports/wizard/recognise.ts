export type Kind = 'backstage' | 'table';

const ARCHIVE = /\.(zip|tar|tgz|gz)$/i;
const YAML = /\.ya?ml$/i;
const DESCRIPTOR =
  /^\s*(["']?apiVersion["']?\s*:\s*["']?[a-z0-9.-]*backstage\.io\/|kind:\s*(Component|API|System|Domain|Resource|Group|User|Location|Template)\s*$)/m;
const HEAD = 65_536;

/** What files most probably are: archives and Backstage's descriptors, or one table of rows. */
export async function recognise(files: readonly File[]): Promise<Kind> {
  const [file] = files;
  if (!file || files.length > 1 || ARCHIVE.test(file.name)) return 'backstage';
  if (!YAML.test(file.name)) return 'table';
  return DESCRIPTOR.test(await file.slice(0, HEAD).text()) ? 'backstage' : 'table';
}

/** The name under which files are known: that of their folder or file. */
export function sourceOf(files: readonly File[]): string {
  const first = files[0];
  if (!first) return '';
  const folder = first.webkitRelativePath?.split('/')[0];
  const name = files.length > 1 && folder ? folder : first.name;
  return name
    .replace(/[^\p{L}\p{N}_ .@+-]+/gu, '-')
    .replace(/^[^\p{L}\p{N}_]+/u, '')
    .slice(0, 100);
}
