/** What functions and attempts end with. The kernel's numbers, but for VETO: a notifier's own errno, whatever it is, is passed through. */
export const Errno = { OK: 0, ENOENT: 2, EINTR: 4, EBUSY: 16, EHWPOISON: 133, VETO: -1 } as const;

export type Errno = (typeof Errno)[keyof typeof Errno];
