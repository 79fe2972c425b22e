/*
 * Pages as OFD (GB/T 33190-2016), the state's own page format: the very pages of the PDF, with
 * fonts embedded, real text, outline, links, structure, and the record that all was made from.
 */
#include "device/ofd/ofd.h"

#include <time.h>

#include "base/hash.h"

/* ---- The document ---- */

static bool is_outlined(const struct destination *destination)
{
    return destination->node->element == ELEMENT_HEADING && !destination->node->unlisted;
}

static void put_outline(struct buf *out, const struct ofd *ofd)
{
    const struct pages *pages = ofd->pages;
    unsigned levels[8], depth = 0;
    bool any = false;
    for (uint32_t i = 0; i < pages->destination_count; i++) {
        const struct destination *destination = &pages->destinations[i];
        if (!is_outlined(destination))
            continue;
        buf_puts(out, any ? "" : "<ofd:Outlines>");
        any = true;
        for (; depth && levels[depth - 1] >= destination->node->level; depth--)
            buf_puts(out, "</ofd:OutlineElem>");
        struct slice title = node_text(ofd->arena, destination->node);
        buf_puts(out, "<ofd:OutlineElem");
        buf_put_attribute(out, "Title", title);
        buf_puts(out, " Expanded=\"false\">");
        ofd_put_goto(out, ofd, destination);
        levels[depth++] = destination->node->level;
    }
    for (; depth; depth--)
        buf_puts(out, "</ofd:OutlineElem>");
    buf_puts(out, any ? "</ofd:Outlines>\n" : "");
}

static struct buf document_part(const struct ofd *ofd)
{
    const struct page_style *page = ofd->pages->document->page;
    struct buf out = {0};
    buf_printf(&out,
               OFD_HEAD "<ofd:Document" OFD_SPACE "><ofd:CommonData><ofd:MaxUnitID>%u"
                        "</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>0 0 ",
               ofd->last_id);
    ofd_put_length(&out, page->width);
    buf_putc(&out, ' ');
    ofd_put_length(&out, page->height);
    buf_puts(&out, "</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes>"
                   "</ofd:CommonData>\n<ofd:Pages>");
    for (uint32_t i = 0; i < ofd->pages->count; i++)
        buf_printf(&out, "<ofd:Page ID=\"%u\" BaseLoc=\"Pages/Page_%u/Content.xml\"/>",
                   ofd->page_ids[i], i);
    buf_puts(&out, "</ofd:Pages>\n");
    put_outline(&out, ofd);
    buf_puts(&out, "<ofd:CustomTags>Tags/CustomTags.xml</ofd:CustomTags>\n");
    if (ofd->info->attachment_count)
        buf_puts(&out, "<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>\n");
    buf_puts(&out, "</ofd:Document>\n");
    return out;
}

static struct buf resources_part(const struct ofd *ofd)
{
    struct buf out = {0};
    buf_puts(&out, OFD_HEAD "<ofd:Res" OFD_SPACE " BaseLoc=\"Res\"><ofd:Fonts>\n");
    for (uint32_t i = 0; i < ofd->font_count; i++) {
        const struct ofd_font *font = &ofd->fonts[i];
        struct slice name = slice_of(font->font->name);
        buf_printf(&out, "<ofd:Font ID=\"%u\"", font->id);
        buf_put_attribute(&out, "FontName", name);
        buf_put_attribute(&out, "FamilyName", name);
        buf_printf(&out, "><ofd:FontFile>font_%u.%s</ofd:FontFile></ofd:Font>\n", font->id,
                   font->font->cff ? "otf" : "ttf");
    }
    buf_puts(&out, "</ofd:Fonts></ofd:Res>\n");
    return out;
}

/* ---- The package ---- */

static void put_text(struct buf *out, const char *name, struct slice text)
{
    if (!text.n)
        return;
    buf_printf(out, "<ofd:%s>", name);
    buf_put_xml(out, text);
    buf_printf(out, "</ofd:%s>", name);
}

/* A day, or with its time. */
static const char *date_text(struct arena *arena, int64_t date, bool timed)
{
    time_t seconds = (time_t)date;
    struct tm tm;
    if (!date || !gmtime_r(&seconds, &tm))
        return "";
    const char *day =
        arena_printf(arena, "%04d-%02d-%02d", tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
    return timed ? arena_printf(arena, "%sT%02d:%02d:%02d", day, tm.tm_hour, tm.tm_min, tm.tm_sec)
                 : day;
}

/* 32 hexadecimal digits of what the file says, or of all that it was made from: the same for the
 * same document. */
static struct slice document_id(const struct ofd *ofd)
{
    struct buf text = {0};
    buf_put_slice(&text, ofd->pages->document->title);
    for (uint32_t i = 0; i < ofd->info->attachment_count; i++)
        buf_put_slice(&text, ofd->info->attachments[i].bytes);
    if (!ofd->info->attachment_count)
        pages_dump(&text, ofd->pages);
    const char *hash = hash_bytes(ofd->arena, buf_slice(&text));
    buf_free(&text);
    return (struct slice){hash, 32};
}

static struct buf root_part(const struct ofd *ofd)
{
    const struct document *document = ofd->pages->document;
    const struct file_info *info = ofd->info;
    struct buf out = {0};
    struct slice producer = slice_of(info->producer), version = producer;
    struct slice name = slice_cut(&version, ' ');
    buf_puts(&out, OFD_HEAD "<ofd:OFD" OFD_SPACE " Version=\"1.0\" DocType=\"OFD\"><ofd:DocBody>"
                            "<ofd:DocInfo>");
    put_text(&out, "DocID", document_id(ofd));
    put_text(&out, "Title", document->title);
    put_text(&out, "Author", document->author);
    put_text(&out, "Subject", document->subject);
    put_text(&out, "CreationDate", slice_of(date_text(ofd->arena, info->date, false)));
    put_text(&out, "ModDate", slice_of(date_text(ofd->arena, info->date, false)));
    put_text(&out, "Creator", name);
    put_text(&out, "CreatorVersion", version);
    if (info->edition || info->corrects.n) {
        buf_puts(&out, "<ofd:CustomDatas>");
        buf_printf(&out, "<ofd:CustomData Name=\"版次\">%lld</ofd:CustomData>",
                   (long long)info->edition);
        buf_puts(&out, "<ofd:CustomData Name=\"更正对象\">");
        buf_put_xml(&out, info->corrects);
        buf_puts(&out, "</ofd:CustomData></ofd:CustomDatas>");
    }
    buf_puts(&out, "</ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"
                   "</ofd:OFD>\n");
    return out;
}

static void add_attachments(struct ofd *ofd)
{
    struct buf out = {0};
    buf_puts(&out, OFD_HEAD "<ofd:Attachments" OFD_SPACE ">\n");
    for (uint32_t i = 0; i < ofd->info->attachment_count; i++) {
        const struct attachment *file = &ofd->info->attachments[i];
        const char *date = date_text(ofd->arena, ofd->info->attached_date, true);
        buf_printf(&out, "<ofd:Attachment ID=\"%u\"", ofd_id(ofd));
        buf_put_attribute(&out, "Name", slice_of(file->name));
        buf_put_attribute(&out, "Format", slice_of(file->type));
        if (*date)
            buf_put_attribute(&out, "CreationDate", slice_of(date));
        buf_printf(&out, " Size=\"%zu.%zu\" Visible=\"true\" Usage=\"none\"><ofd:FileLoc>",
                   file->bytes.n / 1024, file->bytes.n % 1024 * 10 / 1024);
        buf_put_xml(&out, slice_of(file->name));
        buf_puts(&out, "</ofd:FileLoc></ofd:Attachment>\n");
        zip_add(ofd->zip, arena_printf(ofd->arena, "Doc_0/Attachs/%s", file->name), file->bytes);
    }
    buf_puts(&out, "</ofd:Attachments>\n");
    if (ofd->info->attachment_count)
        ofd_add(ofd, "Doc_0/Attachs/Attachments.xml", out);
    else
        buf_free(&out);
}

static void add_tags(struct ofd *ofd)
{
    struct buf out = {0};
    buf_puts(&out, OFD_HEAD "<ofd:CustomTags" OFD_SPACE "><ofd:CustomTag "
                            "NameSpace=\"urn:gongkai:structure:1\"><ofd:FileLoc>Structure.xml"
                            "</ofd:FileLoc></ofd:CustomTag></ofd:CustomTags>\n");
    ofd_add(ofd, "Doc_0/Tags/CustomTags.xml", out);
    ofd_add(ofd, "Doc_0/Tags/Structure.xml", ofd_tags(ofd));
}

static bool write_package(struct ofd *ofd)
{
    ofd_add(ofd, "OFD.xml", root_part(ofd));
    for (uint32_t i = 0; i < ofd->pages->count; i++)
        ofd->page_ids[i] = ofd_id(ofd);
    if (!ofd_fonts(ofd))
        return false;
    for (uint32_t i = 0; i < ofd->pages->count; i++)
        ofd_add(ofd, arena_printf(ofd->arena, "Doc_0/Pages/Page_%u/Content.xml", i),
                ofd_page(ofd, i));
    ofd_add(ofd, "Doc_0/PublicRes.xml", resources_part(ofd));
    add_tags(ofd);
    add_attachments(ofd);
    ofd_add(ofd, "Doc_0/Document.xml", document_part(ofd));
    return true;
}

static bool ofd_write(struct buf *out, struct diag *diag, const struct pages *pages,
                      const struct file_info *info)
{
    size_t start = out->n;
    struct ofd ofd = {.arena = diag->arena,
                      .diag = diag,
                      .pages = pages,
                      .info = info,
                      .zip = zip_new(out, info->date),
                      .page_ids = ARENA_ARRAY(diag->arena, uint32_t, pages->count)};
    bool written = write_package(&ofd);
    bool fits = zip_end(ofd.zip);
    ofd_fonts_free(&ofd);
    if (written && !fits)
        diag_report(diag, MSG_PUBLISH_SIZE, (struct pos){0});
    if (!written || !fits)
        out->n = start;
    return written && fits;
}

const struct device device_ofd = {.name = "ofd", .fonts = FONTS_ALL, .file = ofd_write};
