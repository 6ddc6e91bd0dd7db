/** State graphs for Graphviz: all states and steps, what is marked, and quoting. */

import { describe, expect, it } from 'vitest';
import { compileSystem, replaySteps, Search } from '../../src/checker/index.js';
import { type DesignId, switchesOf } from '../../src/model/designs.js';
import { kernelSystem } from '../../src/model/system.js';
import { Decision } from '../../src/properties/decide.js';
import { drawDot } from '../../src/report/index.js';
import { configurationNamed, propertyNamed } from '../named.js';

function graphOf(design: DesignId, id: string, configurationName = 'tiny') {
  const configuration = configurationNamed(configurationName);
  const property = propertyNamed(id);
  const decision = new Decision({ design, kernel: '5.8', configuration, overrides: {} }, [property]);
  decision.run();
  const [{ trace = [] }] = decision.cells();
  const program = compileSystem(kernelSystem(configuration, switchesOf(design, '5.8')));
  const search = new Search(program);
  search.run();
  const dot = drawDot(search, { title: 'a "title"', properties: [property], races: [trace] });
  return { dot, search, property, program, trace };
}

const NODE = /^ {2}\d+ \[/;
const EDGE = /^ {2}(\d+) -> (\d+) \[/;
/** An attribute list of quoted values. */
const ATTRIBUTES = /\[(?:\w+="(?:[^"\\]|\\.)*"(?:, )?)+\];$/;

describe.each([
  ['A', 'X6', 'tiny'],
  ['B', 'S3', 'tiny'],
  ['D', 'L1', 'pcp'],
] as const)('the graph of design %s with property %s, configuration %s', (design, id, configuration) => {
  const { dot, search, property, program, trace } = graphOf(design, id, configuration);
  const lines = dot.split('\n');

  it('has every state and every transition', () => {
    const { states, transitions } = search.result();
    expect(lines.filter((line) => NODE.test(line)).length).toBe(states);
    expect(lines.filter((line) => EDGE.test(line)).length).toBe(transitions);
  });

  it('is quoted', () => {
    expect(lines[0]).toBe('digraph pageoffline {');
    expect(lines.at(-1)).toBe('}');
    for (const line of lines.slice(1, -1)) expect(line).toMatch(ATTRIBUTES);
    expect(lines[1]).toContain('label="a \\"title\\""');
  });

  it('marks the race from the initial state on, step by step', () => {
    const marked = lines.filter((line) => line.includes('penwidth')).map((line) => EDGE.exec(line)?.slice(1, 3) ?? []);
    const next = new Map(marked.map(([from, to]) => [from, to]));
    expect(marked.length).toBe(trace.length);
    let at: string | undefined = '0';
    for (let i = 0; i < trace.length; i++) at = at === undefined ? undefined : next.get(at);
    const last = lines.find((line) => line.startsWith(`  ${at} [`));
    if (property.kind === 'invariant') expect(last).toContain('mistyrose');
    // A lasso comes back to the state where its loop begins.
    else expect(marked.filter(([, to]) => to === at).length).toBe(2);
  });

  it('marks the states that violate an invariant, and no others', () => {
    const marked = lines.filter((line) => line.includes('mistyrose'));
    if (property.kind !== 'invariant') return expect(marked).toEqual([]);
    expect(marked.length).toBeGreaterThan(0);
    for (const line of marked) expect(line).toContain(`\\n${id}"`);
    const { replay } = replaySteps(program, trace);
    expect(property.violator(replay.state)).toBeGreaterThanOrEqual(0);
  });

  it('is the same each time', () => {
    expect(graphOf(design, id, configuration).dot).toBe(dot);
  });
});
