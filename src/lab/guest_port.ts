/** The serial port on which a guest's first process serves commands, one line each; see lab/guest/init.c. */

import type { Socket } from 'node:net';
import { within } from './timing.js';

/** What a command came to. */
export interface GuestAnswer {
  readonly text: string;
  /** 0, or the errno of what was tried. */
  readonly errno: number;
}

const END = /\n=END (-?\d+) (\d+)\n/;
const READY = 'READY\n';

/** In milliseconds. */
const DEFAULT_LIMIT = 60_000;

/** Takes one answer off the front of what has been received; undefined while it is not whole. */
export function takeAnswer(received: string): { readonly answer: GuestAnswer; readonly rest: string } | undefined {
  const end = END.exec(received);
  if (end === null) return undefined;
  const text = received.slice(0, end.index).replace(/^\n+|\n+$/g, '');
  return { answer: { text, errno: Number(end[1]) }, rest: received.slice(end.index + end[0].length) };
}

export class GuestPort {
  readonly #socket: Socket;
  #received = '';
  #woken: () => void = () => {};

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.setEncoding('latin1');
    socket.on('error', () => {});
    socket.on('data', (text) => {
      this.#received += text.toString();
      this.#woken();
    });
    socket.on('close', () => this.#woken());
  }

  /** Waits until the guest has come up. */
  async ready(limit: number): Promise<void> {
    await within(
      limit,
      'the guest',
      this.#until((received) => {
        const at = received.indexOf(READY);
        return at < 0 ? undefined : { answer: undefined, rest: received.slice(at + READY.length) };
      }),
    );
  }

  /** Sends one command and waits for its answer. Commands must not overlap. */
  async ask(command: string, limit = DEFAULT_LIMIT): Promise<GuestAnswer> {
    this.#socket.write(`${command}\n`);
    return within(limit, `the guest, ${command}`, this.#until(takeAnswer));
  }

  close(): void {
    this.#socket.destroy();
  }

  async #until<T>(take: (received: string) => { readonly answer: T; readonly rest: string } | undefined): Promise<T> {
    for (;;) {
      const taken = take(this.#received);
      if (taken !== undefined) {
        this.#received = taken.rest;
        return taken.answer;
      }
      if (this.#socket.destroyed) throw new Error('the guest is gone');
      await new Promise<void>((resolve) => {
        this.#woken = resolve;
      });
    }
  }
}
