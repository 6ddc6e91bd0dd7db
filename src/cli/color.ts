/**
 * Whether standard output is drawn in colour: on a terminal, or where `FORCE_COLOR` asks for it.
 * A continuous integration server (`CI`) is not a terminal: its output is kept in files and read by scripts.
 */

import pc from 'picocolors';

const wanted = process.stdout.isTTY === true || Boolean(process.env.FORCE_COLOR);

export const color = wanted && pc.isColorSupported;

export const { bold, dim } = pc.createColors(color);
