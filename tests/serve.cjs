// Clicks through the page of `gongkai serve` as an accountant would; nothing printed means that all
// is well.   node serve.cjs MODULES URL FOLDER
// FOLDER holds 决算.xlsx, published.pdf and other.pdf; screenshots and downloads go there, and
// times.txt, in milliseconds.
'use strict';
const fs = require('fs'), path = require('path');
const [, , modules, url, folder] = process.argv;
const module_path = name => path.resolve(modules, 'node_modules', name);
const puppeteer = require(module_path('puppeteer-core'));
const axe = fs.readFileSync(module_path('axe-core/axe.min.js'), 'utf8');
const failures = [], times = {};
const expect = (holds, text) => holds || failures.push(text);
const WIDTHS = [1280, 390];
let page;

const at = name => path.join(folder, name);
const text = selector => page.$eval(selector, node => node.innerText);
const sleep = ms => new Promise(done => setTimeout(done, ms));
const press = label => page.evaluate(l => {
    const all = Array.from(document.querySelectorAll('button')).filter(b => b.offsetParent && b.textContent.trim().startsWith(l));
    if (!all.length)
        throw new Error('no button ' + l);
    all[0].click();
}, label);

// Looks at a view in both widths: no rule of axe-core broken, nothing beside the page.
async function look(name) {
    for (const width of WIDTHS) {
        await page.setViewport({width, height: width > 1000 ? 800 : 844});
        await sleep(150);
        await page.screenshot({path: at(`${name}-${width}.png`)});
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        expect(wide <= width, `${name}: ${wide} px wide at ${width} px`);
        const found = await page.evaluate(() => window.axe.run(document, {resultTypes: ['violations']}));
        expect(found.passes.length > 10, `${name}: axe found little to check`);
        for (const rule of found.violations)
            failures.push(`${name} at ${width} px: ${rule.id}: ${rule.nodes[0].html.slice(0, 200)}`);
    }
    await page.setViewport({width: WIDTHS[0], height: 800});
}

// From a key to the findings, and to the page as it is now; several times, the middle one counts.
async function time_typing(key) {
    const taken = await page.evaluate(async key => {
        const input = document.getElementById('f-' + key), all = {checked: [], 'page-shown': []};
        const once = name => new Promise(done => document.addEventListener(name, done, {once: true}));
        for (let i = 0; i < 9; i++) {
            const start = performance.now(), both = Object.keys(all).map(async name => {
                await once(name);
                all[name].push(performance.now() - start);
            });
            input.value = input.value + String(i);
            input.dispatchEvent(new Event('input', {bubbles: true}));
            await Promise.all(both);
        }
        return all;
    }, key);
    const middle = list => Math.round(list.sort((a, b) => a - b)[list.length >> 1]);
    times['keystroke to findings'] = middle(taken.checked);
    // The page waits 200 ms for the typing to pause; what is measured is the picture.
    times['pause to page picture'] = middle(taken['page-shown']) - 200;
}

async function type(key, value) {
    await page.evaluate((key, value) => {
        const input = document.getElementById('f-' + key);
        if (!input)
            throw new Error('no field ' + key);
        input.value = value;
        input.dispatchEvent(new Event('input', {bubbles: true}));
        input.dispatchEvent(new Event('change', {bubbles: true}));
    }, key, value);
}

async function settle() {
    for (let before = '', same = 0; same < 3;) {
        await sleep(200);
        const now = await page.evaluate(() => document.getElementById('problems').innerText +
            document.getElementById('picture').src.length);
        same = now === before ? same + 1 : 0;
        before = now;
    }
}

async function download(button) {
    const ours = f => /\.png$|^决算|^published|^other/.test(f) || !fs.statSync(at(f)).isFile();
    for (const old of fs.readdirSync(folder).filter(f => !ours(f)))
        fs.unlinkSync(at(old));
    const before = new Set(fs.readdirSync(folder));
    await page.evaluate(b => document.querySelector(b).click(), button);
    for (let i = 0; i < 100; i++) {
        await sleep(100);
        const now = fs.readdirSync(folder).filter(f => !before.has(f) && !f.endsWith('.crdownload'));
        if (now.length)
            return now[0];
    }
    failures.push(`${button} downloads nothing: ${await text('#out-findings').catch(() => '')}`);
    return null;
}

async function fill_in() {
    await page.goto(url);
    await page.waitForFunction(() => document.querySelectorAll('#form-name option').length > 5);
    await page.evaluate(axe);
    await look('start');
    await page.select('#form-name', 'shanxi-2024');
    await (await page.$('#files')).uploadFile(at('决算.xlsx'));
    const start = Date.now();
    await press('读入');
    await page.waitForSelector('#page:not([hidden])', {timeout: 30000});
    await settle();
    await look('edit');
    expect((await text('#fields')).includes('决算.xlsx:Z01'), 'no cell is named beside a field');
    // What is missing, as the page lists it.
    expect((await text('#problems')).includes('单位.口径'), 'what is missing is not listed');
    await type('单位.口径', '单位');
    await type('概况.职责', '维护社会治安秩序。');
    await type('概况.机构', '本单位内设十个科室。');
    await type('上年.总计', '7101.57');
    await type('上年.财政拨款总计', '7100');
    for (const item of ['因公出国（境）费', '公务用车购置费', '公务用车运行维护费', '公务接待费'])
        await type('上年.三公.' + item, '0');
    await type('上年.机关运行经费', '600');
    await settle();
    // One error, told beside its field, and mended.
    await type('支出.2013299.一般公共预算.基本支出', '5.5O');
    await settle();
    const said = await page.evaluate(() => document.getElementById('f-支出.2013299.一般公共预算.基本支出-said').innerText);
    expect(/错误/.test(said), `no error beside the field: ${said}`);
    expect(await page.evaluate(() => document.getElementById('f-支出.2013299.一般公共预算.基本支出').getAttribute('aria-invalid') === 'true'),
        'the field is not marked as wrong');
    await page.evaluate(() => Array.from(document.querySelectorAll('#problems .finding.error button'))[0].click());
    expect(await page.evaluate(() => document.activeElement.id === 'f-支出.2013299.一般公共预算.基本支出'),
        'a problem does not lead to its field');
    await look('error');
    await type('支出.2013299.一般公共预算.基本支出', '5.05');
    await settle();
    let left = await page.evaluate(() => Array.from(document.querySelectorAll('#problems .finding.missing, #problems .finding.error')).map(n => n.innerText));
    expect(left.length < 8, `still wrong: ${left.join(' | ')}`);
    await page.evaluate(() => { document.getElementById('draft-print').checked = true; });
    const name = await download('[data-to=pdf]');
    if (name)
        expect(fs.readFileSync(at(name)).slice(0, 5).toString() === '%PDF-', 'the download is no PDF');
    for (const to of ['docx', 'xlsx', 'html', 'ofd'])
        await download(`[data-to=${to}]`);
    const record = await download('#save-record');
    if (record)
        expect(JSON.parse(fs.readFileSync(at(record), 'utf8')).单位.口径 === '单位', 'the record lacks what was typed');
    times['workbook to PDF'] = Date.now() - start;
    await time_typing('概况.机构');
}

async function ask_why() {
    await page.select('#page-heading', await page.$eval('#page-heading', s =>
        Array.from(s.options).find(o => /收入支出决算总表/.test(o.text)).value));
    await settle();
    await page.evaluate(() => Array.from(document.querySelectorAll('.figure'))
        .find(f => /一般公共预算/.test(f.getAttribute('aria-label'))).click());
    await page.waitForSelector('#explain:not([hidden])');
    expect(/决算\.xlsx:Z0\d/.test(await text('#explain-tree')), 'a figure is not explained down to its cell');
    await look('explain');
    await page.keyboard.press('Escape');
    expect(await page.$eval('#explain', n => n.hidden), 'Escape does not close the explanation');
    for (const pane of ['problems', 'pages']) {
        await page.evaluate(p => document.querySelector(`.tabs [data-pane=${p}]`).click(), pane);
        await settle();
        await look(pane);
    }
}

async function use_keys() {
    await page.evaluate(() => { document.activeElement.blur(); });
    await page.focus('.figure');
    await page.keyboard.press('ArrowRight');
    expect(await page.evaluate(() => document.activeElement.classList.contains('figure') &&
        document.activeElement === document.querySelectorAll('.figure')[1]), 'arrows do not go from figure to figure');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#explain:not([hidden])', {timeout: 5000}).catch(() => failures.push('Enter does not explain'));
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.getElementById('explain').contains(document.activeElement)),
        'the keyboard leaves the dialog');
    await page.keyboard.press('Escape');
}

async function keep_draft() {
    await page.evaluate(() => document.getElementById('draft-keep').click());
    await page.reload();
    await page.waitForSelector('#resume:not([hidden])');
    await page.evaluate(axe);
    await press('继续本机草稿');
    await page.waitForSelector('#page:not([hidden])');
    await settle();
    expect(await page.evaluate(() => document.getElementById('f-概况.职责').value) === '维护社会治安秩序。', 'the draft is lost');
    expect((await text('#fields')).includes('决算.xlsx:Z01'), 'the draft has lost its cells');
    page.once('dialog', dialog => dialog.accept());
    await press('结束');
    await sleep(200);
    expect(await page.evaluate(() => localStorage.length) === 0, 'the draft stays after the end');
}

async function correct() {
    await press('更正');
    await look('correct');
    await (await page.$('#old-file')).uploadFile(at('published.pdf'));
    await press('开始更正');
    await page.waitForSelector('#page:not([hidden])', {timeout: 30000});
    await settle();
    await type('三公.决算.公务用车运行维护费', '195200');
    await type('更正.原因', '误填');
    await settle();
    await page.waitForFunction(() => /有改动的页/.test(document.getElementById('page-changes').innerText), {timeout: 10000})
        .catch(() => failures.push('the pages with changes are not told'));
    const number = await page.evaluate(() => document.querySelectorAll('#page-changes button').length);
    await page.evaluate(() => document.querySelectorAll('#page-changes button')[1].click());
    expect(number > 1, 'one page at most has changes');
    await page.waitForFunction(() => document.querySelectorAll('.mark').length > 0, {timeout: 10000})
        .catch(() => failures.push('nothing is marked'));
    await look('correction');
    await page.evaluate(() => { document.getElementById('draft-print').checked = true; });
    const notice = await download('[data-to=html]');
    if (notice)
        expect(/更正说明/.test(fs.readFileSync(at(notice), 'utf8')), 'there is no notice in the new edition');
    await download('#save-diff');
}

async function audit() {
    await press('审核');
    await (await page.$('#audit-file')).uploadFile(at('other.pdf'));
    await press('审核');
    await page.evaluate(() => document.getElementById('begin-audit').click());
    await page.waitForSelector('#audit-findings .report', {timeout: 30000});
    await sleep(500);
    expect(/核对了/.test(await text('#audit-findings')), `nothing was audited: ${await text('#audit-findings')}`);
    await look('audit');
}

async function speak_english() {
    await press('English');
    await sleep(500);
    expect(/Audit a disclosure/.test(await text('#audit')), 'the page does not speak English');
    await look('english');
}

async function main() {
    const browser = await puppeteer.launch({executablePath: '/usr/bin/chromium', headless: true,
        args: ['--no-sandbox', '--disable-gpu', '--lang=zh-CN']});
    page = await browser.newPage();
    page.on('pageerror', error => failures.push(`script: ${error.message}`));
    page.on('console', message => message.type() === 'error' && !/422|400/.test(message.text()) && failures.push(message.text()));
    page.on('request', request => expect(/^(http:\/\/127\.0\.0\.1|data:|blob:)/.test(request.url()), `asks for ${request.url()}`));
    page.on('dialog', dialog => dialog.type() === 'beforeunload' && dialog.accept());
    const client = await page.createCDPSession();
    await client.send('Browser.setDownloadBehavior', {behavior: 'allow', downloadPath: folder});
    await page.setViewport({width: WIDTHS[0], height: 800});
    for (const step of [fill_in, ask_why, use_keys, keep_draft, correct, audit, speak_english])
        try {
            await step();
        } catch (error) {
            failures.push(`${step.name}: ${error.message}`);
        }
    await browser.close();
    // Where the machine is busy with other things the times say nothing of the program.
    const idle = require('os').loadavg()[0] < require('os').cpus().length;
    expect(!idle || times['keystroke to findings'] < 100, `findings take ${times['keystroke to findings']} ms`);
    expect(!idle || times['pause to page picture'] < 300, `a page takes ${times['pause to page picture']} ms`);
    expect(times['workbook to PDF'] < 120000, `the workbook takes ${times['workbook to PDF']} ms`);
    fs.writeFileSync(at('times.txt'), Object.keys(times).map(name => `${name}: ${times[name]}\n`).join(''));
}

main().catch(error => failures.push(String(error.stack || error)))
    .then(() => { if (failures.length) { console.log(failures.join('\n')); process.exit(1); } });
