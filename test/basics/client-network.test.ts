import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isInNetworks, networkOf, readAddress } from '../../src/basics/client-network.ts'

const table: [what: string, address: string, network: string][] = [
  ['an IPv4 address', '192.0.2.7', '192.0.2.7'],
  ['an IPv4 address mapped into IPv6 (RFC 4291, 2.5.5.2)', '::ffff:192.0.2.7', '192.0.2.7'],
  ['an IPv6 address', '2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['another address of that network', '2001:DB8:1:2::1', '2001:db8:1:2::/64'],
  ['an address with a zone (RFC 4007, 11)', 'fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['the loopback address', '::1', '0:0:0:0::/64'],
  ['a text that is not an address', 'unix:', 'unix:'],
  ['nothing', '', ''],
]
for (const [what, address, network] of table) {
  test(`${what} is counted as ${network || 'itself'}`, () => assert.equal(networkOf(address), network))
}

// Formats of proxies: nginx and HAProxy write plain addresses, Azure's gateway adds a port, RFC 7239, 6 uses brackets.
for (const [text, address] of [
  ['203.0.113.9', '203.0.113.9'],
  ['203.0.113.9:50001', '203.0.113.9'],
  ['::ffff:203.0.113.9', '203.0.113.9'],
  ['::FFFF:cb00:7109', '203.0.113.9'],
  ['[::ffff:203.0.113.9]:443', '203.0.113.9'],
  ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
  ['[2001:db8::1]', '2001:db8::1'],
  ['[2001:db8::1]:443', '2001:db8::1'],
  ['fe80::1%eth0', 'fe80::1'],
  ['unknown', null],
  ['_hidden', null],
  ['', null],
  ['127.1', null],
  ['0x7f000001', null],
  ['2130706433', null],
  ['203.0.113.256', null],
  ['203.0.113.9:', null],
  ['203.0.113.9:999999', null],
  [`${' '.repeat(200)}203.0.113.9`, null],
  ['[2001:db8::1', null],
] as const) {
  test(`the address in ${JSON.stringify(text.slice(0, 40))} is ${address}`, () =>
    assert.equal(readAddress(text), address))
}

for (const [text, networks, isIn] of [
  ['10.1.2.3', ['10.0.0.0/8'], true],
  ['10.1.2.3:8080', ['10.0.0.0/8'], true],
  ['::ffff:10.1.2.3', ['10.0.0.0/8'], true],
  ['10.1.2.3', ['::ffff:10.0.0.0/104'], true],
  ['11.1.2.3', ['10.0.0.0/8', '127.0.0.1'], false],
  ['::ffff:127.0.0.1', ['10.0.0.0/8', '127.0.0.1'], true],
  ['127.0.0.1', ['::ffff:127.0.0.1'], true],
  ['fd00::7', ['fd00::/8'], true],
  ['fd00::7', ['10.0.0.0/8'], false],
  ['10.1.2.3', ['fd00::/8', '::/0'], false],
  ['unix:', ['10.0.0.0/8'], false],
] as const) {
  test(`${text} is ${isIn ? '' : 'not '}in ${networks.join(', ')}`, () =>
    assert.equal(isInNetworks(text, networks), isIn))
}
