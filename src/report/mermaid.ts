/**
 * A race as a Mermaid sequence diagram: a lifeline for each CPU, each step a message of a CPU to itself, what it changed below
 * the call, the last one on a red ground.
 */

import { valuedCall } from './call.js';
import { wrap } from './canvas.js';
import type { ShortChange } from './change.js';
import { type RaceEvent, raceEvents, raceOf } from './race_event.js';
import type { ReplayedRace } from './replayed_race.js';

const BAD_GROUND = 'rect rgb(255, 214, 214)';
const NEW_LINE = '<br/>';
/** Mermaid does not break lines by itself. */
const NOTE_WIDTH = 72;

export function drawMermaid({ steps, wrong, loop, assumed }: ReplayedRace): string {
  const events = raceEvents(steps);
  const actors = [...new Set(events.map(({ actor }) => actor))];
  const lifelines = new Map(actors.map((actor, i) => [actor, `CPU${i}`]));
  const draw = (some: readonly RaceEvent[]) => some.map((event) => messageOf(event, lifelines.get(event.actor) ?? ''));
  const { once, forEver } = raceOf(events, loop);
  const told = [wrong, ...(assumed === undefined ? [] : [assumed])].flatMap((text) => wrap(text, NOTE_WIDTH));
  return [
    'sequenceDiagram',
    ...indented([
      ...[...lifelines].map(([actor, id]) => `participant ${id} as ${id} (${escaped(actor)})`),
      ...(forEver === undefined
        ? [...draw(once.slice(0, -1)), ...grouped(BAD_GROUND, draw(once.slice(-1)))]
        : [...draw(once), ...grouped('loop for ever', draw(forEver))]),
      ...noteOver([...lifelines.values()], told.map(escaped).join(NEW_LINE)),
    ]),
  ].join('\n');
}

function messageOf({ choices, call, changes }: RaceEvent, id: string): string {
  const called = call === undefined ? [] : [valuedCall(call), ...(call.remark === undefined ? [] : [call.remark])];
  const changed = changes.map(changeText).join(', ');
  const lines = [...choices, ...called, ...(changed === '' ? [] : [changed])];
  return `${id}->>${id}: ${lines.map(escaped).join(NEW_LINE)}`;
}

/** Ghosts in parentheses. */
const changeText = ({ text, ghost }: ShortChange): string => (ghost ? `(${text})` : text);

function noteOver(ids: readonly string[], text: string): string[] {
  if (ids.length === 0) return [];
  const span = [...new Set([...ids.slice(0, 1), ...ids.slice(-1)])];
  return [`Note over ${span.join(',')}: ${text}`];
}

function grouped(head: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [head, ...indented(lines), 'end'];
}

const indented = (lines: readonly string[]): string[] => lines.map((line) => `    ${line}`);

/** `#` and `;` end a text, `<` begins a tag, `%%` a comment: Mermaid takes them as entity codes. */
const ENTITIES: Readonly<Record<string, string>> = { '#': '#35;', ';': '#59;', '<': '#lt;', '%': '#37;' };

const escaped = (text: string): string => text.replaceAll(/[#;<%]/g, (character) => ENTITIES[character] ?? character);
