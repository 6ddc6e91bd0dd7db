/** The intermediate form as text, a statement a line. */

import type { Expression, Routine, Statement } from '../../src/export/form.js';

export function told({ body, result }: Routine): string {
  return [...body.flatMap(lines), `result ${text(result)}`].join('\n');
}

function lines(statement: Statement): string[] {
  const inner = (statements: readonly Statement[]): string[] => statements.flatMap(lines).map((line) => `  ${line}`);
  switch (statement.is) {
    case 'set':
      return [`v${statement.local} = ${text(statement.value)}`];
    case 'store':
      return [`${statement.field}[${text(statement.element)}] = ${text(statement.value)}`];
    case 'if': {
      const no = statement.no.length === 0 ? [] : ['else:', ...inner(statement.no)];
      return [`if ${text(statement.test)}:`, ...inner(statement.yes), ...no];
    }
    case 'block':
      return [`block ${statement.label}:`, ...inner(statement.body)];
    case 'leave':
      return [`leave ${statement.label}`];
  }
}

function text(expression: Expression): string {
  const part = (of: Expression): string => (of.is === 'binary' || of.is === 'choice' ? `(${text(of)})` : text(of));
  switch (expression.is) {
    case 'number':
      return String(expression.value);
    case 'local':
      return `v${expression.local}`;
    case 'cell':
      return `${expression.field}[${text(expression.element)}]`;
    case 'unary':
      return `${expression.operator}${part(expression.of)}`;
    case 'binary':
      return `${part(expression.left)} ${expression.operator} ${part(expression.right)}`;
    case 'choice':
      return `${part(expression.test)} ? ${part(expression.yes)} : ${part(expression.no)}`;
    case 'table':
      return `[${expression.values}][${text(expression.index)}]`;
  }
}
