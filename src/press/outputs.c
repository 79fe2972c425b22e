#include "press/outputs.h"

#include <string.h>

#include "press/carry.h"
#include "press/findings.h"
#include "press/stages.h"

/* ---- Writers ---- */

static bool write_findings(struct buf *out, struct run *run, const struct output *output,
                           const struct results *made)
{
    (void)output, (void)made;
    findings_json(out, &run->diag);
    return true;
}

static bool write_facts(struct buf *out, struct run *run, const struct output *output,
                        const struct results *made)
{
    (void)run, (void)output;
    if (made->account.facts)
        facts_dump(out, made->account.facts);
    return made->account.facts;
}

static bool write_document(struct buf *out, struct run *run, const struct output *output,
                           const struct results *made)
{
    (void)run, (void)output;
    document_dump(out, made->composition.document);
    return true;
}

static bool write_pages(struct buf *out, struct run *run, const struct output *output,
                        const struct results *made)
{
    (void)run;
    pages_dump(out, made->pages[output->device->fonts]);
    return true;
}

/* For archives: with the record and all that it was made from. */
static bool write_archival(struct buf *out, struct run *run, const struct output *output,
                           const struct results *made)
{
    const struct device *device = output->device;
    const struct pages *pages = made->pages[device->fonts];
    struct file_info info = run_info(made->origin.record);
    info.attachment_count = run_carry(run, made, pages, &info.attachments);
    info.unarchived = run->request.finish.password != NULL;
    if (info.unarchived)
        diag_report(&run->diag, MSG_UNARCHIVED, (struct pos){0});
    return info.attachment_count && device->file(out, &run->diag, pages, &info);
}

static bool write_pdf(struct buf *out, struct run *run, const struct output *output,
                      const struct results *made)
{
    return write_archival(out, run, output, made) &&
           pdf_finish(out, &run->diag, &run->request.finish);
}

static bool write_plain(struct buf *out, struct run *run, const struct output *output,
                        const struct results *made)
{
    struct file_info info = run_info(made->origin.record);
    diag_report(&run->diag, MSG_PLAIN, (struct pos){0});
    return output->device->file(out, &run->diag, made->pages[output->device->fonts], &info);
}

/* What is not painted: publish/ makes it of the document and the facts. */
static bool write_published(struct buf *out, struct run *run, const struct output *output,
                            const struct results *made)
{
    struct file_info info = run_info(made->origin.record);
    info.attachment_count = run_carry_record(run, made, &info.attachments);
    const struct publication publication = {.arena = run->arena,
                                            .diag = &run->diag,
                                            .document = made->composition.document,
                                            .facts = made->account.facts,
                                            .pages = made->pages[FONTS_ALL],
                                            .info = &info,
                                            .draft = run->request.draft};
    return output->publish(out, &publication);
}

/* ---- The table ---- */

static const struct output rows[] = {
    {.name = "pdf",
     .endings = "pdf",
     .needs = STAGE_PAGES,
     .device = &device_pdf,
     .write = write_pdf,
     .finishes = true,
     .summary = {"the disclosure, for archives", "公开文本，可存档"}},
    {.name = "plain",
     .endings = "pdf",
     .needs = STAGE_PAGES,
     .device = &device_plain,
     .write = write_plain,
     .summary = {"a plain PDF by libharu: TrueType fonts, no tags; not for archives",
                 "libharu 生成的普通 PDF：TrueType 字体，无结构标记；不能存档"}},
    {.name = "png",
     .endings = "png",
     .needs = STAGE_PAGES,
     .device = &device_png,
     .unfinished = true,
     .summary = {"a picture of each page", "各页的图"}},
    {.name = "svg",
     .endings = "svg",
     .needs = STAGE_PAGES,
     .device = &device_svg,
     .unfinished = true,
     .summary = {"a drawing of each page", "各页的矢量图"}},
    {.name = "ofd",
     .endings = "ofd",
     .needs = STAGE_PAGES,
     .device = &device_ofd,
     .write = write_archival,
     .summary = {"the same pages as OFD (GB/T 33190)", "同样的版面，OFD 格式（GB/T 33190）"}},
    {.name = "html",
     .endings = "html|htm",
     .needs = STAGE_DOCUMENT,
     .write = write_published,
     .publish = publish_html,
     .summary = {"one web page, with record and workbook inside", "单个网页，内附数据和工作簿"}},
    {.name = "fragment",
     .endings = "fragment.html",
     .needs = STAGE_DOCUMENT,
     .write = write_published,
     .publish = publish_fragment,
     .summary = {"the same without page frame, for a portal's own page",
                 "不带页面框架的网页内容，供粘贴到网站"}},
    {.name = "xlsx",
     .endings = "xlsx",
     .needs = STAGE_DOCUMENT,
     .write = write_published,
     .publish = publish_xlsx,
     .summary = {"a workbook: a sheet a table, all facts", "工作簿：每表一页，附全部指标"}},
    {.name = "docx",
     .endings = "docx",
     .needs = STAGE_PAGES,
     .device = &device_png,
     .write = write_published,
     .publish = publish_docx,
     .summary = {"a Word file, to be edited", "Word 文档，可编辑"}},
    {.name = "csv",
     .endings = "zip",
     .needs = STAGE_DOCUMENT,
     .write = write_published,
     .publish = publish_csv,
     .summary = {"a ZIP of CSV files, one a table, that describes itself",
                 "CSV 文件的压缩包，每表一个，附说明"}},
    {.name = "json",
     .endings = "json",
     .needs = STAGE_DOCUMENT,
     .write = write_published,
     .publish = publish_json,
     .summary = {"every fact, for programs", "全部指标，供程序读取"}},
    {.name = "findings",
     .needs = STAGE_DOCUMENT,
     .write = write_findings,
     .unsound = true,
     .unfinished = true},
    {.name = "facts",
     .needs = STAGE_FACTS,
     .write = write_facts,
     .unsound = true,
     .unfinished = true},
    {.name = "document", .needs = STAGE_DOCUMENT, .write = write_document, .unfinished = true},
    {.name = "pages",
     .needs = STAGE_PAGES,
     .device = &device_pdf,
     .write = write_pages,
     .unfinished = true},
};

enum { ROWS = sizeof rows / sizeof *rows };

const struct output *output_at(unsigned index)
{
    return index < ROWS ? &rows[index] : NULL;
}

const struct output *output_named(struct slice name)
{
    for (unsigned i = 0; i < ROWS; i++)
        if (slice_is(name, rows[i].name))
            return &rows[i];
    return NULL;
}

/* ---- Endings ---- */

/* What follows the last dot of the path's last part; empty when there is none. */
static struct slice ending_of(const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    const char *dot = strrchr(name, '.');
    return slice_of(dot && dot > name ? dot + 1 : "");
}

static bool has_ending(const struct output *output, struct slice ending)
{
    for (struct slice rest = slice_of(output->endings); rest.p;) {
        struct slice known = slice_cut(&rest, '|');
        if (known.n && known.n == ending.n && strncasecmp(known.p, ending.p, known.n) == 0)
            return true;
    }
    return false;
}

const struct output *output_for(const char *path)
{
    struct slice ending = ending_of(path);
    for (unsigned i = 0; i < ROWS; i++)
        if (has_ending(&rows[i], ending))
            return &rows[i];
    return NULL;
}

const char *output_path(struct arena *arena, const struct output *output, const char *path)
{
    struct slice ending = ending_of(path), endings = slice_of(output->endings);
    struct slice first = slice_cut(&endings, '|');
    size_t stem = output_for(path) ? strlen(path) - ending.n - 1 : strlen(path);
    return arena_printf(arena, "%.*s.%.*s", (int)stem, path, (int)first.n, first.p);
}

/* ---- Names ---- */

const char *output_names(struct arena *arena)
{
    struct buf names = {0};
    for (unsigned i = 0; i < ROWS; i++)
        if (rows[i].endings)
            buf_printf(&names, "%s%s", names.n ? ", " : "", rows[i].name);
    const char *copy = arena_copy(arena, names.p, names.n);
    buf_free(&names);
    return copy;
}

/* Reports an output whose files would have the names of another's. */
static bool is_apart(struct diag *diag, const struct output *const *outputs, uint32_t count,
                     const struct output *added)
{
    for (uint32_t i = 0; i < count; i++) {
        struct slice endings = slice_of(added->endings);
        if (!has_ending(outputs[i], slice_cut(&endings, '|')))
            continue;
        diag_report(diag, MSG_OUTPUT_TWICE, (struct pos){0}, outputs[i]->name, added->name);
        return false;
    }
    return true;
}

uint32_t outputs_read(struct diag *diag, const char *names,
                      const struct output *outputs[OUTPUTS_MAX])
{
    uint32_t count = 0;
    for (struct slice rest = slice_of(names); rest.p;) {
        struct slice name = slice_cut(&rest, ',');
        const struct output *output = output_named(name);
        if (!output || !output->endings) {
            diag_report(diag, MSG_OUTPUT_UNKNOWN, (struct pos){0}, slice_copy(diag->arena, name).p,
                        output_names(diag->arena));
            return 0;
        }
        if (!is_apart(diag, outputs, count, output))
            return 0;
        outputs[count++] = output;
    }
    return count;
}

/* ---- Making ---- */

void outputs_add(struct outputs *outputs, const struct output *output)
{
    if (outputs->count < OUTPUTS_MAX)
        outputs->rows[outputs->count++] = output;
}

void outputs_free(struct outputs *outputs)
{
    for (uint32_t i = 0; i < outputs->count; i++)
        buf_free(&outputs->files[i]);
}

/* The first output of people's that cannot honour such options: pictures need not, beside a file
 * that does. */
static const struct output *misfit(const struct outputs *outputs)
{
    bool finishes = false;
    for (uint32_t i = 0; i < outputs->count; i++)
        finishes |= outputs->rows[i]->finishes;
    for (uint32_t i = 0; i < outputs->count; i++) {
        const struct output *output = outputs->rows[i];
        if (output->endings && !output->finishes && (output->write || !finishes))
            return output;
    }
    return NULL;
}

bool outputs_fit(struct run *run, const struct outputs *outputs)
{
    const char *option = run->request.finish.password    ? "--password"
                         : run->request.finish.linearize ? "--linearize"
                                                         : NULL;
    const struct output *output = option ? misfit(outputs) : NULL;
    if (output)
        diag_report(&run->diag, MSG_OUTPUT_OPTION, (struct pos){0}, output->name, option);
    return !output && (!outputs->count || run_epoch(&run->diag));
}

enum stage outputs_need(const struct outputs *outputs)
{
    enum stage need = STAGE_FACTS;
    for (uint32_t i = 0; i < outputs->count; i++)
        if (outputs->rows[i]->needs > need)
            need = outputs->rows[i]->needs;
    return need;
}

bool outputs_lenient(const struct outputs *outputs)
{
    bool lenient = true;
    for (uint32_t i = 0; i < outputs->count; i++)
        lenient = lenient && outputs->rows[i]->unfinished;
    return lenient;
}

bool outputs_check(const struct outputs *outputs)
{
    bool checks = true;
    for (uint32_t i = 0; i < outputs->count; i++)
        checks &= outputs->rows[i]->unsound && outputs->rows[i]->needs == STAGE_DOCUMENT;
    return checks;
}

bool outputs_use(const struct outputs *outputs, enum font_choice choice)
{
    for (uint32_t i = 0; i < outputs->count; i++)
        if (outputs->rows[i]->device && outputs->rows[i]->device->fonts == choice)
            return true;
    return false;
}

bool outputs_write(struct run *run, struct outputs *outputs, const struct results *made, bool sound)
{
    bool written = sound;
    for (uint32_t i = 0; i < outputs->count; i++) {
        const struct output *output = outputs->rows[i];
        written = i ? written : true;
        written = written && (sound || output->unsound) &&
                  (!output->write || output->write(&outputs->files[i], run, output, made));
    }
    for (uint32_t i = 0; i < outputs->count && !written; i++)
        buf_clear(&outputs->files[i]);
    return written;
}
