/** Those who follow, a process of their own: as many connections as are asked for, and how late each message came to each. */
import { Agent, get } from 'node:http';

const [, , baseUrl = '', asked = '', subjects = ''] = process.argv;
const people = subjects.split(',');
const agent = new Agent({ keepAlive: true, maxSockets: Infinity });
const lateMs: number[] = [];
let [opened, ended] = [0, 0];

/** Resolves at the first heartbeat. */
async function follow(subject: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    get(`${baseUrl}/api/v1/events`, { agent, headers: { authorization: `Bearer ${subject}` } }, (response) => {
      if (response.statusCode !== 200) return reject(new Error(`${subject}: ${response.statusCode}`));
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        const nowMs = Date.now();
        text += part;
        for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
          const at = /"at":"([^"]+)"/.exec(text.slice(0, end))?.[1];
          text = text.slice(end + 2);
          if (at === undefined) resolve();
          else lateMs.push(nowMs - Date.parse(at));
        }
      }).on('close', () => { ended += 1; });
      opened += 1;
    }).on('error', reject);
  });
}

const atOnce = 50;
for (let begun = 0; begun < Number(asked); begun += atOnce) {
  await Promise.all(Array.from({ length: Math.min(atOnce, Number(asked) - begun) }, (_, index) => follow(people[(begun + index) % people.length] ?? '')));
}
process.on('message', () => { process.send?.({ lateMs: lateMs.splice(0).sort((one, other) => one - other), opened, ended }); });
process.once('disconnect', () => process.exit());
process.send?.('ready');
