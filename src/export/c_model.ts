/** A translated program in C: the state, a function for each action and predicate, and the processes' steps as one function. */

import { cellBits } from '../checker/layout.js';
import { PC } from '../checker/system.js';
import type { Expression, Routine, Statement } from './form.js';
import type { TranslatedField, TranslatedProcess, TranslatedProgram } from './program.js';

/** The names of the fields in C, where their own are no names there. */
type Names = ReadonlyMap<string, string>;

/** The declarations of the state, and what is at the start. */
export function stateInC({ fields, processes }: TranslatedProgram): string {
  const names = namesOf(fields);
  const cells = [...fields]
    .sort((a, b) => cellBits(b) - cellBits(a))
    .map((field) => ({
      type: TYPES[cellBits(field)],
      declared: `${names.get(field.name)}[${field.length}]`,
      bits: cellBits(field),
      initial: `.${names.get(field.name)} = {${field.initial}}`,
    }));
  const pc = {
    type: `${LOCATION}`,
    declared: `pc[${processes.length}]`,
    bits: 16,
    initial: `.pc = {0}`,
  };
  // The widest first, so that nothing lies between them.
  const all = [...cells, pc].sort((a, b) => b.bits - a.bits);
  return [
    '#include <stdint.h>',
    '',
    '/* Every byte counts: two states are the same when their bytes are. */',
    'typedef struct Model {',
    ...all.map(({ type, declared }) => `  ${type} ${declared};`),
    '} Model;',
    '',
    `#define INITIAL (Model){ ${all.map(({ initial }) => initial).join(', ')} }`,
    `#define PROCESSES ${processes.length}`,
  ].join('\n');
}

/** A state as a value: by the name of a field its cells, those of `pc` the locations of the processes. */
export function valueInC({ fields }: TranslatedProgram, cells: Readonly<Record<string, ArrayLike<number>>>): string {
  const names = namesOf(fields);
  const values = fields.map(({ name }) => `.${names.get(name)} = {${Array.from(cells[name])}}`);
  return `(Model){ ${[...values, `.pc = {${Array.from(cells[PC])}}`].join(', ')} }`;
}

/** What states are asked and what processes do; needs {@link stateInC} and `model_error()` before it. */
export function modelInC(program: TranslatedProgram): string {
  const { fields, actions, processes, predicates, halted } = program;
  const names = namesOf(fields);
  const calls = actions.map(({ name, args }) => comment(`${name}(${args.join(', ')})`));
  return [
    INDEX,
    ...actions.map(
      ({ routine }, i) => `${calls[i]}\n${functionInC(`static int action${i}(Model *k)`, routine, names)}`,
    ),
    ...processes.map((process, p) => stepsInC(process, p, calls)),
    branchCounts(processes),
    dispatchInC(processes),
    labelsInC(processes),
    placesToStay(processes),
    functionInC('static int is_halted(const Model *k)', halted, names),
    rangesInC(fields, names),
    ...predicates.map(({ routine }, i) => functionInC(`static int predicate${i}(const Model *k)`, routine, names)),
    predicatesInC(predicates.map(({ id }) => id)),
  ].join('\n\n');
}

const TYPES = { 8: 'uint8_t', 16: 'int16_t', 32: 'int32_t' } as const;

/** Wide enough for the locations of any process. */
const LOCATION = 'uint16_t';

const INDEX = `/* An index that the state chooses. */
static inline int at(int index, int length) {
  if (index < 0 || index >= length) model_error("an element that a field does not have");
  return index;
}`;

const KEYWORDS = new Set(
  'auto break case char const continue default do double else enum extern float for goto if inline int long register restrict return short signed sizeof static struct switch typedef union unsigned void volatile while pc'.split(
    ' ',
  ),
);

function namesOf(fields: readonly TranslatedField[]): Names {
  return new Map(
    fields.map(({ name }, i) => [name, /^[A-Za-z]\w*$/.test(name) && !KEYWORDS.has(name) ? name : `field_${i}`]),
  );
}

const comment = (text: string): string => `/* ${text.replaceAll('*/', '* /')} */`;

export const stringInC = (text: string): string => `"${text.replace(/[\\"?]/g, '\\$&').replace(/[\n\r]/g, ' ')}"`;

function functionInC(head: string, { locals, body, result }: Routine, names: Names): string {
  const declared = Array.from({ length: locals }, (_, i) => `v${i} = 0`);
  return [
    `${head} {`,
    ...(locals === 0 ? [] : [`  int ${declared.join(', ')};`]),
    '  (void)k;',
    ...body.flatMap((statement) => statementInC(statement, names)).map((line) => `  ${line}`),
    `  return ${inC(result, names)};`,
    '}',
  ].join('\n');
}

function statementInC(statement: Statement, names: Names): string[] {
  const inner = (statements: readonly Statement[]): string[] =>
    statements.flatMap((each) => statementInC(each, names)).map((line) => `  ${line}`);
  switch (statement.is) {
    case 'set':
      return [`v${statement.local} = ${inC(statement.value, names)};`];
    case 'store':
      return [`${cellInC(statement, names)} = ${inC(statement.value, names)};`];
    case 'if': {
      const no = statement.no.length === 0 ? [] : ['} else {', ...inner(statement.no)];
      return [`if (${inC(statement.test, names)}) {`, ...inner(statement.yes), ...no, '}'];
    }
    case 'block':
      return ['{', ...inner(statement.body), '}', `behind${statement.label}:;`];
    case 'leave':
      return [`goto behind${statement.label};`];
  }
}

function cellInC({ field, element }: { readonly field: string; readonly element: Expression }, names: Names): string {
  const index =
    element.is === 'number'
      ? element.value
      : `at(${inC(element, names)}, sizeof k->${names.get(field)} / sizeof *k->${names.get(field)})`;
  return `k->${names.get(field)}[${index}]`;
}

function inC(expression: Expression, names: Names): string {
  const of = (part: Expression): string => inC(part, names);
  switch (expression.is) {
    case 'number':
      return expression.value < 0 ? `(${expression.value})` : String(expression.value);
    case 'local':
      return `v${expression.local}`;
    case 'cell':
      return cellInC(expression, names);
    case 'unary':
      return `(${expression.operator}${of(expression.of)})`;
    case 'binary':
      return `(${of(expression.left)} ${expression.operator} ${of(expression.right)})`;
    case 'choice':
      return `(${of(expression.test)} ? ${of(expression.yes)} : ${of(expression.no)})`;
    case 'table':
      return `((const int[]){${expression.values}})[at(${of(expression.index)}, ${expression.values.length})]`;
  }
}

/** The most branches that a location of a process has. */
const mostBranches = ({ locations }: TranslatedProcess): number =>
  Math.max(1, ...locations.map(({ branches }) => branches.length));

/** One function for a process: it takes a branch of the location that the process is at. */
function stepsInC(process: TranslatedProcess, p: number, calls: readonly string[]): string {
  const most = mostBranches(process);
  const cases = process.locations.flatMap(({ branches }, l) =>
    branches.map(({ kind, action, targets }, b) => {
      const place = `    case ${l * most + b}:`;
      const goTo = `k->pc[${p}] = ${targetInC(targets)};`;
      if (action === undefined) return `${place} ${goTo} return 0;`;
      const blocked = kind === 'step' ? 'model_error("a step that must be possible blocks")' : 'return -1';
      const beyond = `if (o >= ${targets.length}) model_error("no outcome of the action");`;
      return `${place} o = action${action}(k); ${calls[action]} if (o < 0) ${blocked}; ${beyond} ${goTo} return o;`;
    }),
  );
  return [
    comment(process.name),
    `static int step${p}(Model *k, int branch) {`,
    '  int o = 0;',
    '  (void)o;',
    `  switch (k->pc[${p}] * ${most} + branch) {`,
    ...cases,
    '  }',
    '  return -1;',
    '}',
  ].join('\n');
}

function targetInC(targets: readonly number[]): string {
  return targets
    .slice(0, -1)
    .reduceRight((rest, target, o) => `o == ${o} ? ${target} : ${rest}`, String(targets.at(-1)));
}

function branchCounts(processes: readonly TranslatedProcess[]): string {
  return processes
    .map(
      ({ locations }, p) =>
        `static const uint8_t branches${p}[] = {${locations.map(({ branches }) => branches.length)}};`,
    )
    .join('\n');
}

function dispatchInC(processes: readonly TranslatedProcess[]): string {
  const cases = (call: (p: number) => string): string[] => processes.map((_, p) => `    case ${p}: return ${call(p)};`);
  return [
    '/* How many ways on a process has, of which some may be blocked. */',
    'static inline int branches(const Model *k, int process) {',
    '  switch (process) {',
    ...cases((p) => `branches${p}[k->pc[${p}]]`),
    '  }',
    '  return 0;',
    '}',
    '',
    '/* Takes one of them: its outcome, or -1 where it is blocked, and then the state is as it was. */',
    'static inline int take(Model *k, int process, int branch) {',
    '  switch (process) {',
    ...cases((p) => `step${p}(k, branch)`),
    '  }',
    '  return -1;',
    '}',
  ].join('\n');
}

/** What a branch is called, for people. */
function labelsInC(processes: readonly TranslatedProcess[]): string {
  const tables = processes.map((process, p) => {
    const most = mostBranches(process);
    const labels = process.locations.flatMap(({ branches }, l) =>
      branches.map(({ label }, b) => `  [${l * most + b}] = ${stringInC(label)},`),
    );
    return `static const char *const labels${p}[] = {\n${labels.join('\n')}\n};`;
  });
  const lookups = processes.map(
    (process, p) => `    case ${p}: return labels${p}[k->pc[${p}] * ${mostBranches(process)} + branch];`,
  );
  return [
    `static const char *const process_names[] = {${processes.map(({ name }) => stringInC(name)).join(', ')}};`,
    ...tables,
    'static const char *label(const Model *k, int process, int branch) {',
    '  switch (process) {',
    ...lookups,
    '  }',
    '  return "";',
    '}',
  ].join('\n');
}

function placesToStay(processes: readonly TranslatedProcess[]): string {
  const tables = processes.map(
    ({ locations }, p) => `static const uint8_t may_stay${p}[] = {${locations.map(({ mayStay }) => Number(mayStay))}};`,
  );
  const all = processes.map((_, p) => `may_stay${p}[k->pc[${p}]]`).join(' && ');
  return [
    ...tables,
    '/* Whether every process has ended, or is at rest by design: else a state without successors is a deadlock. */',
    `static int all_may_stay(const Model *k) { (void)k; return ${all || '1'}; }`,
  ].join('\n');
}

function rangesInC(fields: readonly TranslatedField[], names: Names): string {
  const outside = fields.flatMap(({ name, length, min = 0, max }) =>
    Array.from({ length }, (_, i) => {
      const cell = `k->${names.get(name)}[${i}]`;
      return `(uint32_t)(${cell} - (${min})) > ${(typeof max === 'number' ? max : max[i]) - min}u`;
    }),
  );
  return [
    '/* Whether every value is within its range: one outside is an error of the model. */',
    'static inline int is_in_range(const Model *k) {',
    `  return !(${outside.map((each) => `(${each})`).join(' | ') || '0'});`,
    '}',
  ].join('\n');
}

function predicatesInC(ids: readonly string[]): string {
  return [
    `#define PROPERTIES ${ids.length}`,
    `static const char *const property_names[] = {${[...ids.map(stringInC), '""'].join(', ')}};`,
    '',
    '/* Whether a state violates the property with this number. */',
    'static int is_violated(const Model *k, int property) {',
    '  switch (property) {',
    ...ids.map((_, i) => `    case ${i}: return predicate${i}(k) >= 0;`),
    '  }',
    '  return 0;',
    '}',
  ].join('\n');
}
