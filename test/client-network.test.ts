import assert from 'node:assert/strict'
import { test } from 'node:test'
import { networkOf } from '../src/client-network.ts'

const table: [what: string, address: string, network: string][] = [
  ['an IPv4 address', '192.0.2.7', '192.0.2.7'],
  ['an IPv4 address mapped into IPv6 (RFC 4291, 2.5.5.2)', '::ffff:192.0.2.7', '192.0.2.7'],
  ['an IPv6 address', '2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['another address of that network', '2001:DB8:1:2::1', '2001:db8:1:2::/64'],
  ['an address with a zone (RFC 4007, 11)', 'fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['the loopback address', '::1', '0:0:0:0::/64'],
  ['a text that is no address', 'unix:', 'unix:'],
  ['nothing', '', ''],
]
for (const [what, address, network] of table) {
  test(`${what} is counted as ${network || 'itself'}`, () => assert.equal(networkOf(address), network))
}
