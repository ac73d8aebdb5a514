/** Where webhooks may go: to the public internet. Whoever enters an address must not reach through us what he could not reach himself. */
import { BlockList, isIP } from 'node:net';

const closed = new BlockList();
// Ours, private, shared, loopback, link-local with the clouds' metadata, documentation, benchmarks, multicast, reserved, broadcast (IANA special-purpose registry).
for (const [network, bits] of [
  ['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12], ['192.0.0.0', 24], ['192.0.2.0', 24], ['192.31.196.0', 24],
  ['192.52.193.0', 24], ['192.88.99.0', 24], ['192.168.0.0', 16], ['192.175.48.0', 24], ['198.18.0.0', 15], ['198.51.100.0', 24], ['203.0.113.0', 24], ['224.0.0.0', 4], ['240.0.0.0', 4],
] as const) closed.addSubnet(network, bits, 'ipv4');
// Of what is global: Teredo, benchmarks and ORCHID, documentation, 6to4, which holds any IPv4 address.
for (const [network, bits] of [['2001::', 23], ['2001:db8::', 32], ['2002::', 16], ['3fff::', 20]] as const) closed.addSubnet(network, bits, 'ipv6');
const global = new BlockList();
// All else of IPv6 is loopback, private, link-local, multicast, or another address written in it (mapped, NAT64).
global.addSubnet('2000::', 3, 'ipv6');
const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4: return !closed.check(address, 'ipv4');
    case 6: return global.check(address, 'ipv6') && !closed.check(address, 'ipv6');
    default: return false;
  }
}

export function isLoopbackAddress(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && loopback.check(address, family === 4 ? 'ipv4' : 'ipv6') && !address.toLowerCase().startsWith('::ffff:');
}
