/**
 * `pageoffline explore`: serves the page on this machine alone; the checker runs in the browser. What its large searches need to be
 * native is made here.
 */

import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { errorMessage } from '../checker/error_message.js';
import { ExitStatus, type StatusOf } from './exit_status.js';
import { moduleFor, searchRequestSchema } from './explore_search.js';
import { offerSearches, placeOfSearches, readPage } from './page_file.js';
import type { Terminal } from './terminal.js';
import { UsageError } from './usage_error.js';

export interface ExploreOptions {
  /** 0: any that is free. */
  readonly port: number;
}

export const DEFAULT_PORT = 8642;

/** No other machine can reach it. */
const LOOPBACK = '127.0.0.1';

export async function explore({ port }: ExploreOptions, terminal: Terminal): Promise<StatusOf<'HOLDS'>> {
  const signal = terminal.interruption();
  const searches = placeOfSearches();
  const server = pageServer(offerSearches(readPage(), searches), searches);
  const taken = await listen(server, port);
  terminal.stdout.write(`http://${LOOPBACK}:${taken}/ (Ctrl-C stops it)\n`);
  if (!signal.aborted) await once(signal, 'abort');
  server.closeAllConnections();
  server.close();
  return ExitStatus.HOLDS;
}

/** @param searches where it asks for modules of native searches */
function pageServer(page: string, searches: string): Server {
  return createServer((request, response) => {
    const { method, url } = request;
    if (method === 'POST' && url === `/${searches}`) void answer(request, response);
    else if (url === '/' || url === '/index.html')
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }).end(page);
    else response.writeHead(404, PLAIN).end('nothing here but /\n');
  });
}

const PLAIN = { 'content-type': 'text/plain' };

/** The module of a native search; or nothing, with which the page's searches go on as they are. */
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { origin, host } = request.headers;
  if (origin !== `http://${host}`) {
    response.writeHead(403, PLAIN).end('for the page that is served here alone\n');
    return;
  }
  try {
    const module = await moduleFor(searchRequestSchema.parse(await json(request)));
    if (module === undefined) response.writeHead(204).end();
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(module));
  } catch (error) {
    response.writeHead(400, PLAIN).end(`${errorMessage(error)}\n`);
  }
}

/** @returns the port */
function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', ({ code, message }: NodeJS.ErrnoException) => {
      const why =
        code === 'EADDRINUSE' ? 'is in use; another one with --port, or any that is free with --port 0' : message;
      reject(new UsageError(`port ${port}: ${why}`));
    });
    server.listen(port, LOOPBACK, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
