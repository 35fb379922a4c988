import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isPublicAddress, judgeAddresses } from '../../src/basics/public-address.ts'

/** Sources: the IANA special-purpose registries (RFC 6890), and what contains an IPv4 address. */
const table: [address: string, what: string, isPublic: boolean][] = [
  ['8.8.8.8', 'an address of the internet', true],
  ['2606:4700:4700::1111', 'one of IPv6', true],
  ['::ffff:8.8.8.8', 'one that is mapped into IPv6 (RFC 4291, 2.5.5.2)', true],
  ['127.0.0.1', 'loopback (RFC 1122)', false],
  ['127.255.255.254', 'the end of loopback', false],
  ['0.0.0.0', 'this host (RFC 1122)', false],
  ['0.1.2.3', 'this network', false],
  ['10.0.0.1', 'private (RFC 1918)', false],
  ['172.16.0.1', 'private (RFC 1918)', false],
  ['172.32.0.1', 'beyond that', true],
  ['192.168.1.1', 'private (RFC 1918)', false],
  ['100.64.0.1', 'shared by carriers (RFC 6598)', false],
  ['169.254.169.254', 'link-local (RFC 3927): metadata of cloud machines', false],
  ['192.0.0.8', 'protocol assignments (RFC 6890)', false],
  ['192.0.2.1', 'documentation (RFC 5737)', false],
  ['198.18.0.1', 'benchmarks (RFC 2544)', false],
  ['198.51.100.1', 'documentation', false],
  ['203.0.113.1', 'documentation', false],
  ['224.0.0.1', 'multicast', false],
  ['240.0.0.1', 'reserved', false],
  ['255.255.255.255', 'broadcast', false],
  ['::', 'unspecified', false],
  ['::1', 'loopback', false],
  ['::ffff:127.0.0.1', 'mapped loopback', false],
  ['::ffff:10.0.0.1', 'a mapped private address', false],
  ['::127.0.0.1', 'IPv4-compatible (RFC 4291, 2.5.5.1)', false],
  ['64:ff9b::7f00:1', 'NAT64 of loopback (RFC 6052)', false],
  ['64:ff9b:1::a00:1', 'local NAT64 (RFC 8215)', false],
  ['2002:7f00:1::', '6to4 of loopback (RFC 3056)', false],
  ['2001:0:7f00:1::', 'Teredo (RFC 4380)', false],
  ['2001:db8::1', 'documentation (RFC 3849)', false],
  ['fc00::1', 'unique local (RFC 4193)', false],
  ['fd00:ec2::254', 'unique local: metadata of cloud machines', false],
  ['fe80::1', 'link-local', false],
  ['fec0::1', 'site-local (RFC 3879)', false],
  ['ff02::1', 'multicast', false],
  ['example.com', 'a name', false],
  ['', 'nothing', false],
]
for (const [address, what, isPublic] of table) {
  test(`${address || 'an empty text'}, ${what}, is ${isPublic ? '' : 'not '}public`, () => {
    assert.equal(isPublicAddress(address), isPublic)
  })
}

test('one address that is not public refuses its host', () => {
  assert.equal(judgeAddresses(['8.8.8.8', '2606:4700:4700::1111'], []), 'public')
  assert.equal(judgeAddresses(['8.8.8.8', '127.0.0.1'], []), 'refused')
  assert.equal(judgeAddresses(['::ffff:10.0.0.1'], []), 'refused')
  assert.equal(judgeAddresses([], []), 'refused')
})

test('listed networks are allowed, however their addresses are written', () => {
  assert.equal(judgeAddresses(['10.1.2.3'], ['10.1.2.0/24']), 'listed')
  assert.equal(judgeAddresses(['::ffff:10.1.2.3'], ['10.1.2.0/24']), 'listed')
  assert.equal(judgeAddresses(['10.1.3.3'], ['10.1.2.0/24']), 'refused')
  assert.equal(judgeAddresses(['10.1.2.3', '8.8.8.8'], ['10.1.2.0/24']), 'public')
  assert.equal(judgeAddresses(['10.1.2.3', '10.9.9.9'], ['10.1.2.0/24']), 'refused')
})
