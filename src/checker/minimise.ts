/** The smallest automaton with equal behaviour, by partition refinement (Moore): locations that do the same are one. */

import type { Location } from './automaton.js';
import type { Atomic } from './process.js';

/** Location 0 stays location 0; the others are numbered in breadth-first order from it. */
export function minimise<S>(locations: readonly Location<S>[]): Location<S>[] {
  const classOf = refine(locations);
  const order: number[] = [];
  const numberOf = new Map<number, number>();
  const visit = (location: number) => {
    const cls = classOf[location];
    if (numberOf.has(cls)) return;
    numberOf.set(cls, order.length);
    order.push(location);
  };
  visit(0);
  for (let i = 0; i < order.length; i++) {
    for (const branch of locations[order[i]].branches) branch.targets.forEach(visit);
  }
  const renumber = (target: number) => {
    const number = numberOf.get(classOf[target]);
    if (number === undefined) throw new Error(`location ${target} was not reached from the start`);
    return number;
  };
  return order.map((location) => ({
    branches: locations[location].branches.map((branch) => ({ ...branch, targets: branch.targets.map(renumber) })),
  }));
}

/** The class of each location; two locations share one when no sequence of outcomes tells them apart. */
function refine<S>(locations: readonly Location<S>[]): number[] {
  const actionIds = new Map<Atomic<S>, number>();
  const actionId = (action: Atomic<S> | undefined) => {
    if (action === undefined) return -1;
    const id = actionIds.get(action) ?? actionIds.size;
    actionIds.set(action, id);
    return id;
  };
  const own = locations.map((location) =>
    JSON.stringify(
      location.branches.map(({ choices, kind, action, args }) => [
        choices.map(({ name, option }) => [name, option]),
        kind,
        actionId(action),
        args,
      ]),
    ),
  );
  let classes = number(own);
  for (;;) {
    const finer = number(
      locations.map((location, i) => {
        const targets = location.branches.map((branch) => branch.targets.map((target) => classes[target]).join());
        return `${classes[i]}|${targets.join(';')}`;
      }),
    );
    if (Math.max(...finer) === Math.max(...classes)) return finer;
    classes = finer;
  }
}

/** Equal texts get equal numbers, from 0 on in order of appearance. */
function number(texts: readonly string[]): number[] {
  const numbers = new Map<string, number>();
  return texts.map((text) => {
    const known = numbers.get(text) ?? numbers.size;
    numbers.set(text, known);
    return known;
  });
}
