/**
 * The form of a recording (`pageoffline-recording/1`, JSON Lines: a header, then one action a line) and its reading. What does
 * not have this form is refused with the file, the line and the field. A field that is not known is passed over and named.
 */

import { z } from 'zod';
import { errorMessage } from '../checker/error_message.js';

export const FORMAT = 'pageoffline-recording/1';

/** The kernel series that recordings exist of; each is a version the model has switches for. */
export const SERIES = ['5.10', '6.1', '6.12', '6.17', '7.3'] as const;

const count = z.int().nonnegative();
const bytes = z.int().positive();
/** [first, count] */
const range = z.tuple([count, count]);

/** A page's type, count and mark, as run-length entries and traces have it: `[type, count]` or `[type, count, "dirty"]`. */
const pageState = z.union([z.tuple([z.string(), count]), z.tuple([z.string(), count, z.literal('dirty')])]);
const pageRun = z.union([
  z.tuple([z.int().positive(), z.string(), count]),
  z.tuple([z.int().positive(), z.string(), count, z.literal('dirty')]),
]);

const policy = z.enum(['online_movable', 'online_kernel']);

const veto = z.strictObject({
  when: z.enum(['beforeDriver', 'afterDriver']),
  errno: z.int().positive(),
  errnoName: z.string(),
});

const action = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('observe') }),
  z.strictObject({ type: z.literal('resize'), requestedBytes: count }),
  z.strictObject({
    type: z.literal('offline'),
    block: count,
    veto: veto.optional(),
    interruptAfterMs: count.optional(),
  }),
  z.strictObject({ type: z.literal('online'), block: count, policy, veto: veto.optional() }),
  z.strictObject({ type: z.literal('writeState'), block: count, value: z.string() }),
  z.strictObject({ type: z.literal('pin'), block: count, page: count }),
  z.strictObject({ type: z.literal('unpin') }),
  z.strictObject({ type: z.literal('poison'), block: count, page: count, pageKind: z.enum(['buddy', 'offline']) }),
  z.strictObject({ type: z.literal('kernelBuffers'), pages: count.optional() }),
  z.strictObject({ type: z.literal('freeKernelBuffers'), pages: count.optional() }),
]);

const deviceRequest = z.strictObject({
  op: z.enum(['plug', 'unplug', 'unplugAll']),
  first: count,
  count,
  chunk: z.int().positive(),
  order: z.enum(['single', 'ascending', 'descending']),
  response: z.enum(['ACK', 'NACK', 'BUSY', 'ERROR']),
});

const block = z.strictObject({
  id: count,
  state: z.enum(['online', 'offline', 'absent']),
  zone: z.enum(['Movable', 'Normal']).nullable(),
  validZones: z.array(z.string()),
  pages: z.array(pageRun),
  summary: z.record(z.string(), count).nullable(),
  pluggedSubBlocks: z.array(range),
  unpluggedSubBlocks: z.array(range).nullable(),
  mixedSubBlocks: z.array(range).optional(),
});

const zone = z.strictObject({ spanned: count, present: count, managed: z.int() });

const observed = z.strictObject({
  blocks: z.array(block),
  managedPages: z.int(),
  presentPages: z.int(),
  zones: z.record(z.string(), zone),
  isolatedPageblocks: count,
  deviceSizeBytes: count,
  requestedSizeBytes: count,
  hwpoisonedPages: count,
  totalRamPages: count,
  driverWorkerRuns: count,
  driverWorkerIdle: z.boolean(),
});

const kernelCall = z.strictObject({
  fn: z.string(),
  phase: z.enum(['enter', 'return']),
  observedPages: z.record(z.string(), pageState),
  notifier: z.string().optional(),
  ret: z.int().optional(),
  retName: z.string().optional(),
  order: count.optional(),
  firstPage: count.optional(),
  pages: count.optional(),
  managedDelta: z.int().optional(),
  context: z.literal('driverWorker').optional(),
});

const kernelStep = z.union([
  kernelCall,
  z.strictObject({ cycle: z.array(kernelCall), repeat: z.int().positive(), firstPageStride: z.int().optional() }),
]);

const line = z.strictObject({
  action,
  errno: count.nullable(),
  /** For readers of the file; `errno` is what counts. */
  errnoName: z.string().optional(),
  draw: count.optional(),
  steps: z.array(kernelStep).optional(),
  deviceRequests: z.array(deviceRequest),
  observed,
  kernelLog: z.array(z.string()),
});

const header = z.strictObject({
  format: z.literal(FORMAT),
  kernel: z.string(),
  series: z.enum(SERIES),
  kind: z.enum(['walk', 'trace']),
  seed: count.nullable(),
  variant: z.string().optional(),
  draws: count.optional(),
  trace: count.optional(),
  title: z.string().optional(),
  tracedBlock: count.optional(),
  tracedPages: z.record(z.string(), count).optional(),
  functionsNotTraceable: z.array(z.string()).optional(),
  functionsWithoutReturnProbe: z.array(z.string()).optional(),
  memoryBlockBytes: bytes,
  subBlockBytes: bytes,
  pageBytes: bytes,
  pageblockBytes: bytes,
  device: z.strictObject({
    type: z.string(),
    mode: z.literal('SBM'),
    regionStartBytes: count,
    regionSizeBytes: bytes,
    deviceBlockBytes: bytes,
    node: count,
    nodeHasOtherMemory: z.literal(false),
    firstBlock: count,
    blocks: z.int().positive(),
    driverParameters: z.record(z.string(), z.unknown()),
  }),
  autoOnlineBlocks: z.enum(['online_movable', 'online_kernel', 'offline']),
  virtualCpus: z.literal(1),
});

/** A Debian kernel series with recordings. */
export type Series = (typeof SERIES)[number];
export type Header = z.infer<typeof header>;
export type Action = z.infer<typeof action>;
export type Veto = z.infer<typeof veto>;
export type DeviceRequest = z.infer<typeof deviceRequest>;
export type ObservedBlock = z.infer<typeof block>;
export type Observed = z.infer<typeof observed>;
export type PageState = z.infer<typeof pageState>;
export type KernelCall = z.infer<typeof kernelCall>;
export type KernelStep = z.infer<typeof kernelStep>;
/** An action with what was observed after it, and the number of its line in the file. */
export type RecordedAction = z.infer<typeof line> & { readonly lineNumber: number };

/** What a real kernel did: actions in their order, and the state after each. */
export interface Recording {
  /** As the reader was told it, for messages. */
  readonly file: string;
  readonly header: Header;
  readonly actions: readonly RecordedAction[];
  /** What stands in the file and was not read, since this form has no such field. */
  readonly unknownFields: readonly UnknownField[];
}

/** A field of a recording that the reader does not know. */
export interface UnknownField {
  /** As `action.colour`; an element of a list has no number, as `steps[].depth`. */
  readonly field: string;
  /** The numbers of the lines it stands in, ascending. */
  readonly lines: readonly number[];
}

/** A recording that cannot be read; the message has the file, the line and the field. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError';
}

/** @throws {RecordingError} */
export function parseRecording(file: string, text: string): Recording {
  const lines = text.split('\n').flatMap((content, i) => (content.trim() === '' ? [] : [{ content, number: i + 1 }]));
  const [first, ...rest] = lines;
  if (first === undefined) throw new RecordingError(`${file}: empty, expected a header of format ${FORMAT}`);
  const unknown = new Map<string, number[]>();
  const parse = <T>(number: number, content: string, schema: z.ZodType<T>): T => {
    const { data, unknownFields } = parseLine(file, number, content, schema);
    for (const field of unknownFields) unknown.set(field, [...(unknown.get(field) ?? []), number]);
    return data;
  };
  const parsedHeader = parse(first.number, first.content, header);
  const actions = rest.map(({ content, number }) => ({ ...parse(number, content, line), lineNumber: number }));
  if (actions.length === 0) throw new RecordingError(`${file}: a header without actions`);
  for (const each of actions) checkPlaces(file, parsedHeader, each);
  const unknownFields = [...unknown].map(([field, lines]) => ({ field, lines }));
  return { file, header: parsedHeader, actions, unknownFields };
}

interface ParsedLine<T> {
  readonly data: T;
  /** Each once. */
  readonly unknownFields: readonly string[];
}

function parseLine<T>(file: string, number: number, content: string, schema: z.ZodType<T>): ParsedLine<T> {
  const value = parseJson(file, number, content);
  const strictly = schema.safeParse(value);
  if (strictly.success) return { data: strictly.data, unknownFields: [] };
  const unknownFields = new Set(strictly.error.issues.flatMap((issue) => removeUnknown(value, issue)));
  const parsed = schema.safeParse(value);
  if (parsed.success) return { data: parsed.data, unknownFields: [...unknownFields] };
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the line'}: ${message}`);
  throw new RecordingError(`${file}, line ${number}: ${faults.join('; ')}`);
}

/** Takes out of a line what an issue says is not known there, and names it. */
function removeUnknown(value: unknown, issue: z.core.$ZodIssue): string[] {
  if (issue.code !== 'unrecognized_keys') return [];
  let object = value;
  for (const step of issue.path) object = isRecord(object) ? object[String(step)] : undefined;
  if (!isRecord(object)) return [];
  const place = issue.path.map((step) => (typeof step === 'number' ? '[]' : `.${String(step)}`)).join('');
  for (const key of issue.keys) delete object[key];
  return issue.keys.map((key) => `${place}.${key}`.slice(1));
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function parseJson(file: string, number: number, content: string): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    throw new RecordingError(`${file}, line ${number}: no JSON: ${errorMessage(error)}`);
  }
}

/** What no schema of one line can tell: that its blocks and pages are those of the header's device. */
function checkPlaces(file: string, header: Header, { action, observed, lineNumber }: RecordedAction): void {
  const fault = (field: string, what: string) => new RecordingError(`${file}, line ${lineNumber}: ${field}: ${what}`);
  const { firstBlock, blocks } = header.device;
  const pagesPerBlock = header.memoryBlockBytes / header.pageBytes;
  if (observed.blocks.length !== blocks)
    throw fault('observed.blocks', `${observed.blocks.length} blocks, the device has ${blocks}`);
  observed.blocks.forEach(({ id, state, pages }, i) => {
    if (id !== firstBlock + i) throw fault(`observed.blocks.${i}.id`, `${id}, expected ${firstBlock + i}`);
    const sum = pages.reduce((total, [run]) => total + run, 0);
    const expected = state === 'absent' ? 0 : pagesPerBlock;
    if (sum !== expected) throw fault(`observed.blocks.${i}.pages`, `${sum} pages, expected ${expected}`);
  });
  if ('block' in action && (action.block < firstBlock || action.block >= firstBlock + blocks))
    throw fault('action.block', `${action.block} is not of the device`);
  if ('page' in action && action.page >= pagesPerBlock)
    throw fault('action.page', `${action.page}, a block has ${pagesPerBlock} pages`);
}
