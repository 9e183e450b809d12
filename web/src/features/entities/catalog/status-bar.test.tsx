import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { renderIn } from '@/testing/render';
import { StatusBar } from './status-bar';

type Found = Parameters<typeof StatusBar>[0]['found'];

function found(lead: object): Found {
  return { lead: { isSuccess: true, isError: false, ...lead }, total: 3, took: 12, truncated: false } as Found;
}

it('says how old rows are, but not of rows that another question lent', () => {
  const { unmount } = renderIn(<StatusBar found={found({ isPlaceholderData: true, dataUpdatedAt: 0 })} of={3} />);
  expect(screen.getByTestId('count').textContent).toContain('3');
  expect(document.body.textContent).not.toMatch(/1970|Updated/);
  unmount();
  renderIn(<StatusBar found={found({ isPlaceholderData: false, dataUpdatedAt: Date.now() })} of={3} />);
  expect(document.body.textContent).toMatch(/Updated/);
});
