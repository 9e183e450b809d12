/** Parts of an entity's own page: origins, the past, frames. */
export const detail = {
  hideEmpty: 'Hide empty',
  allEmpty: 'No property has a value.',
  openTab: 'Open its tab',
  edit: 'Edit {{name}}',
  dashboards: { add: 'Add a dashboard', full: 'Five dashboards are the most' },
  source: {
    show: 'Show sources',
    ask: 'Where “{{name}}” comes from',
    by: 'Set by {{name}}',
    displaced: 'Replaced another source’s value',
    changes: 'Its changes',
  },
  menu: {
    open: 'Open',
    source: 'Source file',
    idCopied: 'Copied {{id}}.',
    linkCopied: 'Link copied.',
  },
  deleted: {
    by: 'Deleted by {{name}}',
    last: 'You see its last state.',
    restore: 'Restore',
  },
  renamed: '“{{before}}” is called “{{now}}” now.',
  frame: {
    refused: 'This page may not be shown here',
    refusedText:
      'Pages of {{host}} are shown here once an administrator of Seaway allows them with this setting and starts it again:',
    insecure: 'Only pages whose address begins with https are shown inside the portal.',
    open: 'Open in a new tab',
    copy: 'Copy setting',
  },
  past: {
    earlier: 'Earlier change',
    later: 'Later change',
    present: 'Now:',
    choose: 'View as of a past moment…',
    title: 'View as of a past moment',
    instant: 'Moment',
    help: 'In your own time zone.',
    show: 'Show',
    now: 'Back to now',
    text: 'You see this entity as it was on {{when}}. It cannot be changed here.',
  },
} as const;
