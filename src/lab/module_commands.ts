/** The model's steps of actors that the lab's own module plays, as commands to it. */

import type { TraceStep } from '../checker/trace.js';
import type { Layout } from './layout.js';

/** What the lab's module is told, and the result that the model has; nothing for steps that belong to the one before. */
type Commands = (
  step: TraceStep,
  layout: Layout,
  process: string,
) => readonly { readonly command: string; readonly expected?: string }[];

/** By actor. */
export const MODULE_COMMANDS: Readonly<Record<string, Commands>> = {
  walker: ({ action, args, outcome = '' }, layout) => {
    const frame = layout.frameOfPage(args[0] ?? 0);
    switch (action) {
      case 'pfn_to_online_page':
        return [{ command: `online ${frame}`, expected: outcome }];
      case 'get_page_unless_zero':
        return [{ command: `get ${frame}`, expected: outcome }];
      case 'put_page_testzero':
        return [{ command: `put ${frame}` }];
      default:
        return [];
    }
  },
  contig: ({ action, args }, layout) => {
    if (action === 'set_migratetype_isolate') {
      return [{ command: `contig ${layout.frameOfSubBlock(args[0])} ${layout.pagesPerSubBlock}` }];
    }
    const isFirst = action === 'put_page_testzero' && layout.geometry.firstPage.includes(args[0]);
    if (!isFirst) return [];
    const subBlock = layout.geometry.subBlockOfPage[args[0]];
    return [{ command: `uncontig ${layout.frameOfSubBlock(subBlock)} ${layout.pagesPerSubBlock}` }];
  },
  user: ({ action, args, outcome = '' }, layout) => {
    switch (action) {
      case 'alloc_page':
        return [{ command: `alloc ${layout.frameOfPage(args[0])}`, expected: outcome }];
      case 'clear_page':
        return [{ command: 'touch' }];
      case 'put_page_testzero':
        return outcome === 'reached 0' ? [{ command: 'free' }] : [];
      default:
        return [];
    }
  },
  'brief user': ({ args, outcome }, layout) => {
    const alloc = { command: `alloc ${layout.frameOfPage(args[0])}`, expected: outcome === 'touched' ? 'got' : 'no' };
    return outcome === 'touched' ? [alloc, { command: 'touch' }, { command: 'free' }] : [alloc];
  },
};
