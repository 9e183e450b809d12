import { cleanup } from '@testing-library/react';
import { afterEach } from 'vitest';
import { loadTexts } from '@/lib/i18n';

await loadTexts();
afterEach(() => {
  cleanup();
  localStorage.clear();
});

// happy-dom has no layout: boxes get a size, so that virtual lists draw rows.
Object.defineProperties(HTMLElement.prototype, {
  offsetHeight: { get: () => 600, configurable: true },
  offsetWidth: { get: () => 1000, configurable: true },
  clientHeight: { get: () => 600, configurable: true },
});

// Nor does it load fonts, which a growing text field waits for.
Object.defineProperty(document, 'fonts', { value: new EventTarget(), configurable: true });
