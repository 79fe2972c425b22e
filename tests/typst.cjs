// Milliseconds that Typst takes for a source file, cold (first of the process) and warm (its caches
// emptied of the document before each), and how often ours, given cold and warm, goes into it:
// node typst.cjs FOLDER-OF-MODULES FILE.typ COLD WARM
const path = require('path');
const [, , modules, file, ourCold, ourWarm] = process.argv;
const library = path.resolve(modules, 'node_modules/@myriaddreamin/typst-ts-node-compiler');
const {NodeCompiler} = require(library);
const source = require('fs').readFileSync(file, 'utf8');
const fonts = ['/usr/share/fonts/opentype/noto', '/usr/share/fonts/truetype/lxgw-wenkai'];
const times = [];
const start = process.hrtime.bigint();
const compiler = NodeCompiler.create({workspace: path.dirname(path.resolve(file)), fontArgs: [{fontPaths: fonts}]});
for (let run = 0; run < 6; run++) {
    const before = run ? process.hrtime.bigint() : start;
    compiler.pdf({mainFileContent: source});
    times.push(Number(process.hrtime.bigint() - before) / 1e6);
    compiler.evictCache(0);
}
const warm = times.slice(1).sort((a, b) => a - b)[2];
console.log(`typst, the same text and tables: cold ${times[0].toFixed(0)} ms, ` +
    `${(times[0] / ourCold).toFixed(1)} times ours; ` +
    `warm median of 5 ${warm.toFixed(0)} ms, ${(warm / ourWarm).toFixed(1)} times ours`);
