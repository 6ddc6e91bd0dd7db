/** `pageoffline explore`: serves the page on this machine alone; the checker runs in the browser. */

import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { ExitStatus, type StatusOf } from './exit_status.js';
import { readPage } from './page_file.js';
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
  const server = pageServer(readPage());
  const taken = await listen(server, port);
  terminal.stdout.write(`http://${LOOPBACK}:${taken}/ (Ctrl-C stops it)\n`);
  if (!signal.aborted) await once(signal, 'abort');
  server.closeAllConnections();
  server.close();
  return ExitStatus.HOLDS;
}

function pageServer(page: string): Server {
  return createServer((request, response) => {
    if (request.url !== '/' && request.url !== '/index.html') {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('nothing here but /\n');
      return;
    }
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }).end(page);
  });
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
