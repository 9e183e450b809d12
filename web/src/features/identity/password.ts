/** The shortest password the server takes. */
export const PASSWORD_MIN = 12;

export function isLongEnough(password: string): boolean {
  return [...password].length >= PASSWORD_MIN;
}
