/** The notifications of the memory notifier chain. include/linux/memory.h, all versions. */
export const MemoryAction = {
  GOING_OFFLINE: 'MEM_GOING_OFFLINE',
  CANCEL_OFFLINE: 'MEM_CANCEL_OFFLINE',
  OFFLINE: 'MEM_OFFLINE',
  GOING_ONLINE: 'MEM_GOING_ONLINE',
  CANCEL_ONLINE: 'MEM_CANCEL_ONLINE',
  ONLINE: 'MEM_ONLINE',
} as const;

export type MemoryAction = (typeof MemoryAction)[keyof typeof MemoryAction];
