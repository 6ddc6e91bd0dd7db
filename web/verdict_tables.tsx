/** Verdicts as tables: one for each variation, a row for each property, a column for each design; a violation opens its race. */

import { ALL_PROPERTIES } from '../src/properties/catalogue/all.js';
import { capitalised } from '../src/report/capitalised.js';
import type { ReportCell } from '../src/report/report_data.js';
import {
  behindText,
  compact,
  haltsText,
  remarksOn,
  sortedText,
  stepsText,
  verdictText,
} from '../src/report/verdict_text.js';
import { DesignHeads } from './design_heads.js';
import { hashOf } from './route.js';
import { Scroll } from './scroll.js';

const EXACT = new Intl.NumberFormat('en');

export function VerdictTables({ cells }: { readonly cells: readonly ReportCell[] }) {
  const silent = silentProperties(cells);
  const variations = [...new Set(cells.map(({ variation }) => variation))];
  return (
    <>
      {variations.map((variation) => (
        <VerdictTable
          key={variation}
          cells={cells.filter((cell) => cell.variation === variation && !silent.includes(cell.property))}
        />
      ))}
      {remarksOn(cells).map((remark) => (
        <p key={remark} class="faint">
          {remark}
        </p>
      ))}
      {silent.length > 0 && <p class="faint">Not shown, as they say nothing here: {silent.join(', ')}.</p>}
    </>
  );
}

/** Properties that say nothing in any cell. Where all are such, they are shown. */
function silentProperties(cells: readonly ReportCell[]): string[] {
  const heard = new Set(cells.flatMap(({ property, applied }) => (applied === 0 ? [] : [property])));
  const ids = [...new Set(cells.map(({ property }) => property))];
  return heard.size === 0 ? [] : ids.filter((id) => !heard.has(id));
}

function VerdictTable({ cells }: { readonly cells: readonly ReportCell[] }) {
  const [{ scenario, variation = '' }] = cells;
  const designs = [...new Set(cells.map((cell) => cell.scenario.design))];
  const properties = [...new Set(cells.map(({ property }) => property))];
  const cellOf = (design: string, property: string) =>
    cells.find((cell) => cell.scenario.design === design && cell.property === property);
  const total = (name: string, of: (cell: ReportCell) => number) => (
    <tr class="total">
      <th scope="row">{name}</th>
      {designs.map((design) => (
        <td key={design}>{compact(Math.max(...cells.filter((cell) => cell.scenario.design === design).map(of)))}</td>
      ))}
    </tr>
  );
  return (
    <Scroll label={`verdicts, ${variation}`}>
      <table class="verdicts">
        <caption>
          {capitalised(variation)} <span class="faint">(configuration {scenario.configuration.name})</span>
        </caption>
        <DesignHeads designs={designs} before={<td />} />
        <tbody>
          {properties.map((property) => (
            <tr key={property}>
              <th scope="row">
                <b>{property}</b> <span>{titleOf(property)}</span>
              </th>
              {designs.map((design) => {
                const cell = cellOf(design, property);
                return <td key={design}>{cell !== undefined && <Verdict cell={cell} />}</td>;
              })}
            </tr>
          ))}
          {total('states', ({ states }) => states)}
          {total('transitions', ({ transitions }) => transitions)}
        </tbody>
      </table>
    </Scroll>
  );
}

function titleOf(property: string): string {
  return ALL_PROPERTIES.find(({ id }) => id === property)?.title ?? '';
}

export function Verdict({ cell }: { readonly cell: ReportCell }) {
  const { scenario, property, trace } = cell;
  const { design } = scenario;
  const text = verdictText(cell);
  const words = <VerdictWords cell={cell} />;
  if (trace === undefined) {
    return (
      <span class={classOf(cell)} title={wordsOf(cell)}>
        {text}
      </span>
    );
  }
  const step = trace.length;
  return (
    <a
      class={classOf(cell)}
      title={wordsOf(cell)}
      href={hashOf({ view: 'race', design, configuration: scenario.configuration.name, property, step })}
    >
      {text}
      {words}
    </a>
  );
}

/** The link says by itself what it leads to. */
function VerdictWords({ cell: { scenario, property } }: { readonly cell: ReportCell }) {
  return (
    <span class="unseen">
      {' '}
      race of {scenario.design}, {property}
    </span>
  );
}

function classOf({ verdict, applied, rootCauses }: ReportCell): string {
  if (verdict === 'violated') return rootCauses === undefined ? 'violated' : 'follows';
  if (verdict === 'not-exhausted') return 'open';
  return applied === 0 ? 'silent' : 'holds';
}

/** The verdict as a sentence. */
export function wordsOf(cell: ReportCell): string {
  const { verdict, applied, states, transitions, sorted, trace, rootCauses, shortest, restsOn } = cell;
  const how = sorted === undefined ? '' : `, ${sortedText(sorted)}`;
  const seen = `${EXACT.format(states)} states, ${EXACT.format(transitions)} transitions${how}`;
  if (verdict === 'not-exhausted') return `no violation found, but states are left unseen: ${seen}`;
  if (verdict === 'holds' && applied === 0) return `nothing that it speaks of happens in ${seen}`;
  if (verdict === 'holds') {
    const but = restsOn === undefined ? '' : `; nothing is known of what comes behind: ${haltsText(restsOn.halts)}`;
    return `holds in all states that any interleaving reaches: ${seen}${but}`;
  }
  const behind = rootCauses === undefined ? '' : `, only ${behindText(rootCauses)}`;
  const race =
    trace === undefined ? 'its race is left out' : `the shortest race has ${stepsText(trace.length, shortest)}`;
  return `violated${behind}; ${race}`;
}
