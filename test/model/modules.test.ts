/** Drivers and actors register themselves: what one brings along is used, and nothing else names it. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { interpret } from '../../src/checker/interpreter.js';
import { Layout } from '../../src/checker/layout.js';
import { atomic, type Process, step } from '../../src/checker/process.js';
import { search } from '../../src/checker/search.js';
import { compileSystem } from '../../src/checker/system.js';
import { actionsNamed, setDeclaredFields } from '../../src/model/atomic.js';
import type { Context } from '../../src/model/context.js';
import { switchesOf } from '../../src/model/designs.js';
import { memoryBlockOffline, memoryBlockOnline } from '../../src/model/drivers/base/memory.js';
import { virtioMem } from '../../src/model/drivers/virtio_mem/module.js';
import { Errno } from '../../src/model/errno.js';
import type { FieldDeclarations } from '../../src/model/field.js';
import { MemoryAction } from '../../src/model/memory_action.js';
import { freeOnePage, freePagesCore } from '../../src/model/mm/page_alloc.js';
import type { Module } from '../../src/model/module.js';
import { ACTORS, fieldsOf, KERNEL_FIELDS, MODULES } from '../../src/model/modules.js';
import type { Kernel } from '../../src/model/state.js';
import { contextOf, kernelState, kernelSystem } from '../../src/model/system.js';
import { configurationNamed } from '../named.js';

const tiny = configurationNamed('tiny');
const switches = switchesOf('D', '7.3');

/** Another driver, beside virtio-mem: it onlines every page, and says what its notifier was told. */
function otherDriver(name: string, priority: number, accepts = true): Module {
  const told = atomic(`${name} told`, () => undefined);
  function* call(_: Context, action: MemoryAction): Process<Kernel, boolean> {
    yield step(told);
    return accepts || action !== MemoryAction.GOING_OFFLINE;
  }
  const onlinePage = atomic(`${name} onlines`, (k: Kernel, page: number) => {
    freePagesCore(k, page);
    freeOnePage(k, page);
  });
  return { driver: 'other', notifiers: [{ priority, call }], onlinePage };
}

const withOther = { ...tiny, driver: 'other', veto: [], signals: false, unplugged: [] };

/** The actions that a process performs by itself, and what it returns. */
function performed<R>(modules: readonly Module[], of: (context: Context) => Process<Kernel, R>) {
  const context = contextOf(withOther, switches, modules);
  const { fields, bind, init } = kernelState(context, modules);
  const layout = new Layout(fields);
  const state = bind(layout.views(layout.createBuffer()));
  init(state);
  const actions: string[] = [];
  const result = interpret(of(context), {
    state,
    decide: () => 0,
    observe: (each) => void (each.kind === 'step' && actions.push(each.action)),
  });
  return { actions, value: 'value' in result ? result.value : result };
}

describe('a driver beside virtio-mem', () => {
  const driver = otherDriver('other', 0);
  const modules = [...MODULES, driver];

  test('gets the pages that are onlined, and every notification', () => {
    const { actions, value } = performed(modules, function* (context): Process<Kernel, Errno> {
      yield* memoryBlockOffline(context, 0, 0);
      return yield* memoryBlockOnline(context, 0, true, 0);
    });
    expect(value).toBe(Errno.OK);
    expect(actions.filter((action) => action === 'other onlines')).toHaveLength(2);
    expect(actions.filter((action) => action === 'other told')).toHaveLength(4);
    expect(actions.filter((action) => action.startsWith('virtio_mem'))).toEqual([]);
  });

  test('is searched as any other, and the driver that is not there has no state', () => {
    const { states, deadlock } = search(compileSystem(kernelSystem(withOther, switches, modules))).result();
    expect(states).toBeGreaterThan(10);
    expect(deadlock).toBeUndefined();
    expect(kernelState(contextOf(withOther, switches, modules), modules).fields).toMatchObject({ bitmap: { max: 0 } });
  });
});

describe('the notifier chain', () => {
  const told = (...drivers: Module[]) => {
    const [first, ...others] = drivers.map(({ notifiers = [], onlinePage }, i) => ({
      notifiers,
      ...(i === 0 && onlinePage !== undefined ? { onlinePage } : {}),
    }));
    const modules = [...MODULES, { ...first, driver: 'other' }, ...others];
    const { actions, value } = performed(modules, (context) => memoryBlockOffline(context, 0, 0));
    return { value, told: actions.flatMap((action) => (action.endsWith(' told') ? [action.split(' ')[0]] : [])) };
  };

  test('goes by priority, and by registration among equals', () => {
    expect(told(otherDriver('low', -5), otherDriver('a', 0), otherDriver('b', 0), otherDriver('high', 5)).told).toEqual(
      [...['high', 'a', 'b', 'low'], ...['high', 'a', 'b', 'low']],
    );
  });

  test('stops at a veto, and tells all of the cancellation', () => {
    const vetoed = told(otherDriver('low', -1), otherDriver('no', 0, false), otherDriver('high', 1));
    expect(vetoed).toEqual({ value: Errno.VETO, told: ['high', 'no', 'high', 'no', 'low'] });
  });
});

test.each([
  ['none', MODULES, 'one online_page_callback needed, 0 given'],
  ['two', [...MODULES, otherDriver('a', 0), otherDriver('b', 0)], 'one online_page_callback needed, 2 given'],
])('the pages that are onlined go to one driver, not to %s', (_, modules, complaint) => {
  expect(() => contextOf(withOther, switches, modules)).toThrow(complaint);
});

test('no two modules have a field of the same name', () => {
  const fields: FieldDeclarations = { bitmap: { of: 'one', max: 1, shownIn: 'grid' } };
  expect(() => fieldsOf([virtioMem, { fields }])).toThrow('field bitmap: declared twice');
});

test('what starts anew when a block is onlined or removed is written then, whoever declares it', () => {
  const writes = (action: string) => actionsNamed(action).map(({ touches }) => touches.writes.includes('own'));
  const own = { of: 'page', max: 1, onlined: 0, shownIn: 'grid' } as const;
  try {
    setDeclaredFields({ ...KERNEL_FIELDS, own });
    expect([writes('move_pfn_range_to_zone'), writes('try_remove_memory')]).toEqual([[true], [false]]);
  } finally {
    setDeclaredFields(KERNEL_FIELDS);
  }
  expect(writes('move_pfn_range_to_zone')).toEqual([false]);
});

test('fields are shown by what they are of, those of pages first', () => {
  const of = Object.values(fieldsOf(MODULES)).map((field) => (typeof field.of === 'object' ? 'each' : field.of));
  expect(of.filter((kind, i) => kind !== of[i - 1])).toEqual(['page', 'sub-block', 'block', 'one', 'each']);
});

test('each actor that a configuration can have is registered once, and no other', () => {
  expect(ACTORS.map(({ key }) => key).sort()).toEqual(Object.keys(tiny.actors).sort());
});

const SOURCES = readdirSync('src/model', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => ({ path, source: readFileSync(join('src/model', path), 'utf8') }));

test('whoever adds fields to the kernel registers them', () => {
  const adding = SOURCES.filter(({ source }) => /declare module '.*state\.js'/.test(source));
  expect(adding).toHaveLength(MODULES.filter(({ fields }) => fields !== undefined).length);
});

test('mm knows no driver but the core of memory block devices', () => {
  const imports = SOURCES.filter(({ path }) => path.startsWith('mm')).flatMap(({ source }) => [
    ...source.matchAll(/from '(.*drivers.*)'/g),
  ]);
  expect(imports.map(([, file]) => file).filter((file) => !file.startsWith('../drivers/base/'))).toEqual([]);
});

test.each(ACTORS.map(({ key, shows, cannotShow }) => ({ key, shows, cannotShow })))(
  '$key says in the middle of a sentence what it can show, and what it cannot',
  ({ shows, cannotShow }) => {
    expect([shows, cannotShow]).toEqual([
      expect.stringMatching(/^[a-z].*[a-z]$/),
      expect.stringMatching(/^[a-z].*[a-z]$/),
    ]);
  },
);
