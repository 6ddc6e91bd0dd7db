/** QEMU's monitor, QMP, over a unix socket: one command at a time, answers in order, events passed over. */

import { connect, type Socket } from 'node:net';
import { sleep, within } from './timing.js';

/** In milliseconds. */
const DEFAULT_LIMIT = 60_000;
const CONNECT_LIMIT = 10_000;
const BETWEEN_TRIES = 10;

/** @throws when nobody listens there in time, or `gone` tells that nobody ever will */
export async function connectWhenThere(path: string, gone: () => string | undefined): Promise<Socket> {
  const end = Date.now() + CONNECT_LIMIT;
  for (;;) {
    const socket = await tryConnect(path);
    if (socket !== undefined) return socket;
    const why = gone();
    if (why !== undefined) throw new Error(why);
    if (Date.now() > end) throw new Error(`${path}: nobody listens`);
    await sleep(BETWEEN_TRIES);
  }
}

function tryConnect(path: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => resolve(socket));
    socket.once('error', () => resolve(undefined));
  });
}

type Answer = { readonly return: unknown } | { readonly error: { readonly desc: string } };

export class Qmp {
  readonly #socket: Socket;
  #received = '';
  readonly #waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void }[] = [];

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setEncoding('utf8');
    socket.on('error', () => {});
    socket.on('close', () => this.#giveUp());
    socket.on('data', (text) => this.#receive(text.toString()));
  }

  static async connect(path: string, gone: () => string | undefined): Promise<Qmp> {
    const qmp = new Qmp(await connectWhenThere(path, gone));
    await qmp.execute('qmp_capabilities');
    return qmp;
  }

  /** @throws when QEMU refuses, goes away, or does not answer in time */
  async execute(
    command: string,
    args: Readonly<Record<string, unknown>> = {},
    limit = DEFAULT_LIMIT,
  ): Promise<unknown> {
    const answered = new Promise<Answer>((resolve, reject) => {
      if (this.#socket.destroyed) reject(new Error('QEMU is gone'));
      else this.#waiting.push({ resolve, reject });
    });
    this.#socket.write(`${JSON.stringify({ execute: command, arguments: args })}\n`);
    const answer = await within(limit, `QEMU, ${command}`, answered);
    if ('error' in answer) throw new Error(`QEMU, ${command}: ${answer.error.desc}`);
    return answer.return;
  }

  close(): void {
    this.#socket.destroy();
  }

  #receive(text: string): void {
    const lines = (this.#received + text).split('\n');
    this.#received = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') this.#take(line);
  }

  #take(line: string): void {
    const said: unknown = JSON.parse(line);
    if (isAnswer(said)) this.#waiting.shift()?.resolve(said);
  }

  #giveUp(): void {
    for (const { reject } of this.#waiting.splice(0)) reject(new Error('QEMU is gone'));
  }
}

/** The greeting and events have neither. */
function isAnswer(said: unknown): said is Answer {
  return typeof said === 'object' && said !== null && ('return' in said || 'error' in said);
}
