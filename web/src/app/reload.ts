const MARK = 'seaway-reloaded-for';

/**
 * After an upgrade of the server an old tab asks for chunks that are gone: loads the page anew, once per failing file.
 */
export function reloadOnceAfterUpgrade(): void {
  addEventListener('vite:preloadError', (event) => {
    const missing = event.payload.message;
    if (sessionStorage.getItem(MARK) === missing) return;
    sessionStorage.setItem(MARK, missing);
    event.preventDefault();
    location.reload();
  });
}
