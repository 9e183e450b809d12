import { blueprints } from './blueprints';
import { catalog, filter } from './catalog';
import { entity } from './entity';
import { home } from './home';
import { imports } from './imports';
import { inside } from './inside';
import { markdown } from './markdown';
import { notify, personal } from './personal';
import { profile } from './profile';
import { bulk, edit, views } from './views';

/** What the pages behind the sign-in say; the texts of a part that is loaded late come with it (`addEnglish`). */
export const rest = {
  ...inside,
  home,
  catalog,
  filter,
  views,
  edit,
  bulk,
  entity,
  blueprints,
  imports,
  markdown,
  personal,
  notify,
  profile,
} as const;
