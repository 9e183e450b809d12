import type { shell as english } from '../en/shell';
import type { Translated } from '../translated';

export const shell: Translated<typeof english> = {
  app: {
    name: 'Seaway',
    skip: 'Zum Inhalt springen',
    sidebar: 'Seitenleiste',
    mainNav: 'Hauptnavigation',
    breadcrumb: 'Pfad',
    toggleSidebar: 'Seitenleiste ein- oder ausblenden',
    openMenu: 'Menü öffnen',
    search: 'Suchen …',
    palette: 'Suchen, starten …',
    new: 'Neu',
    newMenu: { entity: 'Entität …', blueprint: 'Blueprint', import: 'Import', person: 'Jemanden einladen' },
    offline: 'Die Live-Aktualisierung ist unterbrochen. Die Verbindung wird wiederhergestellt …',
    title: '{{page}} · Seaway',
    pageOpened: 'Seite {{page}} geöffnet',
  },
};
