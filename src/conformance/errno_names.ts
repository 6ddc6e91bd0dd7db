/** Error numbers as recordings have them, in words. include/uapi/asm-generic/errno.h. */

export const ENOENT = 2;
export const EINVAL = 22;
/** What NOTIFY_BAD becomes: notifier_to_errno(). */
export const EPERM = 1;

const NAMES: ReadonlyMap<number, string> = new Map([
  [0, 'OK'],
  [EPERM, 'EPERM'],
  [ENOENT, 'ENOENT'],
  [4, 'EINTR'],
  [5, 'EIO'],
  [12, 'ENOMEM'],
  [16, 'EBUSY'],
  [EINVAL, 'EINVAL'],
  [28, 'ENOSPC'],
  [133, 'EHWPOISON'],
]);

export function errnoName(errno: number | null): string {
  if (errno === null) return 'none';
  return NAMES.get(errno) ?? `errno ${errno}`;
}
