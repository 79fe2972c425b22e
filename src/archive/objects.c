/* Every object of the file, whatever it belongs to: what no dictionary may hold, wherever it
 * stands.
 */
#include <string.h>

#include "archive/verify.h"

enum { OBJECTS_DEEP = 32, NAME_MAX_BYTES = 127, STRING_MAX_BYTES = 32767 };

struct visit {
    struct verify *verify;
    struct where where;
};

/* A name among words that stand between blanks. */
static bool is_among(const char *words, struct slice name)
{
    struct slice rest = slice_of(words);
    while (rest.p) {
        struct slice word = slice_cut(&rest, ' ');
        if (name.n && slice_eq(word, name))
            return true;
    }
    return false;
}

static qpdf_oh get(const struct visit *visit, qpdf_oh dictionary, const char *key)
{
    return file_get(&visit->verify->file, dictionary, key);
}

static bool has(const struct visit *visit, qpdf_oh dictionary, const char *key)
{
    const struct file *file = &visit->verify->file;
    qpdf_oh value = file_get(file, dictionary, key);
    bool there = !qpdf_oh_is_null(file->qpdf, value);
    qpdf_oh_release(file->qpdf, value);
    return there;
}

static struct slice name_at(const struct visit *visit, qpdf_oh dictionary, const char *key)
{
    const struct file *file = &visit->verify->file;
    qpdf_oh value = file_get(file, dictionary, key);
    struct slice name = file_name(file, value);
    qpdf_oh_release(file->qpdf, value);
    return name;
}

/* ---- streams ---- */

static void check_filter(struct visit *visit, struct slice name)
{
    if (is_among("LZWDecode LZW Crypt", name))
        verify_report(visit->verify, RULE_FILTER, visit->where, "%s", name.p);
}

static void check_stream(struct visit *visit, qpdf_oh stream)
{
    static const char *const outside[] = {"/F", "/FFilter", "/FDecodeParms"};
    const struct file *file = &visit->verify->file;
    qpdf_oh filters = get(visit, stream, "/Filter");
    int count = file_count(file, filters);
    check_filter(visit, file_name(file, filters));
    for (int i = 0; i < count && verify_step(visit->verify, 1); i++)
        check_filter(visit, file_name(file, file_item(file, filters, i)));
    for (size_t i = 0; i < sizeof outside / sizeof *outside; i++)
        if (has(visit, stream, outside[i]))
            verify_report(visit->verify, RULE_FILTER, visit->where, "%s", outside[i]);
}

static void check_xobject(struct visit *visit, qpdf_oh object)
{
    static const char *const never[] = {"/OPI", "/Alternates", "/PS", "/Ref", "/Subtype2"};
    const struct file *file = &visit->verify->file;
    struct slice kind = name_at(visit, object, "/Subtype");
    if (!is_among("Image Form PS", kind))
        return;
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        if (has(visit, object, never[i]))
            verify_report(visit->verify, RULE_XOBJECT, visit->where, "%s", never[i]);
    struct slice intent = name_at(visit, object, "/Intent");
    if (intent.n && !is_intent(intent))
        verify_report(visit->verify, RULE_STATE, visit->where, "/Intent /%s", intent.p);
    qpdf_oh smooth = get(visit, object, "/Interpolate");
    if (slice_is(kind, "PS") ||
        (qpdf_oh_is_bool(file->qpdf, smooth) && qpdf_oh_get_bool_value(file->qpdf, smooth)))
        verify_report(visit->verify, RULE_XOBJECT, visit->where, "%s /Interpolate", kind.p);
}

/* ---- dictionaries ---- */

/* An action is known by its kind; elements of the structure have /S too, but a parent. */
static void check_action(struct visit *visit, qpdf_oh dictionary)
{
    static const char never[] =
        "Launch Sound Movie ResetForm ImportData Hide SetOCGState Rendition "
        "Trans GoTo3DView JavaScript RichMediaExecute";
    static const char named[] = "NextPage PrevPage FirstPage LastPage";
    struct slice kind = name_at(visit, dictionary, "/S");
    if (is_among(never, kind) && !has(visit, dictionary, "/P"))
        verify_report(visit->verify, RULE_ACTION, visit->where, "/S /%s", kind.p);
    struct slice name = name_at(visit, dictionary, "/N");
    if (slice_is(kind, "Named") && !is_among(named, name))
        verify_report(visit->verify, RULE_ACTION, visit->where, "/N /%s", name.p);
    if (has(visit, dictionary, "/AA"))
        verify_report(visit->verify, RULE_ACTION, visit->where, "/AA");
    if (has(visit, dictionary, "/JS"))
        verify_report(visit->verify, RULE_ACTION, visit->where, "/JS");
}

static bool is_state(const struct visit *visit, qpdf_oh dictionary)
{
    return slice_is(name_at(visit, dictionary, "/Type"), "ExtGState") ||
           has(visit, dictionary, "/TR") || has(visit, dictionary, "/TR2") ||
           has(visit, dictionary, "/HTP") || has(visit, dictionary, "/BM");
}

/* Halftones are of the kinds that need no name of another's. */
static void check_halftone(struct visit *visit, qpdf_oh halftone)
{
    const struct file *file = &visit->verify->file;
    if (!qpdf_oh_is_dictionary(file->qpdf, halftone) && !qpdf_oh_is_stream(file->qpdf, halftone))
        return;
    int kind = file_int(file, get(visit, halftone, "/HalftoneType"), 0);
    if ((kind != 1 && kind != 5) || has(visit, halftone, "/HalftoneName"))
        verify_report(visit->verify, RULE_STATE, visit->where, "/HT %d", kind);
}

static void check_state(struct visit *visit, qpdf_oh state)
{
    static const char modes[] =
        "Normal Compatible Multiply Screen Overlay Darken Lighten ColorDodge ColorBurn HardLight "
        "SoftLight Difference Exclusion Hue Saturation Color Luminosity";
    if (!is_state(visit, state))
        return;
    struct slice mode = name_at(visit, state, "/BM"), intent = name_at(visit, state, "/RI");
    bool transfers =
        has(visit, state, "/TR") || has(visit, state, "/HTP") ||
        (has(visit, state, "/TR2") && !slice_is(name_at(visit, state, "/TR2"), "Default"));
    if (transfers || (has(visit, state, "/BM") && !is_among(modes, mode)))
        verify_report(visit->verify, RULE_STATE, visit->where, "/BM /%s", mode.p);
    if (intent.n && !is_intent(intent))
        verify_report(visit->verify, RULE_STATE, visit->where, "/RI /%s", intent.p);
    check_halftone(visit, get(visit, state, "/HT"));
}

bool is_intent(struct slice name)
{
    return is_among("RelativeColorimetric AbsoluteColorimetric Perceptual Saturation", name);
}

/* Letters, digits and hyphens: zh-CN. Empty says that the language is unknown. */
bool is_language(struct slice text)
{
    size_t part = 0, parts = 0;
    for (size_t i = 0; i <= text.n; i++) {
        char byte = i < text.n ? text.p[i] : '-';
        bool letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
        if (byte == '-') {
            if (part < (parts ? 1u : 2u) || part > 8)
                return !text.n;
            part = 0;
            parts++;
        } else if (letter || (parts && byte >= '0' && byte <= '9')) {
            part++;
        } else {
            return false;
        }
    }
    return true;
}

static void check_dictionary(struct visit *visit, qpdf_oh dictionary)
{
    const struct file *file = &visit->verify->file;
    qpdf_oh language = get(visit, dictionary, "/Lang");
    if (!qpdf_oh_is_null(file->qpdf, language) && !is_language(file_text(file, language)))
        verify_report(visit->verify, RULE_LANG, visit->where, "%s", file_text(file, language).p);
    if (has(visit, dictionary, "/EF") && !has(visit, dictionary, "/AFRelationship"))
        verify_report(visit->verify, RULE_ASSOCIATED, visit->where, "/EF");
    if (has(visit, dictionary, "/EF") &&
        (!has(visit, dictionary, "/F") || !has(visit, dictionary, "/UF")))
        verify_report(visit->verify, RULE_FILE_NAME, visit->where, "/F /UF");
    check_action(visit, dictionary);
    check_state(visit, dictionary);
    if (qpdf_oh_is_stream(file->qpdf, dictionary)) {
        check_stream(visit, dictionary);
        check_xobject(visit, dictionary);
    }
}

/* ---- the walk ---- */

static void visit_object(struct visit *visit, qpdf_oh object, int depth);

/* What is an object of its own is visited in its turn. */
static void visit_direct(struct visit *visit, qpdf_oh value, int depth)
{
    const struct file *file = &visit->verify->file;
    if (qpdf_oh_get_object_id(file->qpdf, value) == 0)
        visit_object(visit, value, depth + 1);
}

static void visit_keys(struct visit *visit, qpdf_oh object, int depth)
{
    const struct file *file = &visit->verify->file;
    enum { KEYS_MAX = 4096 };
    const char **keys = NULL;
    uint32_t count = 0, room = 0;
    qpdf_oh_begin_dict_key_iter(file->qpdf, object);
    while (count < KEYS_MAX && qpdf_oh_dict_more_keys(file->qpdf)) {
        GROW(file->arena, keys, count, room, 32);
        keys[count++] = slice_copy(file->arena, slice_of(qpdf_oh_dict_next_key(file->qpdf))).p;
    }
    for (uint32_t i = 0; i < count && verify_step(visit->verify, 1); i++) {
        qpdf_oh value = qpdf_oh_get_key(file->qpdf, object, keys[i]);
        file_note(file);
        if (strlen(keys[i]) > NAME_MAX_BYTES + 1)
            verify_report(visit->verify, RULE_SIZES, visit->where, "%.20s…", keys[i]);
        visit_direct(visit, value, depth);
        qpdf_oh_release(file->qpdf, value);
    }
}

static void visit_leaf(struct visit *visit, qpdf_oh object)
{
    const struct file *file = &visit->verify->file;
    size_t length = 0;
    if (qpdf_oh_is_string(file->qpdf, object)) {
        qpdf_oh_get_binary_string_value(file->qpdf, object, &length);
        if (length > STRING_MAX_BYTES)
            verify_report(visit->verify, RULE_SIZES, visit->where, "(%zu)", length);
    } else if (qpdf_oh_is_name(file->qpdf, object)) {
        length = strlen(qpdf_oh_get_name(file->qpdf, object)) - 1;
        if (length > NAME_MAX_BYTES)
            verify_report(visit->verify, RULE_SIZES, visit->where, "/%zu", length);
    } else if (qpdf_oh_is_number(file->qpdf, object)) {
        double value = qpdf_oh_get_numeric_value(file->qpdf, object);
        if (value > 2147483647.0 || value < -2147483648.0)
            verify_report(visit->verify, RULE_SIZES, visit->where, "%.0f", value);
    }
}

static void visit_object(struct visit *visit, qpdf_oh object, int depth)
{
    const struct file *file = &visit->verify->file;
    if (depth > OBJECTS_DEEP)
        return;
    int count = file_count(file, object);
    for (int i = 0; i < count && verify_step(visit->verify, 1); i++) {
        qpdf_oh item = file_item(file, object, i);
        visit_direct(visit, item, depth);
        qpdf_oh_release(file->qpdf, item);
    }
    bool stream = qpdf_oh_is_stream(file->qpdf, object);
    if (stream || qpdf_oh_is_dictionary(file->qpdf, object)) {
        check_dictionary(visit, object);
        qpdf_oh dictionary = stream ? qpdf_oh_get_dict(file->qpdf, object) : object;
        visit_keys(visit, dictionary, depth);
    } else if (!qpdf_oh_is_array(file->qpdf, object)) {
        visit_leaf(visit, object);
    }
}

void verify_objects(struct verify *verify)
{
    const struct file *file = &verify->file;
    int size = file_int(file, file_get(file, qpdf_get_trailer(file->qpdf), "/Size"), 0);
    for (int number = 1; number < size && verify_step(verify, 1); number++) {
        struct visit visit = {verify, {-1, number}};
        qpdf_oh object = qpdf_get_object_by_id(file->qpdf, number, 0);
        file_note(file);
        visit_object(&visit, object, 0);
        qpdf_oh_release(file->qpdf, object);
    }
}
