import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { renderIn } from '@/testing/render';
import { ErrorBoundary } from './error-boundary';

it('keeps a failure to itself, names the request, and tries again', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
  let broken = true;
  const Part = () => {
    if (broken) throw Object.assign(new Error('It broke'), { traceId: 'trace-7' });
    return <p>Whole again</p>;
  };
  renderIn(
    <>
      <p>The rest of the page</p>
      <ErrorBoundary>
        <Part />
      </ErrorBoundary>
    </>,
  );
  expect(screen.getByText('The rest of the page')).toBeTruthy();
  expect(screen.getByRole('alert').textContent).toContain('It broke');
  expect(screen.getByText('trace-7')).toBeTruthy();
  broken = false;
  await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
  expect(screen.getByText('Whole again')).toBeTruthy();
});
