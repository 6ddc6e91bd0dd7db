/** The pages as a grid: a column for each, under its sub-block and block, with what the last step changed marked. */

import { geometryOf } from '../src/model/geometry.js';
import type { Timeline } from '../src/run/timeline.js';
import { memoryAfter, type Row, type Value } from './memory.js';
import { Sparkline } from './sparkline.js';

interface Props {
  readonly timeline: Timeline;
  readonly at: number;
  readonly caption: string;
  /** How many steps had been made before what is marked as changed; absent: one fewer. */
  readonly from?: number;
  /** Another run, so far: what differs from it is marked. */
  readonly unlike?: { readonly timeline: Timeline; readonly at: number };
}

export function PageGrid({ timeline, at, caption, from, unlike }: Props) {
  const { rows, moreRows, singles } = memoryAfter(timeline, at, from);
  const others = unlike === undefined ? [] : memoryAfter(unlike.timeline, unlike.at).rows;
  const { pages } = geometryOf(timeline.scenario.configuration);
  return (
    <div class="memory">
      <table class="grid">
        <caption>{caption}</caption>
        <Heads timeline={timeline} />
        <tbody>
          {rows.map((row) => (
            <RowLine
              key={row.field}
              row={row}
              timeline={timeline}
              other={others.find(({ field }) => field === row.field)}
            />
          ))}
          <tr class="sparks">
            <th scope="row">refcount by step</th>
            {Array.from({ length: pages }, (_, page) => (
              <td key={page}>
                <Sparkline
                  values={timeline.history('refcount', page)}
                  at={at}
                  label={`refcount of page ${page} from step to step`}
                />
              </td>
            ))}
          </tr>
        </tbody>
      </table>
      <details>
        <summary>More fields</summary>
        {moreRows.length > 0 && (
          <table class="grid">
            <caption class="unseen">{caption}: more fields</caption>
            <Heads timeline={timeline} />
            <tbody>
              {moreRows.map((row) => (
                <RowLine key={row.field} row={row} timeline={timeline} />
              ))}
            </tbody>
          </table>
        )}
        <dl class="singles">
          {singles.map(({ name, value }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <ValueWords value={value} />
              </dd>
            </div>
          ))}
        </dl>
      </details>
    </div>
  );
}

function Heads({ timeline }: { readonly timeline: Timeline }) {
  const { pages, blocks, subBlocks, firstPage, subBlocksPerBlock } = geometryOf(timeline.scenario.configuration);
  const pagesOfBlock = (block: number) =>
    firstPage[(block + 1) * subBlocksPerBlock] - firstPage[block * subBlocksPerBlock];
  return (
    <thead>
      {blocks > 1 && (
        <HeadLine kind="block" spans={Array.from({ length: blocks }, (_, block) => pagesOfBlock(block))} />
      )}
      {subBlocks < pages && (
        <HeadLine
          kind="sub-block"
          spans={Array.from({ length: subBlocks }, (_, i) => firstPage[i + 1] - firstPage[i])}
        />
      )}
      <HeadLine kind="page" spans={Array.from({ length: pages }, () => 1)} />
    </thead>
  );
}

function HeadLine({ kind, spans }: { readonly kind: string; readonly spans: readonly number[] }) {
  return (
    <tr>
      <td />
      {spans.map((span, i) => (
        <th key={i} scope={span === 1 ? 'col' : 'colgroup'} colSpan={span}>
          {kind} {i}
        </th>
      ))}
    </tr>
  );
}

const ROW_KINDS: Readonly<Record<Row['index'], string>> = { page: '', 'sub-block': 'sub-block ', block: 'block ' };

interface RowLineProps {
  readonly row: Row;
  readonly timeline: Timeline;
  /** The same row of the other run. */
  readonly other?: Row | undefined;
}

function RowLine({ row, timeline, other }: RowLineProps) {
  const { firstPage, subBlocksPerBlock } = geometryOf(timeline.scenario.configuration);
  const per = { page: 0, 'sub-block': 1, block: subBlocksPerBlock }[row.index];
  const span = (i: number): number => (per === 0 ? 1 : firstPage[(i + 1) * per] - firstPage[i * per]);
  const name = row.name === 'block' ? 'state' : row.name;
  return (
    <tr class={row.ghost ? `${row.index} ghost` : row.index}>
      <th scope="row">
        {ROW_KINDS[row.index]}
        {row.ghost ? `(${name})` : name}
      </th>
      {row.values.map((value, i) => (
        <td key={i} colSpan={span(i)} class={value.before === undefined ? undefined : 'changed'}>
          {other !== undefined && other.values[i].text !== value.text && (
            <span class="unlike">
              <span aria-hidden="true">≠ </span>
              <span class="unseen">unlike the other: </span>
            </span>
          )}
          <ValueWords value={value} />
        </td>
      ))}
    </tr>
  );
}

function ValueWords({ value: { text, before } }: { readonly value: Value }) {
  if (before === undefined) return <>{text}</>;
  return (
    <>
      <span class="unseen">changed from </span>
      <span class="before">{before}</span>
      <span aria-hidden="true"> → </span>
      <span class="unseen"> to </span>
      <strong>{text}</strong>
    </>
  );
}
