// How long Typst takes in this process, in milliseconds: "cold" its first document, fonts looked up
// and all, without the start of node; then "warm" the same document with other figures, five times,
// its caches kept as `typst watch` keeps them; the median.
//     node typst.cjs FOLDER-OF-MODULES FILE.typ FONT-FOLDER…
'use strict';
const path = require('path'), fs = require('fs');
const [, , modules, file, ...fontPaths] = process.argv;
const {NodeCompiler} =
    require(path.resolve(modules, 'node_modules/@myriaddreamin/typst-ts-node-compiler'));
const source = fs.readFileSync(file, 'utf8');
// Figures stand in strings; the digits of one turn over together, so lengths stay.
const vary = turn => source.replace(/#"[^"]*"/g, text =>
    text.replace(/[0-9]/g, digit => (Number(digit) + turn) % 10));
const versions = [0, 1, 2, 3, 4, 5].map(vary), times = [];
let compiler;
for (const version of versions) {
    const start = process.hrtime.bigint();
    compiler ||= NodeCompiler.create({workspace: path.dirname(path.resolve(file)),
                                      fontArgs: [{fontPaths}]});
    const pdf = compiler.pdf({mainFileContent: version});
    times.push(Number(process.hrtime.bigint() - start) / 1e6);
    compiler.evictCache(10);
    if (times.length === 1)
        fs.writeFileSync(file + '.pdf', pdf);
}
const warm = times.slice(1).sort((a, b) => a - b)[2];
console.log(times[0].toFixed(2), warm.toFixed(2));
