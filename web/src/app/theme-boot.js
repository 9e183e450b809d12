/* Runs before the first paint, so that a chosen theme never flashes and rows are as high as chosen. Inlined into index.html at build. */
(() => {
  let choice = 'auto';
  try {
    choice = localStorage.getItem('seaway-theme') ?? 'auto';
    if (localStorage.getItem('seaway-density') === 'compact') document.documentElement.dataset.density = 'compact';
  } catch {
    /* Storage may be blocked: the system's theme and the usual rows are used. */
  }
  const dark = choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.mantineColorScheme = dark ? 'dark' : 'light';
})();
