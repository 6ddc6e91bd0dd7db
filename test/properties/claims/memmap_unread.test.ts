/** D1: whose looks at a struct page count, and that a step which looks at none does not. */

import { describe, expect, test } from 'vitest';
import { search } from '../../../src/checker/search.js';
import { compileSystem } from '../../../src/checker/system.js';
import { visitTransitions } from '../../../src/checker/transitions.js';
import type { Actors, Configuration } from '../../../src/model/configuration.js';
import { type DesignId, type KernelVersion, switchesOf } from '../../../src/model/designs.js';
import { kernelSystem } from '../../../src/model/system.js';
import { D1 } from '../../../src/properties/claims/hotplug_order.js';
import { configurationNamed } from '../../named.js';

function also(name: string, actors: Partial<Actors>): Configuration {
  const found = configurationNamed(name);
  return { ...found, actors: { ...found.actors, ...actors } };
}

/** The steps that D1 says something of, and those that violate it, as `process: action`. */
function judged(configuration: Configuration, kernel: KernelVersion = '5.8', design: DesignId = 'D') {
  const run = search(compileSystem(kernelSystem(configuration, switchesOf(design, kernel))));
  const counted = new Set<string>();
  const stray = new Set<string>();
  visitTransitions(run, (step) => {
    if (!D1.concerns(step)) return;
    const name = `${step.process}: ${step.branch.action?.name}`;
    counted.add(name);
    if (D1.broken(step)) stray.add(name);
  });
  return { counted: [...counted].sort(), stray: [...stray].sort() };
}

const walker = (kind: Actors['walkers'][number]) => also('tiny', { walkers: [kind] });

describe('D1 counts the looks of', () => {
  test('a walker, once its section may have gone offline', () => {
    expect(judged(walker('late'), '5.8', 'F').stray).toContain('walker: get_page_unless_zero');
  });

  test('a walker that looks at the section and the page at once: all of them are in time', () => {
    const { counted, stray } = judged(walker('prompt'), '5.8', 'F');
    expect(counted).toContain('walker: get_page_unless_zero');
    expect(stray).toEqual([]);
  });

  test('a walker that frees an unplugged page behind an offlining', () => {
    expect(judged(walker('prompt')).stray).toEqual(['walker: free_one_page', 'walker: free_pages_prepare']);
  });

  test('memory_failure()', () => {
    const { counted, stray } = judged(configurationNamed('poison'), '6.1');
    expect(counted).toMatchInlineSnapshot(`
      [
        "memory error: ClearPageHWPoison",
        "memory error: TestSetPageHWPoison",
        "memory error: get_hwpoison_page",
        "memory error: is_free_buddy_page",
        "memory error: take_page_off_buddy",
      ]
    `);
    expect(stray).toContain('memory error: TestSetPageHWPoison');
  });

  test('a dump, which reads the memmap of every block', () => {
    expect(judged(also('tiny', { kdump: true })).stray).toEqual(['kdump: read_vmcore']);
  });

  test('migration and the allocation it is for', () => {
    const { counted, stray } = judged(also('tiny', { contig: 1, users: 1 }), '5.10');
    expect(counted).toMatchInlineSnapshot(`
      [
        "contig: PageLRU",
        "contig: folio_isolate_lru",
        "contig: folio_putback_lru",
        "contig: free_one_page",
        "contig: free_pages_prepare",
        "contig: get_page_unless_zero",
        "contig: isolate_freepages_range",
        "contig: migrate_folio",
        "contig: put_page_testzero",
        "contig: set_migratetype_isolate",
        "contig: set_page_refcounted",
        "contig: test_pages_isolated",
        "user: alloc_page",
        "user: folio_add_lru",
        "user: free_one_page",
        "user: free_pages_prepare",
        "user: put_page_testzero",
      ]
    `);
    expect(stray).toEqual([]);
  });
});

describe('D1 does not count', () => {
  test('the task that offlines and onlines, whoever it is', () => {
    expect(judged(configurationNamed('tiny')).counted).toEqual([]);
    expect(judged(also('removal', { briefUsers: 0 })).stray).toEqual([]);
    expect(judged(also('two-blocks', { briefUsers: 0 })).stray).toEqual([]);
  });

  test('a user to whom the allocator does not give the page', () => {
    const { counted, stray } = judged(also('tiny', { briefUsers: 1 }));
    expect(counted).toEqual(['brief user: clear_page']);
    expect(stray).toEqual([]);
  });

  test('an unloading driver that leaves a plugged page alone', () => {
    const { counted, stray } = judged(configurationNamed('unload'), '5.8', 'A');
    expect(counted).toContain('unload: page_ref_inc');
    expect(stray).toEqual([]);
  });
});
