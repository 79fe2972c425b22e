// The text of a PDF as pdf.js extracts it: node pdfjs.cjs FOLDER-OF-PDF.JS FILE
const path = require('path');
const fs = require('fs');
const [folder, file] = process.argv.slice(2);
const pdfjs = require(path.join(folder, 'pdf.js'));
pdfjs.GlobalWorkerOptions.workerSrc = path.join(folder, 'pdf.worker.js');
(async () => {
    const data = new Uint8Array(fs.readFileSync(file));
    const pdf = await pdfjs.getDocument({ data, verbosity: 0, useSystemFonts: false }).promise;
    for (let i = 1; i <= pdf.numPages; i++) {
        const text = await (await pdf.getPage(i)).getTextContent();
        process.stdout.write(text.items.map((item) => item.str + (item.hasEOL ? '\n' : '')).join('') + '\n');
    }
})().catch((error) => { console.error(error); process.exit(1); });
