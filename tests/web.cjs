// What Chromium makes of a page of ours; nothing printed means that all is well.
//     node web.cjs MODULES page FILE.html      axe-core, widths, what the script adds, downloads
//     node web.cjs MODULES fragment FILE.html  axe-core on a portal's page that took the fragment in
//     node web.cjs MODULES ofd FILE.ofd FONTS PICTURE PAGE
//                                              the OFD page as ofd.js draws it, held against a picture
'use strict';
const fs = require('fs'), path = require('path');
const [, , modules, what, file, ...rest] = process.argv;
const module_path = name => path.resolve(modules, 'node_modules', name);
const puppeteer = require(module_path('puppeteer-core'));
const failures = [];
const expect = (holds, text) => holds || failures.push(text);

async function check_axe(page, place) {
    await page.evaluate(fs.readFileSync(module_path('axe-core/axe.min.js'), 'utf8'));
    const found = await page.evaluate(() => axe.run(document, {resultTypes: ['violations']}));
    expect(found.passes.length > 10, `${place}: axe found little to check`);
    for (const rule of found.violations)
        failures.push(`${place}: ${rule.id}: ${rule.nodes[0].html.slice(0, 200)}`);
}

async function check_widths(page) {
    for (const width of [360, 768, 1280]) {
        await page.setViewport({width, height: 900});
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        expect(wide <= width, `at ${width} px the page is ${wide} px wide`);
        const small = await page.evaluate(() => Array.from(document.querySelectorAll('td,th,p'))
            .filter(e => e.textContent && parseFloat(getComputedStyle(e).fontSize) < 12).length);
        expect(small === 0, `at ${width} px ${small} texts are smaller than 12 px`);
        await check_axe(page, `at ${width} px`);
    }
}

// Heads stay in sight while a table scrolls in its region.
async function check_heads(page) {
    const moved = await page.evaluate(() => Array.from(document.querySelectorAll('.table'))
        .filter(box => box.scrollHeight > box.clientHeight + 40 && box.querySelector('thead'))
        .map(box => {
            box.scrollTop = 99999;
            const top = box.querySelector('thead').getBoundingClientRect().top -
                box.getBoundingClientRect().top;
            box.scrollTop = 0;
            return Math.abs(top);
        }));
    for (const top of moved)
        expect(top < 3, `a table's heads scroll away by ${top} px`);
}

async function check_script(page) {
    const tables = await page.evaluate(() => document.querySelectorAll('.table').length);
    const copies = await page.evaluate(() => document.querySelectorAll('.tools button').length);
    expect(tables === copies, `${tables} tables, ${copies} of them to be copied`);
    const sorted = await page.evaluate(() => {
        const head = document.querySelector('th button');
        if (!head)
            return null;
        const table = head.closest('table'), column = head.closest('th').cellIndex;
        const read = () => Array.from(table.tBodies[0].rows, r => r.cells[column].innerText);
        const before = read();
        head.click();
        const down = read();
        head.click();
        const up = read();
        head.click();
        return {before, down, up, after: read()};
    });
    if (sorted) {
        expect(sorted.before.join() === sorted.after.join(), 'sorting does not give back the order');
        expect(sorted.down.join() !== sorted.up.join(), 'sorting sorts nothing');
        expect(sorted.before.slice().sort().join() === sorted.up.slice().sort().join(),
               'sorting loses rows');
    }
}

async function check_links(page) {
    const lost = await page.evaluate(() => Array.from(document.querySelectorAll('a[href^="#"]'))
        .map(a => decodeURIComponent(a.getAttribute('href').slice(1)))
        .filter(id => !document.getElementById(id)));
    expect(lost.length === 0, `links lead nowhere: ${lost}`);
    const files = await page.evaluate(() => Array.from(document.querySelectorAll('a[download]'), a => {
        const bytes = atob(a.href.split(',')[1]);
        return [a.download, bytes.slice(0, 2), bytes.length];
    }));
    expect(files.some(f => f[0] === 'record.json' && f[1][0] === '{'), 'the record is not inside');
    expect(files.some(f => f[0] === 'tables.xlsx' && f[1] === 'PK'), 'the workbook is not inside');
}

async function check_print(page) {
    const pdf = await page.pdf({preferCSSPageSize: true});
    expect(pdf.length > 10000, 'it does not print');
}

async function check_page(browser) {
    const page = await browser.newPage();
    page.on('console', message => failures.push(`console: ${message.text()}`));
    page.on('pageerror', error => failures.push(`script: ${error.message}`));
    page.on('request', request => expect(/^(file|data):/.test(request.url()),
                                         `asks for ${request.url()}`));
    await page.goto('file://' + path.resolve(file));
    await check_widths(page);
    await check_heads(page);
    await check_links(page);
    await check_script(page);
    await check_print(page);
    const bare = await browser.newPage();
    await bare.setJavaScriptEnabled(false);
    await bare.goto('file://' + path.resolve(file));
    await bare.setJavaScriptEnabled(true);
}

async function check_fragment(browser) {
    const page = await browser.newPage();
    await page.setViewport({width: 1000, height: 900});
    await page.setContent(`<!DOCTYPE html><html lang="zh-CN"><title>t</title><body><main><h1>决算公开</h1>
        <p id="own">portal</p>${fs.readFileSync(file, 'utf8')}</main></body></html>`);
    const own = await page.evaluate(() => getComputedStyle(document.getElementById('own')).textIndent);
    expect(own === '0px', 'the fragment changes the page around it');
    await check_axe(page, 'fragment');
}

// Mean and worst difference of two pictures in squares of 8 px, in grey.
function compare(browser_page, ours, theirs) {
    return browser_page.evaluate(async (ours, theirs) => {
        const grey = async data => {
            const image = new Image();
            image.src = 'data:image/png;base64,' + data;
            await image.decode();
            const canvas = document.createElement('canvas');
            canvas.width = 840;
            canvas.height = 1188;
            const context = canvas.getContext('2d');
            context.fillStyle = '#fff';
            context.fillRect(0, 0, 840, 1188);
            context.drawImage(image, 0, 0, image.width, image.height, 0, 0,
                              image.width, image.height);
            return context.getImageData(0, 0, 840, 1188).data;
        };
        const [a, b] = [await grey(ours), await grey(theirs)], blocks = [];
        for (let y = 0; y + 8 <= 1188; y += 8)
            for (let x = 0; x + 8 <= 840; x += 8) {
                let sum = 0;
                for (let k = 0; k < 64; k++) {
                    const at = 4 * ((y + (k >> 3)) * 840 + x + (k & 7));
                    sum += a[at] - b[at];
                }
                blocks.push(Math.abs(sum / 64));
            }
        const ink = b.filter((v, i) => i % 4 === 0 && v < 128).length;
        return {mean: blocks.reduce((s, v) => s + v, 0) / blocks.length,
                worst: Math.max(...blocks), ink};
    }, ours, theirs);
}

// ofd.js places text but loads no fonts, so the embedded ones are loaded under their names here. It
// draws four pixels to the millimetre in this width.
async function check_ofd(browser) {
    const [fonts, picture, number] = rest, page = await browser.newPage();
    await page.setViewport({width: 840, height: 1188});
    await page.goto('about:blank');
    await page.addScriptTag({path: module_path('ofd.js/lib/ofd.umd.min.js')});
    const resources = fs.readFileSync(path.join(fonts, '../PublicRes.xml'), 'utf8');
    for (const [, name, font] of resources.matchAll(/FontName="([^"]*)".*?<ofd:FontFile>([^<]*)/g))
        await page.evaluate(async (name, data) => {
            const face = new FontFace(name, `url(data:font/otf;base64,${data})`);
            document.fonts.add(await face.load());
        }, name, fs.readFileSync(path.join(fonts, font)).toString('base64'));
    await page.evaluate((data, number) => new Promise((resolve, reject) => {
        const bytes = Uint8Array.from(atob(data), c => c.charCodeAt(0));
        ofd.parseOfdDocument({ofd: new File([bytes], 'x.ofd'), fail: reject, success: result => {
            document.body.style.margin = 0;
            document.body.replaceChildren(ofd.renderOfd(850, result[0])[number - 1]);
            document.body.firstChild.style.margin = 0;
            document.fonts.ready.then(resolve);
        }});
    }), fs.readFileSync(file).toString('base64'), number);
    const ours = await page.screenshot({encoding: 'base64'});
    if (process.env.GONGKAI_KEEP)
        fs.writeFileSync(process.env.GONGKAI_KEEP, Buffer.from(ours, 'base64'));
    const found = await compare(page, ours, fs.readFileSync(picture).toString('base64'));
    expect(found.ink > 500, 'the page is blank');
    // Hairlines that Chromium draws a whole pixel wide add up in the forms.
    expect(found.mean < 4 && found.worst < 110,
           `page ${number} differs by ${found.mean.toFixed(2)} in the mean, ${found.worst} at worst`);
}

(async () => {
    const browser = await puppeteer.launch({executablePath: '/usr/bin/chromium', headless: true,
                                            args: ['--no-sandbox', '--font-render-hinting=none']});
    await {page: check_page, fragment: check_fragment, ofd: check_ofd}[what](browser);
    await browser.close();
    failures.forEach(text => console.log(text));
})().catch(error => console.log(error.stack));
