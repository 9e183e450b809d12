/** A text field's value: nothing else is shown as one. */
export const text = (value: unknown): string => (typeof value === 'string' ? value : '');
