export const shell = {
  app: {
    name: 'Seaway',
    skip: 'Skip to content',
    sidebar: 'Sidebar',
    mainNav: 'Main',
    breadcrumb: 'Breadcrumb',
    toggleSidebar: 'Toggle sidebar',
    openMenu: 'Open menu',
    search: 'Search…',
    palette: 'Search or run…',
    new: 'New',
    newMenu: { entity: 'Entity…', blueprint: 'Blueprint', import: 'Import', person: 'Invite a person' },
    offline: 'Live updates are interrupted. Reconnecting…',
    title: '{{page}} · Seaway',
    pageOpened: '{{page}}, page opened',
  },
} as const;
