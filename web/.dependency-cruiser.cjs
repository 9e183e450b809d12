/** The floors of the portal: app > routes > features > (ui, api, lib). A feature is entered by its public.ts. */
module.exports = {
  forbidden: [
    {
      name: 'base-knows-no-feature',
      comment: 'ui, api and lib are below every feature, route and the shell.',
      severity: 'error',
      from: { path: '^src/(ui|api|lib)/' },
      to: { path: '^src/(features|routes|app)/' },
    },
    {
      name: 'lib-knows-no-one',
      comment: 'lib holds pure helpers; api holds the wire. Neither draws.',
      severity: 'error',
      from: { path: '^src/(lib|api)/' },
      to: { path: '^src/ui/' },
    },
    {
      name: 'ui-does-not-fetch',
      comment: 'The design system shows what it is given.',
      severity: 'error',
      from: { path: '^src/ui/' },
      to: { path: '^src/api/' },
    },
    {
      name: 'features-know-no-route',
      severity: 'error',
      from: { path: '^src/features/' },
      to: { path: '^src/(routes|app)/' },
    },
    {
      name: 'features-enter-by-the-door',
      comment: 'Another feature is entered by its public.ts alone, or by public-lazy.tsx for what is loaded late.',
      severity: 'error',
      from: { path: '^src/features/([^/]+)/' },
      to: {
        path: '^src/features/([^/]+)/',
        pathNot: ['^src/features/$1/', '^src/features/[^/]+/public(\\.ts|-lazy\\.tsx)$'],
      },
    },
    {
      name: 'outsiders-enter-by-the-door',
      comment: 'Routes load page modules lazily, so they may name a *-page file; all else passes public.ts.',
      severity: 'error',
      from: { path: '^src/(routes|app)/' },
      to: { path: '^src/features/', pathNot: ['^src/features/[^/]+/public\\.ts$', '-page\\.tsx$', '-lazy\\.tsx$'] },
    },
    {
      name: 'pages-are-loaded-lazily',
      comment: 'A page named statically by a route would land in the first bundle.',
      severity: 'error',
      from: { path: '^src/(routes|app)/' },
      to: { path: '^src/features/.*(-page|-lazy)\\.tsx$', dynamic: false },
    },
    {
      name: 'tests-stay-tests',
      severity: 'error',
      from: { pathNot: '(\\.test\\.tsx?$|^src/testing/)' },
      to: { path: '(\\.test\\.tsx?$|^src/testing/)' },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: [
          '\\.d\\.ts$',
          '\\.css$',
          'theme-boot\\.js$',
          'no-markdown\\.ts$',
          'src/api/(schema|contract)\\.ts$',
          '\\.test\\.tsx?$',
        ],
      },
      to: {},
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'browser', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.css', '.woff2'],
    },
  },
};
