/** Where webhooks may go: the public internet, however an address is written. */
import { describe, expect, it } from 'vitest';
import { isLoopbackAddress, isPublicAddress } from '../../../activities/webhooks/address.ts';

describe('an address that webhooks may go to', () => {
  it.each(['93.184.216.34', '8.8.8.8', '172.15.255.255', '172.32.0.1', '100.63.255.255', '100.128.0.1', '2606:2800:220:1:248:1893:25c8:1946', '2a00:1450:4007:80e::200e'])('is %s', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    '127.0.0.1', '127.8.8.8', '0.0.0.0', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1', '169.254.169.254', '100.64.0.1', '192.0.0.192', '198.18.0.1', '224.0.0.1', '255.255.255.255',
    '::1', '::', '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:8.8.8.8', '::7f00:1', '64:ff9b::7f00:1', '64:ff9b:1::1', 'fe80::1', 'fd00:ec2::254', 'fc00::1', 'fec0::1', 'ff02::1', '2001::1', '2001:db8::1', '2002:7f00:1::', '3fff::1', '100::1',
    'localhost', '', '127.1', '2130706433',
  ])('is not %s', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it('is of the machine itself where it is exactly that', () => {
    expect(['127.0.0.1', '127.0.0.2', '::1'].map(isLoopbackAddress)).toEqual([true, true, true]);
    expect(['10.0.0.1', '::ffff:127.0.0.1', '8.8.8.8', 'localhost'].map(isLoopbackAddress)).toEqual([false, false, false, false]);
  });
});
