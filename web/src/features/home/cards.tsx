import {
  type Icon,
  IconClock,
  IconEye,
  IconFileImport,
  IconHistory,
  IconHourglass,
  IconStack2,
  IconStar,
  IconUsersGroup,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { CatalogCounts } from './catalog-counts';
import { Favourites } from './favourites';
import { LatestImports } from './latest-imports';
import type { Column } from './layout';
import { MyEntities } from './my-entities';
import { RecentlyChanged, TeamChanges } from './recently-changed';
import { Seen } from './seen';
import { Waiting } from './waiting';

export type CardId = 'waiting' | 'mine' | 'ours' | 'changes' | 'favourites' | 'seen' | 'catalog' | 'imports';

/** A card of Home: where it stands unless the person moved it, and who may see it. */
export interface CardSpec {
  id: CardId;
  column: Column;
  icon: Icon;
  permission?: string;
  Content: ComponentType;
  /** A link at the right of the heading. */
  Action?: ComponentType;
}

export const CARDS: readonly CardSpec[] = [
  { id: 'waiting', column: 'main', icon: IconHourglass, permission: 'create:imports', Content: Waiting },
  { id: 'mine', column: 'main', icon: IconUsersGroup, Content: MyEntities },
  { id: 'ours', column: 'main', icon: IconHistory, Content: TeamChanges },
  { id: 'changes', column: 'main', icon: IconClock, Content: RecentlyChanged },
  { id: 'favourites', column: 'side', icon: IconStar, Content: Favourites },
  { id: 'seen', column: 'side', icon: IconEye, Content: Seen },
  { id: 'catalog', column: 'side', icon: IconStack2, Content: CatalogCounts },
  {
    id: 'imports',
    column: 'side',
    icon: IconFileImport,
    permission: 'create:imports',
    Content: LatestImports,
    Action: AllImports,
  },
];

function AllImports() {
  const { t } = useTranslation();
  return (
    <Link className="link" to="/imports">
      {t('home.allImports')}
    </Link>
  );
}
