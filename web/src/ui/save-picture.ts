import { toastFailure } from './toast';

/** Hands an element of the page to the browser as a picture; what makes pictures is loaded when one is wanted. */
export async function savePicture(element: HTMLElement | null, name: string): Promise<void> {
  if (!element) return;
  try {
    const { pictureOf } = await import('./picture');
    await pictureOf(element, name);
  } catch (error) {
    toastFailure(error);
  }
}
