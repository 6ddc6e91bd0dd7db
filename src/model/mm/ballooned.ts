/** Where a page of a movable balloon is: what the balloon sets, and what offlining, isolation, migration and freeing look at. */

/**
 * On the list of the balloon, isolated from it for migration, or removed from it to be freed. Since 6.17 a page of each keeps PageOffline
 * and movable_ops until `free_pages_prepare()`; before, one that leaves loses both at once, and is NO. balloon_page_finalize() in
 * include/linux/balloon_compaction.h (mm/balloon.c in 7.3), page_has_movable_ops() in include/linux/page-flags.h.
 */
export const Ballooned = { NO: 0, LISTED: 1, ISOLATED: 2, LEFT: 3 } as const;
