/** What the actors of a configuration do to state that is not their own: the core has room for as much, and no more. */

export interface Demands {
  /** The processes that take device_hotplug_lock, and so offline, online and remove blocks. Each holds it under its place here. */
  readonly hotplugTasks: readonly string[];
  /** How many references to one page are held for a moment. */
  readonly speculative: number;
  /** How many are kept, beside the one of the page's owner. */
  readonly kept: number;
  /** The tasks that may be between get_online_mems() and put_online_mems() at a time. */
  readonly onlineMems: number;
  /** The tasks that may be between page_offline_freeze() and page_offline_thaw() at a time. */
  readonly pageOfflineReaders: number;
  /** Whether synchronize_rcu() is called. */
  readonly gracePeriods: boolean;
  /** Owners that a page can have, beside those that the core knows of. */
  readonly owners: readonly number[];
  /** Whether offline_and_remove_memory() or remove_memory() is called. */
  readonly removesMemory: boolean;
  /** Whether memory_failure() is called. */
  readonly poisons: boolean;
}

/** What several modules need of the state, put together. */
export function demandsOf(several: readonly Partial<Demands>[]): Demands {
  const sum = (of: (one: Partial<Demands>) => number | undefined) =>
    several.reduce((total, one) => total + (of(one) ?? 0), 0);
  return {
    hotplugTasks: several.flatMap(({ hotplugTasks = [] }) => hotplugTasks),
    speculative: sum(({ speculative }) => speculative),
    kept: sum(({ kept }) => kept),
    onlineMems: sum(({ onlineMems }) => onlineMems),
    pageOfflineReaders: sum(({ pageOfflineReaders }) => pageOfflineReaders),
    gracePeriods: several.some(({ gracePeriods }) => gracePeriods === true),
    owners: several.flatMap(({ owners = [] }) => owners),
    removesMemory: several.some(({ removesMemory }) => removesMemory === true),
    poisons: several.some(({ poisons }) => poisons === true),
  };
}

/**
 * The number under which a process holds device_hotplug_lock.
 * @throws when its module does not say that it takes the lock
 */
export function hotplugTask({ demands }: { readonly demands: Demands }, process: string): number {
  const number = demands.hotplugTasks.indexOf(process);
  if (number < 0) throw new Error(`${process}: not among those that take device_hotplug_lock`);
  return number;
}
