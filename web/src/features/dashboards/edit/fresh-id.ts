/** An id that no other widget has. */
export function freshId(): string {
  return `w_${[...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
