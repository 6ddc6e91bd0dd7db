/** What is fetched and how it is unpacked: names of packages, mirrors, images, archives. */

import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { mirrorsIn } from '../../src/lab/apt.js';
import { isElf, payloadOf } from '../../src/lab/bzimage.js';
import { cpioArchive } from '../../src/lab/cpio.js';
import { newestImage, packagesOf } from '../../src/lab/series.js';

describe('packages', () => {
  it('are those of the newest ABI of a series, by number', () => {
    const names = [
      'linux-image-6.1.0-9-cloud-amd64',
      'linux-image-6.1.0-56-cloud-amd64',
      'linux-image-6.1-cloud-amd64',
    ];
    expect(newestImage('6.1', [...names, 'linux-image-6.1.0-0.deb11.52-cloud-amd64'])).toBe(names[1]);
    expect(newestImage('6.12', names)).toBeUndefined();
  });

  it('have the image and the modules apart since 7.2', () => {
    expect(packagesOf('7.3', 'linux-binary-7.3.4+deb13-cloud-amd64')).toEqual({
      boot: ['linux-binary-7.3.4+deb13-cloud-amd64', 'linux-modules-7.3.4+deb13-cloud-amd64'],
      headers: [
        'linux-headers-7.3.4+deb13-cloud-amd64',
        'linux-headers-7.3.4+deb13-common',
        'linux-kbuild-7.3.4+deb13',
      ],
    });
    expect(packagesOf('6.1', 'linux-image-6.1.0-56-cloud-amd64').headers).toContain('linux-kbuild-6.1');
    expect(() => packagesOf('6.1', 'linux-image-6.12.1+deb12-cloud-amd64')).toThrow('no kernel package of series 6.1');
  });
});

describe('mirrorsIn', () => {
  it('takes the mirrors of either form of sources', () => {
    const deb822 = 'Types: deb\nURIs: http://mirror.example/debian\nSuites: bookworm\n';
    const line = 'deb [arch=amd64] http://mirror.example/debian-security bookworm-security main\n';
    const other = 'deb https://other.example/node nodistro main\n';
    expect(mirrorsIn([other, deb822, line])).toEqual({
      main: 'http://mirror.example/debian',
      security: 'http://mirror.example/debian-security',
    });
  });

  it('takes the security archive beside the main one, and needs that', () => {
    expect(mirrorsIn(['deb http://mirror.example/debian/ bookworm main\n'])).toEqual({
      main: 'http://mirror.example/debian/',
      security: 'http://mirror.example/debian-security/',
    });
    expect(() => mirrorsIn([''])).toThrow('no Debian archive');
  });
});

describe('payloadOf', () => {
  /** An image with one sector of setup code and a payload right behind it. */
  function imageWith(payload: Buffer): Buffer {
    const image = Buffer.alloc(1024);
    image[0x1f1] = 1;
    image.writeUInt32LE(payload.length, 0x24c);
    return Buffer.concat([image, payload]);
  }

  it('leaves out the size behind what is packed', () => {
    const packed = gzipSync('kernel');
    const payload = payloadOf(imageWith(Buffer.concat([packed, Buffer.from([6, 0, 0, 0])])));
    expect(payload).toEqual({ program: 'gzip', packed });
  });

  it('leaves an image alone that is packed otherwise', () => {
    expect(payloadOf(imageWith(Buffer.from('02214c18', 'hex')))).toBeUndefined();
  });

  it('knows an ELF file', () => {
    expect([isElf(Buffer.from('7f454c46', 'hex')), isElf(Buffer.from('7f454c47', 'hex'))]).toEqual([true, false]);
  });
});

describe('cpioArchive', () => {
  it('has each entry at a multiple of four, and ends with the trailer', () => {
    const archive = cpioArchive([
      { path: 'mod' },
      { path: 'init', content: Buffer.from('12345'), executable: true },
    ]).toString('latin1');
    expect(archive.length % 4).toBe(0);
    const headers = [...archive.matchAll(/070701/g)].map(({ index }) => index);
    expect(headers).toHaveLength(3);
    expect(headers.every((at) => at % 4 === 0)).toBe(true);
    expect(archive).toMatch(/^070701[0-9a-f]{8}000041ed/);
    expect(archive).toMatch(/070701[0-9a-f]{8}000081ed[0-9a-f]{32}00000005/);
    expect(archive).toContain('init\0\x0012345\0\0\0');
    expect(archive).toContain('TRAILER!!!');
  });
});
