// Makes a component of one module: node componentize.mjs MODULE WIT WORLD OUT
import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { componentize } from '@bytecodealliance/componentize-js';

const [sourcePath, witPath, worldName, out] = process.argv.slice(2);
try {
  const { component } = await componentize({
    sourcePath,
    witPath,
    worldName,
    // What a plugin has comes from the contract, not from WASI; but for what it prints, and
    // the words and the stack of an exception, which the host puts into its log.
    disableFeatures: ['http', 'random', 'clocks', 'fetch-event'],
  });
  await writeFile(out, component);
} catch (error) {
  // The words, without where in the tool they were thrown.
  console.error(error.message ?? error);
  if (/failed to parse/.test(error.message)) {
    // Node says where and why.
    const { stderr } = spawnSync(process.execPath, ['--check', sourcePath], { encoding: 'utf8' });
    console.error(stderr);
  }
  if (/exports list/.test(error.message)) {
    console.error(
      `${sourcePath} must export \`about\` and, for each role in plugin.toml, an object of its ` +
        'name, with every function that the contract in wit/ has for it.',
    );
  }
  process.exit(1);
}
