/* The content of the pages: what is painted is marked, and marks and elements agree. */
#include "archive/tokens.h"
#include "archive/verify.h"

enum { NESTING_MAX = 64, FORMS_DEEP = 16 };

/* A marked sequence that is open. */
struct opened {
    int mcid; /* -1 for none */
    bool artifact, has_text;
};

struct reading {
    struct verify *verify;
    struct checked_page *page;
    struct where where;
    struct tokens tokens;
    qpdf_oh parents; /* what the parent tree has for the page */
    struct named_font {
        struct named_font *next;
        struct slice name;
        struct used_font *font;
    } * names; /* of this page */
    uint64_t name_total;
    struct opened open[NESTING_MAX];
    struct used_font *font, *saved[NESTING_MAX];
    int depth, states, texts;
    qpdf_oh resources;
    bool form; /* of a form: what it paints belongs where the form is shown */
    /* the operands so far */
    struct slice name[2];
    int name_count, mcid;
    bool has_text;
    struct buf shown;
};

/* ---- fonts ---- */

static struct used_font *font_of(struct reading *reading, struct slice name)
{
    struct verify *verify = reading->verify;
    const struct file *file = &verify->file;
    for (const struct named_font *known = reading->names; known; known = known->next)
        if (slice_eq(known->name, name))
            return known->font;
    if (verify->beyond[LIMIT_PDF_FONTS] || reading->name_total >= limit_of(LIMIT_PDF_FONTS)) {
        verify->beyond[LIMIT_PDF_FONTS] = true;
        return NULL;
    }
    reading->name_total++;
    qpdf_oh handle = verify_resource(verify, reading->where, reading->resources, "/Font", name);
    int object = qpdf_oh_get_object_id(file->qpdf, handle);
    struct used_font *font = verify->fonts;
    uint64_t count = 0;
    for (; font && font->object != object; font = font->next)
        count++;
    if (count >= limit_of(LIMIT_PDF_FONTS)) {
        verify->beyond[LIMIT_PDF_FONTS] = true;
        return NULL;
    }
    if (!font) {
        font = ARENA_NEW(file->arena, struct used_font);
        *font = (struct used_font){verify->fonts, handle, object, reading->where.page,
                                   ARENA_ARRAY(file->arena, uint8_t, CODES)};
        verify->fonts = font;
    }
    struct named_font *known = ARENA_NEW(file->arena, struct named_font);
    *known = (struct named_font){reading->names, slice_copy(file->arena, name), font};
    reading->names = known;
    return font;
}

static bool says_text(const struct reading *reading)
{
    for (int i = 0; i < reading->depth; i++)
        if (reading->open[i].has_text)
            return true;
    return false;
}

static void use_codes(struct reading *reading)
{
    uint8_t use = CODE_SHOWN | (says_text(reading) ? 0 : CODE_NEEDS_TEXT);
    struct slice codes = buf_slice(&reading->shown);
    for (size_t i = 0; reading->font && i + 1 < codes.n; i += 2) {
        unsigned code = (unsigned)(unsigned char)codes.p[i] << 8 | (unsigned char)codes.p[i + 1];
        reading->font->codes[code] |= use;
    }
}

/* ---- operators ---- */

static void paint(struct reading *reading)
{
    if (reading->form)
        return;
    for (int i = 0; i < reading->depth; i++)
        if (reading->open[i].artifact || reading->open[i].mcid >= 0)
            return;
    verify_report(reading->verify, RULE_UNMARKED, reading->where, "%.*s",
                  (int)reading->tokens.text.n, reading->tokens.text.p);
}

static void show(struct reading *reading)
{
    paint(reading);
    if (!reading->font)
        verify_report(reading->verify, RULE_RESOURCE, reading->where, "Tf");
    use_codes(reading);
}

/* What stands for an image between BI and ID: keys and values, each in a long and a short form. */
static void check_image(struct reading *reading, struct slice key, struct slice value)
{
    struct verify *verify = reading->verify;
    if ((slice_is(key, "CS") || slice_is(key, "ColorSpace")) &&
        (slice_is(value, "CMYK") || slice_is(value, "DeviceCMYK")))
        verify_report(verify, RULE_COLOR, reading->where, "BI /CMYK");
    if ((slice_is(key, "F") || slice_is(key, "Filter")) &&
        (slice_is(value, "LZW") || slice_is(value, "LZWDecode")))
        verify_report(verify, RULE_FILTER, reading->where, "BI /LZW");
    if ((slice_is(key, "I") || slice_is(key, "Interpolate")) && slice_is(value, "true"))
        verify_report(verify, RULE_XOBJECT, reading->where, "BI /Interpolate");
}

static enum token_kind next_token(struct reading *reading)
{
    enum token_kind kind = token_next(&reading->tokens);
    if (reading->tokens.odd)
        verify_report(reading->verify, RULE_HEX, reading->where, "<>");
    return kind;
}

static void paint_image(struct reading *reading)
{
    struct slice key = {NULL, 0};
    int lists = 0; /* that are open */
    paint(reading);
    for (enum token_kind kind; (kind = next_token(reading)) != TOKEN_END;) {
        struct slice text = reading->tokens.text;
        if (kind == TOKEN_OPERATOR && slice_is(text, "ID"))
            break;
        if (kind == TOKEN_BRACKET)
            lists += slice_is(text, "[") || slice_is(text, "<<") ? 1 : -1;
        if (kind != TOKEN_BRACKET && !key.p) {
            key = text;
            continue;
        }
        if (kind != TOKEN_BRACKET)
            check_image(reading, key, text);
        if (lists <= 0)
            key = (struct slice){NULL, 0};
    }
    token_skip_image(&reading->tokens);
}

static void select_font(struct reading *reading)
{
    reading->font = font_of(reading, reading->name[0]);
}

static void unbalanced(struct reading *reading)
{
    verify_report(reading->verify, RULE_BALANCED, reading->where, "%.*s",
                  (int)reading->tokens.text.n, reading->tokens.text.p);
}

static void save(struct reading *reading)
{
    if (reading->states < NESTING_MAX)
        reading->saved[reading->states] = reading->font;
    if (++reading->states > 28)
        unbalanced(reading);
}

static void restore(struct reading *reading)
{
    if (!reading->states)
        unbalanced(reading);
    else if (--reading->states < NESTING_MAX)
        reading->font = reading->saved[reading->states];
}

static void begin_text(struct reading *reading)
{
    if (reading->texts++)
        unbalanced(reading);
}

static void end_text(struct reading *reading)
{
    if (!reading->texts || --reading->texts)
        unbalanced(reading);
}

/* The element that the parent tree gives for the marked sequence is the one that claims it. */
static void check_owner(struct reading *reading, int mcid)
{
    struct verify *verify = reading->verify;
    const struct file *file = &verify->file;
    struct checked_page *page = reading->page;
    struct owner *owner = mcid < page->owner_count ? &page->owners[mcid] : NULL;
    qpdf_oh listed = file_item(file, reading->parents, mcid);
    if (!owner || !owner->element || owner->shown ||
        qpdf_oh_get_object_id(file->qpdf, listed) != owner->element->object)
        verify_report(verify, RULE_OWNER, reading->where, "MCID %d", mcid);
    if (owner)
        owner->shown = true;
}

static void begin_mark(struct reading *reading)
{
    struct opened opened = {.mcid = reading->mcid,
                            .artifact = slice_is(reading->name[0], "Artifact"),
                            .has_text = reading->has_text};
    if (reading->name_count > 1 && opened.mcid < 0) {
        const struct file *file = &reading->verify->file;
        qpdf_oh properties = verify_resource(reading->verify, reading->where, reading->resources,
                                             "/Properties", reading->name[1]);
        opened.mcid = file_int(file, file_get(file, properties, "/MCID"), -1);
        opened.has_text = file_text(file, file_get(file, properties, "/ActualText")).n > 0;
    }
    for (int i = 0; i < reading->depth; i++)
        if ((reading->open[i].artifact && opened.mcid >= 0) ||
            (reading->open[i].mcid >= 0 && (opened.artifact || opened.mcid >= 0)))
            verify_report(reading->verify, RULE_NESTED, reading->where, "%.*s < MCID %d",
                          (int)reading->name[0].n, reading->name[0].p, reading->open[i].mcid);
    if (opened.mcid >= 0 && !reading->form)
        check_owner(reading, opened.mcid);
    if (reading->depth == NESTING_MAX)
        unbalanced(reading);
    else
        reading->open[reading->depth++] = opened;
}

static void end_mark(struct reading *reading)
{
    if (reading->depth)
        reading->depth--;
    else
        unbalanced(reading);
}

static void cmyk(struct reading *reading)
{
    verify_report(reading->verify, RULE_COLOR, reading->where, "%.*s", (int)reading->tokens.text.n,
                  reading->tokens.text.p);
}

static void color_space(struct reading *reading)
{
    struct slice name = reading->name[0];
    if (slice_is(name, "DeviceGray") || slice_is(name, "DeviceRGB") || slice_is(name, "Pattern"))
        return;
    if (slice_is(name, "DeviceCMYK"))
        cmyk(reading);
    else
        verify_space(reading->verify, reading->where,
                     verify_resource(reading->verify, reading->where, reading->resources,
                                     "/ColorSpace", name));
}

static void use_object(struct reading *reading)
{
    struct verify *verify = reading->verify;
    paint(reading);
    qpdf_oh object =
        verify_resource(verify, reading->where, reading->resources, "/XObject", reading->name[0]);
    verify_xobject(verify, reading->where, object);
}

static void use_shading(struct reading *reading)
{
    struct verify *verify = reading->verify;
    paint(reading);
    qpdf_oh shading =
        verify_resource(verify, reading->where, reading->resources, "/Shading", reading->name[0]);
    verify_space(verify, reading->where, file_get(&verify->file, shading, "/ColorSpace"));
}

/* A state may mask what follows it by a form. */
static void use_state(struct reading *reading)
{
    struct verify *verify = reading->verify;
    qpdf_oh state =
        verify_resource(verify, reading->where, reading->resources, "/ExtGState", reading->name[0]);
    qpdf_oh mask = file_get(&verify->file, state, "/SMask/G");
    if (qpdf_oh_is_stream(verify->file.qpdf, mask))
        verify_xobject(verify, reading->where, mask);
}

static void set_color(struct reading *reading)
{
    struct verify *verify = reading->verify;
    if (!reading->name_count)
        return;
    qpdf_oh pattern =
        verify_resource(verify, reading->where, reading->resources, "/Pattern", reading->name[0]);
    if (qpdf_oh_is_stream(verify->file.qpdf, pattern) &&
        ids_add(&verify->seen, qpdf_oh_get_object_id(verify->file.qpdf, pattern), 0))
        verify_form(verify, reading->where, pattern);
}

static void set_intent(struct reading *reading)
{
    if (!is_intent(reading->name[0]))
        verify_report(reading->verify, RULE_STATE, reading->where, "ri /%.*s",
                      (int)reading->name[0].n, reading->name[0].p);
}

static void nothing(struct reading *reading)
{
    (void)reading;
}

static const struct {
    char name[5];
    void (*run)(struct reading *reading);
} operators[] = {
    {"BDC", begin_mark}, {"BMC", begin_mark}, {"EMC", end_mark},   {"Tf", select_font},
    {"Tj", show},        {"TJ", show},        {"'", show},         {"\"", show},
    {"f", paint},        {"F", paint},        {"f*", paint},       {"B", paint},
    {"B*", paint},       {"b", paint},        {"b*", paint},       {"S", paint},
    {"s", paint},        {"sh", use_shading}, {"Do", use_object},  {"BI", paint_image},
    {"q", save},         {"Q", restore},      {"BT", begin_text},  {"ET", end_text},
    {"k", cmyk},         {"K", cmyk},         {"cs", color_space}, {"CS", color_space},
    {"gs", use_state},   {"scn", set_color},  {"SCN", set_color},  {"ri", set_intent},
    {"w", nothing},      {"J", nothing},      {"j", nothing},      {"M", nothing},
    {"d", nothing},      {"i", nothing},      {"cm", nothing},     {"m", nothing},
    {"l", nothing},      {"c", nothing},      {"v", nothing},      {"y", nothing},
    {"h", nothing},      {"re", nothing},     {"n", nothing},      {"W", nothing},
    {"W*", nothing},     {"Tc", nothing},     {"Tw", nothing},     {"Tz", nothing},
    {"TL", nothing},     {"Tr", nothing},     {"Ts", nothing},     {"Td", nothing},
    {"TD", nothing},     {"Tm", nothing},     {"T*", nothing},     {"d0", nothing},
    {"d1", nothing},     {"SC", nothing},     {"sc", nothing},     {"G", nothing},
    {"g", nothing},      {"RG", nothing},     {"rg", nothing},     {"MP", nothing},
    {"DP", nothing},     {"BX", nothing},     {"EX", nothing},     {"true", nothing},
    {"false", nothing},  {"null", nothing},
};

static void run_operator(struct reading *reading)
{
    char name[5] = "";
    bool known = false;
    struct slice text = reading->tokens.text;
    memcpy(name, text.p, text.n <= sizeof name ? text.n : 0);
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        if (memcmp(name, operators[i].name, sizeof name) == 0) {
            operators[i].run(reading);
            known = true;
            break;
        }
    if (!known)
        verify_report(reading->verify, RULE_OPERATOR, reading->where, "%.*s",
                      (int)(text.n < 20 ? text.n : 20), text.p);
    reading->name_count = 0;
    reading->mcid = -1;
    reading->has_text = false;
    buf_clear(&reading->shown);
}

/* A property list inside << >>: of interest are MCID and ActualText. */
static void read_properties(struct reading *reading)
{
    struct slice key = {0};
    for (enum token_kind kind; (kind = next_token(reading)) != TOKEN_END;) {
        if (kind == TOKEN_BRACKET && slice_is(reading->tokens.text, ">>"))
            return;
        if (kind == TOKEN_NUMBER && slice_is(key, "MCID"))
            reading->mcid = token_int(&reading->tokens);
        if (kind == TOKEN_STRING && slice_is(key, "ActualText"))
            reading->has_text = reading->tokens.string.n > 0;
        if (kind == TOKEN_STRING && slice_is(key, "Lang") &&
            !is_language(buf_slice(&reading->tokens.string)))
            verify_report(reading->verify, RULE_LANG, reading->where, "/Lang (%.*s)",
                          (int)reading->tokens.string.n, reading->tokens.string.p);
        key = kind == TOKEN_NAME ? reading->tokens.text : (struct slice){0};
    }
}

static void read_page(struct reading *reading)
{
    enum token_kind kind;
    while ((kind = next_token(reading)) != TOKEN_END) {
        if (kind == TOKEN_OPERATOR)
            run_operator(reading);
        else if (kind == TOKEN_STRING)
            buf_put_slice(&reading->shown, buf_slice(&reading->tokens.string));
        else if (kind == TOKEN_NAME && reading->name_count < 2)
            reading->name[reading->name_count++] = reading->tokens.text;
        else if (kind == TOKEN_BRACKET && slice_is(reading->tokens.text, "<<"))
            read_properties(reading);
    }
    if (reading->depth || reading->states || reading->texts)
        verify_report(reading->verify, RULE_BALANCED, reading->where, "%d, %d, %d", reading->depth,
                      reading->states, reading->texts);
}

/* The streams of a page are read as one, with a blank between. */
static bool read_content(struct verify *verify, qpdf_oh page, struct buf *out)
{
    const struct file *file = &verify->file;
    qpdf_oh contents = file_get(file, page, "/Contents");
    int count = file_count(file, contents);
    bool read = !qpdf_oh_is_stream(file->qpdf, contents) || file_stream(file, contents, out);
    for (int i = 0; i < count && read && verify_step(verify, 1); i++) {
        read = file_stream(file, file_item(file, contents, i), out);
        buf_putc(out, '\n');
    }
    return read;
}

/* What a page has of its own, or from the nodes above it. */
static qpdf_oh inherited(const struct verify *verify, qpdf_oh page, const char *key)
{
    enum { NODES_MAX = 32 };
    const struct file *file = &verify->file;
    qpdf_oh value = file_get(file, page, key);
    for (int i = 0; i < NODES_MAX && qpdf_oh_is_null(file->qpdf, value); i++) {
        page = file_get(file, page, "/Parent");
        value = file_get(file, page, key);
    }
    return value;
}

static void check_size(struct verify *verify, struct where where, qpdf_oh box)
{
    const struct file *file = &verify->file;
    double at[4] = {0};
    for (int i = 0; i < 4; i++)
        at[i] = qpdf_oh_get_numeric_value(file->qpdf, file_item(file, box, i));
    file_note(file);
    double width = at[2] > at[0] ? at[2] - at[0] : at[0] - at[2];
    double height = at[3] > at[1] ? at[3] - at[1] : at[1] - at[3];
    if (!(width >= 3 && width <= 14400 && height >= 3 && height <= 14400))
        verify_report(verify, RULE_PAGE_SIZE, where, "/MediaBox %.0f × %.0f", width, height);
}

void verify_form(struct verify *verify, struct where where, qpdf_oh form)
{
    const struct file *file = &verify->file;
    struct buf content = {0};
    if (!file_stream(file, form, &content))
        verify_report(verify, RULE_SOUND, where, "/Form");
    struct reading *reading = ARENA_NEW(file->arena, struct reading);
    *reading = (struct reading){.verify = verify,
                                .where = where,
                                .tokens = {.rest = buf_slice(&content)},
                                .resources = file_get(file, form, "/Resources"),
                                .form = true,
                                .mcid = -1};
    verify_group(verify, where, form);
    if (verify->forms_deep++ < FORMS_DEEP)
        read_page(reading);
    verify->forms_deep--;
    buf_free(&reading->tokens.string);
    buf_free(&reading->shown);
    buf_free(&content);
}

static void check_page(struct verify *verify, int index)
{
    const struct file *file = &verify->file;
    struct checked_page *page = &verify->pages[index];
    struct buf content = {0};
    if (!read_content(verify, page->handle, &content))
        verify_report(verify, RULE_SOUND, (struct where){index, page->object}, "/Contents");
    struct reading reading = {.verify = verify,
                              .page = page,
                              .where = {index, page->object},
                              .tokens = {.rest = buf_slice(&content)},
                              .mcid = -1};
    reading.resources = inherited(verify, page->handle, "/Resources");
    check_size(verify, reading.where, inherited(verify, page->handle, "/MediaBox"));
    verify_group(verify, reading.where, page->handle);
    reading.parents =
        tree_number(verify, &verify->parents,
                    file_int(file, file_get(file, page->handle, "/StructParents"), -1));
    read_page(&reading);
    for (int i = 0; i < page->owner_count; i++)
        if (page->owners[i].element && !page->owners[i].shown)
            verify_report(verify, RULE_LOST, (struct where){index, page->owners[i].element->object},
                          "MCID %d", i);
    buf_free(&reading.tokens.string);
    buf_free(&reading.shown);
    buf_free(&content);
}

void verify_content(struct verify *verify)
{
    for (int i = 0; i < verify->page_count && !verify->file.state->over; i++)
        check_page(verify, i);
}
