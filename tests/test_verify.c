/*
 * Verification: a sound file passes; for every rule there is a way to break it, and it is told of.
 * The file is broken through libqpdf, which writes anything, or at its bytes.
 */
#include "testing.h"

#include <qpdf/qpdf-c.h>

#include "archive/archive.h"

static char folder[] = "/tmp/gongkai-test-XXXXXX";
static struct buf sound;

static int make_sound(void **state)
{
    (void)state;
    char command[1024];
    if (!mkdtemp(folder))
        return -1;
    snprintf(command, sizeof command,
             PROGRAM " render " SOURCE_ROOT "/tests/check/base.ini -o %s/sound.pdf", folder);
    if (system(command) != 0)
        return -1;
    snprintf(command, sizeof command, "%s/sound.pdf", folder);
    sound = read_file(command);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    char command[64];
    buf_free(&sound);
    snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command);
}

/* What verification says of the bytes, as a file called x.pdf. */
static struct buf verify(struct slice bytes, bool *passed)
{
    struct arena *arena = arena_new();
    struct diag diag;
    struct buf said = {0};
    diag_init(&diag, arena, LANGUAGE_ENGLISH);
    *passed = archive_verify_here(&said, &diag, source_of(arena, "x.pdf", bytes), NULL);
    diag_print(&said, &diag);
    buf_puts(&said, "");
    arena_free(arena);
    return said;
}

/* ---- one change ---- */

struct change {
    const char *rule;
    const char *at;   /* an element's type, one of the places below, or bytes: of the file, or of it
                         with a plain table of objects */
    const char *path; /* the key that changes, after those that lead to it; of a stream: text */
    const char
        *value; /* of the key, NULL to take it out, @ and a place; of a stream: text instead */
};

static const struct change changes[] = {
    {"header", "bytes", "%PDF-1.7\n%", "%PDF-1.7\n "},
    {"encrypted", "encrypted", NULL, NULL},
    {"file-id", "bytes", "/ID", "/XD"},
    {"sound", "bytes", "endstream", "endstreak"},
    {"spacing", "bytes", "\nendobj", " endobj"},
    {"spacing", "bytes", "endobj\n", "endobj "},
    {"spacing", "bytes", " obj\n", " obj "},
    {"spacing", "bytes", "\nendstream", " endstream"},
    {"spacing", "table", "\nxref\n0 ", "\nxref\n0\t"},
    {"spacing", "table", "\nxref\n", "\nxref "},
    {"hex", "bytes", "/ID[<", "/ID[<0"},
    {"hex", "bytes", "/ID[<", "/ID[<0x"},
    {"lang", "root", "/Lang", NULL},
    {"marked", "root", "/MarkInfo", "<</Marked false>>"},
    {"title-shown", "root", "/ViewerPreferences", NULL},
    {"output-intent", "root", "/OutputIntents", NULL},
    {"output-intent", "intent", "/N", "4"},
    {"action", "root", "/OpenAction", "<</S/JavaScript/JS(app.beep())>>"},
    {"action", "page", "/AA", "<</O<</S/Named/N/NextPage>>>>"},
    {"xmp", "root", "/Metadata", NULL},
    {"xmp", "xmp", "</rdf:RDF>", ""},
    {"xmp-pdfa", "xmp", "<pdfaid:part>3", "<pdfaid:part>2"},
    {"xmp-pdfa", "xmp", "<pdfaid:conformance>A", "<pdfaid:conformance>B"},
    {"xmp-pdfua", "xmp", "<pdfuaid:part>1", "<pdfuaid:part>2"},
    {"xmp-pdfua", "xmp", "<pdfaSchema:namespaceURI>http", "<pdfaSchema:namespaceURI>"},
    {"xmp-title", "xmp", "dc:title", "dc:source"},
    {"info-agrees", "trailer", "/Info/Title", "(x)"},
    {"info-agrees", "trailer", "/Info/ModDate", "(D:20250101000000Z)"},
    {"structure", "root", "/StructTreeRoot", NULL},
    {"structure", "Document", "/S", "/Sect"},
    {"type", "P", "/S", "/Paragraph"},
    {"parent", "TD", "/P", NULL},
    {"once", "P", "/K", "@Table"},
    {"tree", "root", "/StructTreeRoot/ParentTree/Nums", "[1 null 0 null]"},
    {"child", "TR", "/S", "/Div"},
    {"child", "TOCI", "/S", "/LI"},
    {"child", "Table", "/K", "0"},
    {"headings", "H1", "/S", "/H2"},
    {"headings", "H2", "/S", "/H3"},
    {"grid", "TD", "/A", "<</O/Table/ColSpan 2>>"},
    {"grid", "TD", "/A", "[<</O/Layout>><</O/Table/RowSpan 99>>]"},
    {"scope", "TH", "/A", NULL},
    {"figure", "P", "/S", "/Figure"},
    {"unmarked", "content", "", "0 0 9 9 re f\n"},
    {"unmarked", "content", "", "BI /W 1 /H 1 /BPC 8 /CS /G ID \x01 EI\n"},
    {"nested", "content", "", "/Artifact BMC /P <</MCID 0>> BDC EMC EMC\n"},
    {"nested", "content", "/H1<</MCID 0>>BDC", "/H1<</MCID 0>>BDC /Artifact BMC EMC"},
    {"balanced", "content", "", "q\n"},
    {"balanced", "content", "", "EMC\n"},
    {"owner", "content", "", "/P <</MCID 999>> BDC EMC\n"},
    {"owner", "page", "/StructParents", NULL},
    {"lost", "TD", "/K", "999"},
    {"color", "content", "", "0 0 0 1 k\n"},
    {"color", "content", "", "/DeviceCMYK cs\n"},
    {"embedded", "descendant", "/FontDescriptor", NULL},
    {"font-kind", "font", "/Encoding", "/Identity-V"},
    {"glyph", "content", "", "/Artifact BMC BT /F0 9 Tf (\\000\\000) Tj ET EMC\n"},
    {"width", "descendant", "/DW", "990"},
    {"width", "descendant", "/W", "[0 20000 990]"},
    {"unicode", "font", "/ToUnicode", NULL},
    {"tabs", "linked", "/Tabs", NULL},
    {"link-tag", "link", "/StructParent", "0"},
    {"link-tag", "Link", "/S", "/Span"},
    {"link-text", "link", "/Contents", NULL},
    {"link-flags", "link", "/F", "2"},
    {"link-target", "link", "/Dest", "[null /Fit]"},
    {"associated", "root", "/AF", NULL},
    {"associated", "file", "/AFRelationship", "/Origin"},
    {"file-name", "file", "/UF", NULL},
    {"file-name", "file", "/EF/F/Subtype", NULL},
    {"file-date", "file", "/EF/F/Params/ModDate", NULL},
    {"file-date", "file", "/EF/F/Params/Size", "(9)"},
    {"source", "file", "/AFRelationship", "/Data"},
    {"source", "xmp", "urn:sha256:", "urn:sha256:0"},
    /* what editors and portals do, and what else may go wrong */
    {"header", "bytes", "%PDF-1.7\n%", "%PDF-2.0\n%"},
    {"header", "bytes", "%PDF-1.7\n%", "%PDF-1.9\n%"},
    {"header", "bytes", "%PDF-1.7\n", "%PDF-1.7\n\n"},
    {"header", "bytes", "%PDF-1.7\n%", "%!PS\n%PDF-1.7\n%"},
    {"end", "bytes", "%%EOF\n", "%%EOF\nmore"},
    {"end", "bytes", "%%EOF\n", "%%EOF\n\n\n"},
    {"end", "bytes", "%%EOF\n", "%%EO"},
    {"file-id", "bytes", "/ID[<", "/XD[<"},
    {"filter", "stream", "/F", "(elsewhere.bin)"},
    {"filter", "stream", "/FFilter", "/FlateDecode"},
    {"filter", "root", "/X", "stream <</Filter/LZWDecode>> x"},
    {"filter", "root", "/X", "stream <</Filter[/ASCIIHexDecode/LZWDecode]>> x"},
    {"sizes", "root", "/X", "9999999999"},
    {"sizes", "root", "/X",
     "/NNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNN"
     "NNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNN"},
    {"sizes", "root", "/X", "@long"},
    {"lang", "root", "/Lang", "()"},
    {"lang", "root", "/Lang", "(Chinese language)"},
    {"lang", "root", "/Lang", "(zh_CN)"},
    {"lang", "root", "/Lang", "(1)"},
    {"lang", "P", "/Lang", "(z)"},
    {"marked", "root", "/MarkInfo", NULL},
    {"marked", "root", "/MarkInfo", "<</Marked true/Suspects true>>"},
    {"title-shown", "root", "/ViewerPreferences", "<</DisplayDocTitle false>>"},
    {"output-intent", "root", "/OutputIntents", "[]"},
    {"output-intent", "first-intent", "/S", "/GTS_PDFX"},
    {"output-intent", "first-intent", "/DestOutputProfile", NULL},
    {"output-intent", "first-intent", "/DestOutputProfileRef", "<</URLs[]>>"},
    {"output-intent", "profile", "acsp", "acsq"},
    {"output-intent", "profile", "RGB ", "CMYK"},
    {"output-intent", "profile", "mntr", "link"},
    {"output-intent", "root", "/OutputIntents", "two"},
    {"optional", "root", "/OCProperties", "<</OCGs[]/D<<>>>>"},
    {"optional", "root", "/OCProperties", "<</OCGs[]/D<</Name(a)/AS[]>>>>"},
    {"optional", "root", "/OCProperties", "<</OCGs[<</Type/OCG>>]/D<</Name(a)/Order[]>>>>"},
    {"optional", "root", "/OCProperties", "<</OCGs[]/D<</Name(a)>>/Configs[<<>>]>>"},
    {"form", "root", "/AcroForm", "<</Fields[]/XFA()>>"},
    {"form", "root", "/AcroForm", "<</Fields[]/NeedAppearances true>>"},
    {"form", "root", "/NeedsRendering", "true"},
    {"presentation", "root", "/Requirements", "[<</S/EnableJavaScripts>>]"},
    {"presentation", "root", "/Names/AlternatePresentations", "<<>>"},
    {"presentation", "page", "/PresSteps", "<<>>"},
    {"action", "root", "/AA", "<</WC<</S/JavaScript/JS(x)>>>>"},
    {"action", "root", "/Names/JavaScript", "<</Names[(a)<</S/JavaScript/JS(x)>>]>>"},
    {"action", "root", "/OpenAction", "<</S/Launch/F(x)>>"},
    {"action", "root", "/OpenAction", "<</S/Named/N/Print>>"},
    {"action", "link", "/A", "<</S/JavaScript/JS(x)>>"},
    {"action", "link", "/A", "<</S/Launch/F(x)>>"},
    {"action", "link", "/A", "<</S/ImportData/F(x)>>"},
    {"action", "link", "/A", "<</S/ResetForm>>"},
    {"action", "link", "/A", "<</S/Hide/T(x)>>"},
    {"action", "link", "/A", "<</S/Sound>>"},
    {"action", "link", "/A", "<</S/Movie>>"},
    {"action", "link", "/A", "<</S/Rendition>>"},
    {"action", "link", "/A", "<</S/SetOCGState/State[]>>"},
    {"action", "link", "/A", "<</S/GoTo3DView>>"},
    {"action", "link", "/AA", "<<>>"},
    {"action", "mark", "/A", "<</S/JavaScript/JS(x)>>"},
    {"xmp", "xmp", "<rdf:RDF", "<rdf:RDF <"},
    {"xmp", "xmp", "id=\"W5M0", "encoding=\"UTF-8\" id=\"W5M0"},
    {"xmp", "xmp", "id=\"W5M0", "bytes=\"1000\" id=\"W5M0"},
    {"xmp", "xmp", "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">",
     "<dc:title><rdf:Alt><rdf:li>&bad;"},
    {"xmp-pdfa", "xmp", "<pdfaid:part>3</pdfaid:part>", ""},
    {"xmp-pdfa", "xmp", "<pdfaid:conformance>A</pdfaid:conformance>", ""},
    {"xmp-pdfa", "xmp", "<pdfaid:part>3", "<pdfaid:part>4"},
    {"xmp-pdfa", "xmp", "http://www.aiim.org/pdfa/ns/id/", "http://www.aiim.org/pdfa/ns/id"},
    {"xmp-pdfua", "xmp", "<pdfuaid:part>1</pdfuaid:part>", ""},
    {"xmp-title", "xmp", "dc:title>", "dc:coverage>"},
    {"xmp-schema", "xmp", "<pdfaid:part>", "<e:x xmlns:e=\"urn:editor\">1</e:x><pdfaid:part>"},
    {"xmp-schema", "xmp", "<pdfaid:part>", "<dc:titel>x</dc:titel><pdfaid:part>"},
    {"xmp-schema", "xmp", "<pdfaid:part>", "<xmp:Author>x</xmp:Author><pdfaid:part>"},
    {"xmp-schema", "xmp", "<pdfaid:part>", "<pdf:Author>x</pdf:Author><pdfaid:part>"},
    {"xmp-schema", "xmp", "<pdfaid:part>",
     "<pdfx:D xmlns:pdfx=\"http://ns.adobe.com/pdfx/1.3/\">x</pdfx:D><pdfaid:part>"},
    {"info-agrees", "trailer", "/Info/Author", "(x)"},
    {"info-agrees", "trailer", "/Info/Subject", "(x)"},
    {"info-agrees", "trailer", "/Info/Keywords", "(x)"},
    {"info-agrees", "trailer", "/Info/Creator", "(Word)"},
    {"info-agrees", "trailer", "/Info/Producer", "(Portal 3)"},
    {"info-agrees", "trailer", "/Info/CreationDate", "(D:20250101000000Z)"},
    {"structure", "root", "/StructTreeRoot/K", NULL},
    {"structure", "root", "/StructTreeRoot/K", "[]"},
    {"structure", "Document", "/S", "/Part"},
    {"type", "root", "/StructTreeRoot/RoleMap", "<</P/H1>>"},
    {"type", "root", "/StructTreeRoot/RoleMap", "<</TD/TH>>"},
    {"type", "P", "/Type", "/Annot"},
    {"type", "P", "/S", "/p"},
    {"type", "TD", "/S", "/Cell"},
    {"type", "P", "/S", NULL},
    {"parent", "P", "/P", "@Document"},
    {"parent", "TR", "/P", "@Document"},
    {"once", "Document", "/K", "twice"},
    {"tree", "root", "/StructTreeRoot/ParentTree", "self"},
    {"child", "TD", "/S", "/LI"},
    {"child", "TH", "/S", "/P"},
    {"child", "THead", "/S", "/TR"},
    {"child", "TBody", "/S", "/Sect"},
    {"child", "TOC", "/S", "/L"},
    {"child", "P", "/S", "/TD"},
    {"child", "P", "/S", "/TOCI"},
    {"child", "P", "/S", "/Caption"},
    {"child", "P", "/S", "/Div"},
    {"child", "P", "/S", "/LBody"},
    {"headings", "H2", "/S", "/H4"},
    {"headings", "H2", "/S", "/H"},
    {"grid", "TD", "/A", "<</O/Table/RowSpan 2>>"},
    {"grid", "TD", "/A", "<</O/Table/ColSpan 0>>"},
    {"grid", "TD", "/A", "<</O/Table/ColSpan -1>>"},
    {"grid", "TH", "/A", "<</O/Table/ColSpan 5/Scope/Column>>"},
    {"scope", "TH", "/A", "<</O/Table/Scope/Col>>"},
    {"scope", "TH", "/A", "<</O/Layout/Scope/Column>>"},
    {"figure", "P", "/S", "/Formula"},
    {"note", "P", "/S", "/Note"},
    {"list", "P", "/K", "<</S/L/K<</S/LI/K[<</S/Lbl>><</S/LBody>>]>>>>"},
    {"empty", "H2", "/K", NULL},
    {"empty", "H1", "/K", "[]"},
    {"empty", "Link", "/K", NULL},
    {"unmarked", "content", "", "BT ET 0 0 m 9 9 l S\n"},
    {"unmarked", "content", "", "/Span BMC 0 0 9 9 re f EMC\n"},
    {"unmarked", "content", "/H1<</MCID 0>>BDC", "/P BMC"},
    {"nested", "content", "", "/P <</MCID 0>> BDC /P <</MCID 0>> BDC EMC EMC\n"},
    {"nested", "content", "/H1<</MCID 0>>BDC", "/H1<</MCID 0>>BDC /P<</MCID 7>>BDC EMC"},
    {"balanced", "content", "", "Q\n"},
    {"balanced", "content", "", "BT\n"},
    {"balanced", "content", "", "ET\n"},
    {"balanced", "content", "", "/Artifact BMC\n"},
    {"balanced", "content", "",
     "q q q q q q q q q q q q q q q q q q q q q q q q q q q q q Q Q Q Q Q Q Q Q Q Q Q Q Q Q Q Q "
     "Q Q Q Q Q Q Q Q Q Q Q Q Q\n"},
    {"owner", "content", "/MCID 0>>", "/MCID 1>>"},
    {"owner", "content", "", "/P <</MCID 0>> BDC EMC\n"},
    {"owner", "page", "/StructParents", "9999"},
    {"owner", "root", "/StructTreeRoot/ParentTree", NULL},
    {"owner", "root", "/StructTreeRoot/ParentTree/Nums", "[]"},
    {"owner", "P", "/K", NULL},
    {"owner", "P", "/K", "[0 0]"},
    {"lost", "content", "/MCID 0>>", "/MCID 500>>"},
    {"lost", "P", "/K", "-1"},
    {"lost", "TD", "/Pg", "@Document"},
    {"operator", "content", "", "xx\n"},
    {"operator", "content", "", "/Artifact BMC 1 2 PS EMC\n"},
    {"operator", "content", "", "rG\n"},
    {"resource", "page", "/Resources", "<<>>"},
    {"resource", "content", "", "/Artifact BMC /Im9 Do EMC\n"},
    {"resource", "content", "", "/GS9 gs\n"},
    {"resource", "content", "", "/CS9 cs\n"},
    {"resource", "content", "", "/Artifact BMC /Sh9 sh EMC\n"},
    {"resource", "content", "", "/Artifact BMC BT (aa) Tj ET EMC\n"},
    {"resource", "content", "/F0 ", "/F77 "},
    {"state", "page", "/Resources/ExtGState", "<</G<</TR/Identity>>>>"},
    {"state", "page", "/Resources/ExtGState", "<</G<</TR2/Identity>>>>"},
    {"state", "page", "/Resources/ExtGState", "<</G<</BM/Shiny>>>>"},
    {"state", "page", "/Resources/ExtGState", "<</G<</Type/ExtGState/HTP[0 0]>>>>"},
    {"state", "page", "/Resources/ExtGState", "<</G<</Type/ExtGState/RI/Bright>>>>"},
    {"state", "content", "", "/Bright ri\n"},
    {"xobject", "page", "/Resources/XObject", "<</A stream>>"},
    {"xobject", "root", "/X", "stream <</Subtype/Image/Alternates[]>> x"},
    {"xobject", "root", "/X", "stream <</Subtype/Image/OPI<<>>>> x"},
    {"xobject", "root", "/X", "stream <</Subtype/Form/Ref<<>>>> x"},
    {"xobject", "root", "/X", "stream <</Subtype/PS>> x"},
    {"xobject", "root", "/X", "stream <</Subtype/Form/Subtype2/PS>> x"},
    {"page-size", "page", "/MediaBox", "[0 0 2 842]"},
    {"page-size", "page", "/MediaBox", "[0 0 20000 842]"},
    {"color", "content", "", "0 0 0 1 K\n"},
    {"color", "content", "", "/DeviceCMYK CS\n"},
    {"color", "page", "/Group", "<</S/Transparency/CS/DeviceCMYK>>"},
    {"color", "stamped", "", "/DeviceCMYK"},
    {"color", "stamped", "", "[/Separation/Gold/DeviceCMYK<</FunctionType 2/N 1/Domain[0 1]>>]"},
    {"color", "stamped", "", "[/Indexed/DeviceCMYK 0(abcd)]"},
    {"color", "form", "", "0 0 0 1 k"},
    {"embedded", "form", "", "BT /H 9 Tf (Stamp) Tj ET"},
    {"embedded", "descendant", "/FontDescriptor/FontFile3", NULL},
    {"embedded", "descendant", "/Subtype", "/CIDFontType1"},
    {"embedded", "font-file", "/Subtype", "/Type1C"},
    {"embedded", "font", "/Subtype", "/TrueType"},
    {"font-kind", "font", "/Encoding", "/UniGB-UCS2-H"},
    {"font-kind", "font", "/Encoding", NULL},
    {"cidset", "descendant", "/FontDescriptor/CIDSet", "stream <<>> x"},
    {"width", "descendant", "/W", "[]"},
    {"width", "descendant", "/W", NULL},
    {"width", "descendant", "/W", "[0 2147483647 500]"},
    {"unicode", "font", "/ToUnicode", "stream <<>> x"},
    {"unicode", "font", "/ToUnicode", "/Identity-H"},
    {"tabs", "linked", "/Tabs", "/R"},
    {"link-tag", "link", "/StructParent", NULL},
    {"link-tag", "link", "/StructParent", "99999"},
    {"link-tag", "Link", "/S", "/Reference"},
    {"link-text", "link", "/Contents", "()"},
    {"link-flags", "link", "/F", "0"},
    {"link-flags", "link", "/F", "6"},
    {"link-flags", "link", "/F", "36"},
    {"link-flags", "link", "/F", NULL},
    {"link-target", "link", "/Dest", NULL},
    {"link-target", "link", "/Dest", "(nowhere)"},
    {"link-target", "link", "/A", "<</S/URI/URI()>>"},
    {"link-target", "link", "/A", "<</S/URI/URI(not an address)>>"},
    {"annotation", "link", "/Subtype", "/Movie"},
    {"annotation", "link", "/Subtype", "/Sound"},
    {"annotation", "link", "/Subtype", "/Screen"},
    {"annotation", "link", "/Subtype", "/3D"},
    {"annotation", "link", "/Subtype", "/RichMedia"},
    {"annotation", "link", "/Subtype", "/TrapNet"},
    {"annotation", "link", "/Subtype", NULL},
    {"looks", "link", "/Subtype", "/Stamp"},
    {"looks", "link", "/Subtype", "/Highlight"},
    {"looks", "link", "/AP", "<</D null/R<<>>>>"},
    {"link-tag", "link", "/Subtype", "/Text"},
    {"link-tag", "link", "/Subtype", "/Widget"},
    {"outline", "mark", "/Dest", "[null /Fit]"},
    {"outline", "mark", "/Title", NULL},
    {"outline", "mark", "/Next", "self"},
    {"associated", "root", "/AF", "[]"},
    {"associated", "file", "/AFRelationship", NULL},
    {"associated", "file", "/EF", NULL},
    {"file-name", "file", "/F", NULL},
    {"file-date", "file", "/EF/F/Params", NULL},
    {"file-date", "file", "/EF/F/Params/Size", "1"},
    {"source", "file", "/UF", "(x.json)"},
    /* the kinds of the standards once more */
    {"header", "root", "/Version", "/2.0"},
    {"permissions", "root", "/Perms", "<</UR<<>>>>"},
    {"form", "root", "/AcroForm", "<</Fields[]/XFA[(template)(x)]>>"},
    {"action", "root", "/AcroForm", "<</Fields[<</T(a)/FT/Tx/AA<<>>>>]>>"},
    {"action", "root", "/AcroForm", "<</Fields[<</T(a)/FT/Btn/A<</S/JavaScript/JS(x)>>>>]>>"},
    {"action", "link", "/A", "<</S/URI/URI(http://x/)/Next<</S/JavaScript/JS(x)>>>>"},
    {"action", "link", "/A", "<</S/URI/URI(http://x/)/Next[<</S/Launch/F(x)>>]>>"},
    {"action", "mark", "/A", "<</S/GoTo/D(h1)/Next<</S/Hide/T(x)>>>>"},
    {"link-target", "link", "/A", "<</S/GoTo/D(nowhere)>>"},
    {"outline", "mark", "/A", "<</S/URI/URI(nowhere)>>"},
    {"optional", "root", "/OCProperties", "<</OCGs[]/D<</Name(a)>>/Configs[<</Name(a)>>]>>"},
    {"optional", "root", "/OCProperties", "<</OCGs[]/D<</Name()>>>>"},
    {"xmp-pdfa", "xmp", "pdfaid", "archive"},
    {"xmp-pdfua", "xmp", "pdfuaid", "access"},
    {"xmp-pdfa", "xmp", "<pdfaid:part>3</pdfaid:part>", "<pdfaid:part>three</pdfaid:part>"},
    {"xmp-schema", "xmp", "<pdfaid:part>", "<pdfaid:level>1</pdfaid:level><pdfaid:part>"},
    {"xmp-schema", "xmp", "<pdfuaid:part>1", "<pdfuaid:level>1</pdfuaid:level><pdfuaid:part>1"},
    {"xmp-schema", "xmp", "<dc:format>", "<dc:Format>x</dc:Format><dc:format>"},
    {"xmp-schema", "xmp", "rdf:about=\"\"\n xmlns:dc",
     "rdf:about=\"\" xmlns:e=\"urn:editor\" e:x=\"1\"\n xmlns:dc"},
    {"xmp-schema", "xmp", "<pdfaProperty:category>internal</pdfaProperty:category>", ""},
    {"xmp-schema", "xmp", "<pdfaProperty:valueType>Integer</pdfaProperty:valueType>", ""},
    {"xmp-schema", "xmp", "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>", ""},
    {"xmp-schema", "xmp", ">internal<", ">secret<"},
    {"xmp", "xmp", "<pdfaid:part>", "<xmp:CreateDate>yesterday</xmp:CreateDate><pdfaid:part>"},
    {"xmp", "xmp", "<pdfaid:part>", "<xmp:ModifyDate>2025-13</xmp:ModifyDate><pdfaid:part>"},
    {"xmp", "xmp", "<dc:creator><rdf:Seq><rdf:li>", "<dc:creator><rdf:Seq><rdf:li><rdf:li>"},
    {"file-name", "root", "/X", "<</Type/Filespec/EF<<>>/AFRelationship/Data>>"},
    {"associated", "root", "/X", "<</Type/Filespec/F(x)/UF(x)/EF<<>>>>"},
    {"figure", "P", "/K", "<</S/Figure/Alt(x)>>"},
    {"figure", "P", "/K", "<</S/Figure/A<</O/Layout/BBox[0 0 1 1]>>>>"},
    {"figure", "P", "/K", "<</S/Figure/Alt(x)/A<</O/Layout/BBox[0 0 1]>>>>"},
    {"note", "P", "/K", "[<</S/Note/ID(a)>><</S/Note/ID(a)>>]"},
    {"note", "P", "/K", "<</S/Note/ID()>>"},
    {"list", "P", "/K", "<</S/L/A<</O/List/ListNumbering/None>>/K[<</S/LI/K[<</S/Lbl>>]>>]>>"},
    {"child", "P", "/K", "<</S/L/K[<</S/P>>]>>"},
    {"child", "P", "/K", "<</S/L/K[<</S/LI/K[<</S/P>>]>>]>>"},
    {"child", "P", "/K", "<</S/Table/K[<</S/Caption>><</S/TR>><</S/Caption>>]>>"},
    {"child", "P", "/K", "<</S/TOC/K[<</S/P>>]>>"},
    {"child", "P", "/K", "<</S/Ruby/K[<</S/P>>]>>"},
    {"headings", "P", "/S", "/H6"},
    {"type", "P", "/S", "/H7"},
    {"type", "P", "/S", "/Footer"},
    {"grid", "TD", "/A", "<</O/Table/ColSpan 2147483647>>"},
    {"lang", "content", "", "/Span <</Lang (zh_CN)>> BDC EMC\n"},
    {"resource", "content", "", "/P /MC9 BDC EMC\n"},
    {"unmarked", "content", "", "/Im9 Do\n"},
    {"unmarked", "content", "", "/Span <</Lang (en)>> BDC 0 0 9 9 re f EMC\n"},
    {"color", "content", "", "/Artifact BMC BI /W 1 /H 1 /BPC 8 /CS /CMYK ID abcd EI EMC\n"},
    {"filter", "content", "", "/Artifact BMC BI /W 1 /H 1 /BPC 8 /CS /G /F /LZW ID x EI EMC\n"},
    {"xobject", "content", "", "/Artifact BMC BI /W 1 /H 1 /BPC 8 /CS /G /I true ID x EI EMC\n"},
    {"color", "stamped", "", "/CalCMYK"},
    {"color", "stamped", "", "[/DeviceN[/A/B]/DeviceCMYK<</FunctionType 2/N 1/Domain[0 1]>>]"},
    {"color", "stamped", "", "[/Pattern/DeviceCMYK]"},
    {"color", "stamped", "", "/Unheard"},
    {"sizes", "stamped", "",
     "[/DeviceN[/A/B/C/D/E/F/G/H/I/J/K/L/M/N/O/P/Q/R/S/T/U/V/W/X/Y/Z/a/b/c/d/e/f/g]/"
     "DeviceRGB<<>>]"},
    {"color", "form", "", "/DeviceCMYK cs"},
    {"color", "form", "", "BI /W 1 /H 1 /BPC 8 /CS /CMYK ID abcd EI"},
    {"resource", "form", "", "/F9 9 Tf"},
    {"operator", "form", "", "stamp"},
    {"balanced", "form", "", "q"},
    {"color", "mask", "", "0 0 0 1 k"},
    {"embedded", "mask", "", "BT /H 9 Tf (Mask) Tj ET"},
    {"filter", "content", "",
     "/Artifact BMC BI /W 1 /H 1 /BPC 8 /CS /G /F [/AHx /LZW] ID x EI EMC\n"},
    {"state", "page", "/Resources/ExtGState", "<</G<</BM[/Shiny/Normal]>>>>"},
    {"state", "page", "/Resources/ExtGState", "<</G<</Type/ExtGState/HT<</HalftoneType 6>>>>>>"},
    {"state", "page", "/Resources/ExtGState",
     "<</G<</Type/ExtGState/HT<</HalftoneType 1/HalftoneName(x)>>>>>>"},
    {"state", "root", "/X", "stream <</Subtype/Image/Intent/Bright>> x"},
    {"xobject", "root", "/X", "stream <</Subtype/Image/Interpolate true>> x"},
    {"embedded", "link", "/AP", "looks BT /H 9 Tf (Stamp) Tj ET"},
    {"color", "link", "/AP", "looks 0 0 0 1 k"},
    {"embedded", "program", "", "no font"},
    {"unicode", "tounicode", "beginbf", "startbf"},
    {"sizes", "root", "/X", "-9999999999"},
    {"sizes", "root", "/X",
     "<</NNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNN"
     "NNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNN 1>>"},
    {"operator", "content", "", "/Artifact BMC <abc> pop EMC\n"},
};

/* ---- making it ---- */

static qpdf_oh get(qpdf_data qpdf, qpdf_oh from, const char *key)
{
    if (qpdf_oh_is_stream(qpdf, from))
        from = qpdf_oh_get_dict(qpdf, from);
    return qpdf_oh_get_key(qpdf, from, key);
}

/* The first element of the type, below from; null when there is none. */
static qpdf_oh find_element(qpdf_data qpdf, qpdf_oh from, const char *type)
{
    if (!qpdf_oh_is_dictionary(qpdf, from))
        return qpdf_oh_new_null(qpdf);
    qpdf_oh name = get(qpdf, from, "/S"), kids = get(qpdf, from, "/K");
    if (qpdf_oh_is_name(qpdf, name) && strcmp(qpdf_oh_get_name(qpdf, name) + 1, type) == 0)
        return from;
    if (!qpdf_oh_is_array(qpdf, kids))
        return find_element(qpdf, kids, type);
    qpdf_oh found = qpdf_oh_new_null(qpdf);
    int count = qpdf_oh_get_array_n_items(qpdf, kids);
    for (int i = 0; i < count && qpdf_oh_is_null(qpdf, found); i++)
        found = find_element(qpdf, qpdf_oh_get_array_item(qpdf, kids, i), type);
    return found;
}

static qpdf_oh linked_page(qpdf_data qpdf)
{
    qpdf_oh page = qpdf_get_page_n(qpdf, 0);
    for (size_t i = 1; qpdf_oh_is_null(qpdf, get(qpdf, page, "/Annots")); i++)
        page = qpdf_get_page_n(qpdf, i);
    return page;
}

static qpdf_oh find_place(qpdf_data qpdf, const char *at)
{
    qpdf_oh root = qpdf_get_root(qpdf), page = qpdf_get_page_n(qpdf, 0);
    qpdf_oh font = get(qpdf, get(qpdf, get(qpdf, page, "/Resources"), "/Font"), "/F0");
    if (strcmp(at, "root") == 0)
        return root;
    if (strcmp(at, "trailer") == 0)
        return qpdf_get_trailer(qpdf);
    if (strcmp(at, "page") == 0)
        return page;
    if (strcmp(at, "content") == 0)
        return get(qpdf, page, "/Contents");
    if (strcmp(at, "xmp") == 0)
        return get(qpdf, root, "/Metadata");
    if (strcmp(at, "font") == 0)
        return font;
    if (strcmp(at, "descendant") == 0)
        return qpdf_oh_get_array_item(qpdf, get(qpdf, font, "/DescendantFonts"), 0);
    if (strcmp(at, "linked") == 0)
        return linked_page(qpdf);
    if (strcmp(at, "link") == 0)
        return qpdf_oh_get_array_item(qpdf, get(qpdf, linked_page(qpdf), "/Annots"), 0);
    if (strcmp(at, "font-file") == 0) {
        qpdf_oh descriptor = get(qpdf, find_place(qpdf, "descendant"), "/FontDescriptor");
        return get(qpdf, descriptor, "/FontFile3");
    }
    if (strcmp(at, "program") == 0)
        return find_place(qpdf, "font-file");
    if (strcmp(at, "tounicode") == 0)
        return get(qpdf, font, "/ToUnicode");
    if (strcmp(at, "mark") == 0)
        return get(qpdf, get(qpdf, root, "/Outlines"), "/First");
    if (strcmp(at, "stream") == 0)
        return get(qpdf, page, "/Contents");
    if (strcmp(at, "first-intent") == 0)
        return qpdf_oh_get_array_item(qpdf, get(qpdf, root, "/OutputIntents"), 0);
    if (strcmp(at, "file") == 0)
        return qpdf_oh_get_array_item(qpdf, get(qpdf, root, "/AF"), 0);
    if (strcmp(at, "intent") == 0 || strcmp(at, "profile") == 0)
        return get(qpdf, qpdf_oh_get_array_item(qpdf, get(qpdf, root, "/OutputIntents"), 0),
                   "/DestOutputProfile");
    return find_element(qpdf, get(qpdf, get(qpdf, root, "/StructTreeRoot"), "/K"), at);
}

/* Puts `to` for each `from`, or before all when from is empty. */
static struct buf replaced(struct slice text, const char *from, const char *to)
{
    struct buf out = {0};
    bool changed = !*from;
    if (changed)
        buf_puts(&out, to);
    for (size_t i = 0; i < text.n;) {
        bool here =
            *from && text.n - i >= strlen(from) && memcmp(text.p + i, from, strlen(from)) == 0;
        if (here)
            buf_puts(&out, to);
        else
            buf_putc(&out, text.p[i]);
        i += here ? strlen(from) : 1;
        changed |= here;
    }
    if (!changed)
        fail_msg("nothing reads %s", from);
    return out;
}

static void change_stream(qpdf_data qpdf, qpdf_oh stream, const struct change *change)
{
    unsigned char *bytes;
    size_t size;
    qpdf_oh_get_stream_data(qpdf, stream, qpdf_dl_all, NULL, &bytes, &size);
    struct buf text = replaced((struct slice){(char *)bytes, size}, change->path, change->value);
    qpdf_oh_replace_stream_data(qpdf, stream, (unsigned char *)text.p, text.n,
                                qpdf_oh_new_null(qpdf), qpdf_oh_new_null(qpdf));
    buf_free(&text);
    free(bytes);
}

/* A stream of the dictionary that the text begins with, and of the bytes after it. */
static qpdf_oh make_stream(qpdf_data qpdf, const char *text)
{
    const char *data = text;
    for (const char *end; (end = strstr(data, ">> ")) != NULL;) /* the last there is */
        data = end + 3;
    char dictionary[256];
    snprintf(dictionary, sizeof dictionary, "%.*s", (int)(data - text), text);
    qpdf_oh given = qpdf_oh_parse(qpdf, dictionary), stream = qpdf_oh_new_stream(qpdf);
    qpdf_oh filter = qpdf_oh_get_key(qpdf, given, "/Filter");
    qpdf_oh_replace_stream_data(qpdf, stream, (const unsigned char *)data, strlen(data), filter,
                                qpdf_oh_new_null(qpdf));
    qpdf_oh own = qpdf_oh_get_dict(qpdf, stream);
    qpdf_oh_begin_dict_key_iter(qpdf, given);
    while (qpdf_oh_dict_more_keys(qpdf)) {
        const char *key = qpdf_oh_dict_next_key(qpdf);
        qpdf_oh_replace_key(qpdf, own, key, qpdf_oh_get_key(qpdf, given, key));
    }
    return stream;
}

/* A form with the content, which knows a font that is not embedded. */
static qpdf_oh make_stamp(qpdf_data qpdf, const char *content)
{
    char text[512];
    snprintf(text, sizeof text,
             "<</Subtype/Form/BBox[0 0 9 9]/Resources<</Font<</H<</Type/Font/Subtype/Type1"
             "/BaseFont/Helvetica>>>>>>/Z<<>> >> %s",
             content);
    return make_stream(qpdf, text);
}

/* The value that a text of the table stands for; `old` is what is there. */
static qpdf_oh make_value(qpdf_data qpdf, qpdf_oh holder, qpdf_oh old, const char *text)
{
    if (strncmp(text, "stream ", 7) == 0)
        return make_stream(qpdf, text + 7);
    if (strncmp(text, "looks ", 6) == 0) {
        qpdf_oh looks = qpdf_oh_new_dictionary(qpdf);
        qpdf_oh_replace_key(qpdf, looks, "/N", make_stamp(qpdf, text + 6));
        return looks;
    }
    if (strcmp(text, "self") == 0) {
        qpdf_oh kids = qpdf_oh_new_array(qpdf), node = qpdf_oh_new_dictionary(qpdf);
        if (!qpdf_oh_is_dictionary(qpdf, old) || qpdf_oh_has_key(qpdf, old, "/Title"))
            return holder;
        qpdf_oh_append_item(qpdf, kids, old);
        qpdf_oh_append_item(qpdf, kids, old);
        qpdf_oh_replace_key(qpdf, node, "/Kids", kids);
        return qpdf_make_indirect_object(qpdf, node);
    }
    if (strcmp(text, "twice") == 0 || strcmp(text, "two") == 0) {
        qpdf_oh first = qpdf_oh_is_array(qpdf, old) ? qpdf_oh_get_array_item(qpdf, old, 0) : old;
        qpdf_oh list = qpdf_oh_new_array(qpdf), other = qpdf_oh_parse(qpdf, "<</S/GTS_PDFA1>>");
        if (strcmp(text, "two") == 0)
            qpdf_oh_replace_key(qpdf, other, "/DestOutputProfile",
                                make_stream(qpdf, "<</N 3>> other"));
        qpdf_oh_append_item(qpdf, list, first);
        qpdf_oh_append_item(qpdf, list, strcmp(text, "two") == 0 ? other : first);
        return list;
    }
    if (strcmp(text, "@long") == 0) {
        static char bytes[40000];
        memset(bytes, 'x', sizeof bytes);
        return qpdf_oh_new_binary_string(qpdf, bytes, sizeof bytes);
    }
    if (strcmp(text, "<</A stream>>") == 0) {
        qpdf_oh list = qpdf_oh_new_dictionary(qpdf);
        qpdf_oh_replace_key(qpdf, list, "/A",
                            make_stream(qpdf, "<</Subtype/Image/Interpolate true>> x"));
        return list;
    }
    return *text == '@' ? find_place(qpdf, text + 1) : qpdf_oh_parse(qpdf, text);
}

/* A stamp on the first page, as an artifact: an image in a colour space, or a form with content;
 * the latter also as a mask. */
static void change_stamp(qpdf_data qpdf, const struct change *change)
{
    char dictionary[512];
    bool image = strcmp(change->at, "stamped") == 0, mask = strcmp(change->at, "mask") == 0;
    qpdf_oh page = qpdf_get_page_n(qpdf, 0), list = qpdf_oh_new_dictionary(qpdf);
    if (image)
        snprintf(dictionary, sizeof dictionary,
                 "<</Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace %s/Z<<>> >> abcd",
                 change->value);
    struct change shown = {NULL, "content", "", "/Artifact BMC /Stamp Do EMC\n"};
    qpdf_oh stamp = image ? make_stream(qpdf, dictionary) : make_stamp(qpdf, change->value);
    if (mask) {
        qpdf_oh state = qpdf_oh_parse(qpdf, "<</Type/ExtGState/SMask<</S/Luminosity>>>>");
        qpdf_oh_replace_key(qpdf, get(qpdf, state, "/SMask"), "/G", stamp);
        stamp = state;
        shown.value = "/Stamp gs\n";
    }
    qpdf_oh_replace_key(qpdf, list, "/Stamp", stamp);
    qpdf_oh_replace_key(qpdf, get(qpdf, page, "/Resources"), mask ? "/ExtGState" : "/XObject",
                        list);
    change_stream(qpdf, get(qpdf, page, "/Contents"), &shown);
}

static void change_key(qpdf_data qpdf, qpdf_oh at, const struct change *change)
{
    char path[128];
    snprintf(path, sizeof path, "%s", change->path);
    char *last = strrchr(path, '/');
    if (last > path) {
        char *key = path;
        char name[64];
        while (key < last) {
            size_t length = 1 + strcspn(key + 1, "/");
            snprintf(name, sizeof name, "%.*s", (int)length, key);
            at = get(qpdf, at, name);
            key += length;
        }
    }
    if (qpdf_oh_is_stream(qpdf, at))
        at = qpdf_oh_get_dict(qpdf, at);
    if (!qpdf_oh_is_dictionary(qpdf, at))
        fail_msg("%s: nothing at %s", change->rule, change->at);
    if (change->value)
        qpdf_oh_replace_key(qpdf, at, last,
                            make_value(qpdf, at, get(qpdf, at, last), change->value));
    else
        qpdf_oh_remove_key(qpdf, at, last);
}

/* The sound file, changed; without a change, as libqpdf writes it. */
static struct buf changed(const struct change *change)
{
    if (change && strcmp(change->at, "bytes") == 0)
        return replaced(buf_slice(&sound), change->path, change->value);
    qpdf_data qpdf = qpdf_init();
    qpdf_silence_errors(qpdf);
    assert_int_equal(qpdf_read_memory(qpdf, "sound.pdf", sound.p, sound.n, NULL), QPDF_SUCCESS);
    static const char *const streams[] = {"content", "xmp", "profile", "program", "tounicode"};
    bool stream = false;
    for (size_t i = 0; i < sizeof streams / sizeof *streams; i++)
        stream |= change && strcmp(change->at, streams[i]) == 0;
    bool stamp = change && (strcmp(change->at, "stamped") == 0 || strcmp(change->at, "form") == 0 ||
                            strcmp(change->at, "mask") == 0);
    bool encrypt = change && strcmp(change->at, "encrypted") == 0,
         table = change && strcmp(change->at, "table") == 0;
    if (stamp)
        change_stamp(qpdf, change);
    else if (change && !encrypt && !table)
        (stream ? change_stream : change_key)(qpdf, find_place(qpdf, change->at), change);
    qpdf_init_write_memory(qpdf);
    qpdf_set_newline_before_endstream(qpdf, QPDF_TRUE);
    qpdf_set_static_ID(qpdf, QPDF_TRUE);
    if (table)
        qpdf_set_object_stream_mode(qpdf, qpdf_o_disable);
    qpdf_set_stream_data_mode(qpdf, qpdf_s_preserve);
    if (encrypt)
        qpdf_set_r6_encryption_parameters2(qpdf, "", "owner", QPDF_TRUE, QPDF_TRUE, QPDF_TRUE,
                                           QPDF_TRUE, QPDF_TRUE, QPDF_TRUE, qpdf_r3p_full,
                                           QPDF_TRUE);
    assert_int_equal(qpdf_write(qpdf) & QPDF_ERRORS, 0);
    struct buf out = {0};
    buf_put(&out, (const char *)qpdf_get_buffer(qpdf), qpdf_get_buffer_length(qpdf));
    qpdf_cleanup(&qpdf);
    if (table) {
        struct buf plain = out;
        out = replaced(buf_slice(&plain), change->path, change->value);
        buf_free(&plain);
    }
    return out;
}

/* ---- the tests ---- */

static void a_sound_file_passes(void **state)
{
    (void)state;
    struct buf rewritten = changed(NULL);
    struct slice files[] = {buf_slice(&sound), buf_slice(&rewritten)};
    for (size_t i = 0; i < 2; i++) {
        bool passed;
        struct buf said = verify(files[i], &passed);
        if (!passed)
            fail_msg("%s", said.p);
        assert_true(slice_starts(buf_slice(&said), "x.pdf: 2"));
        assert_non_null(strstr(said.p, " keeps all of the "));
        buf_free(&said);
    }
    buf_free(&rewritten);
}

/* Ends of lines in the head, and metadata or dates that only the one or the other place has. */
static void what_is_only_unusual_passes(void **state)
{
    (void)state;
    static const struct change unusual[] = {
        {"header", "bytes", "%PDF-1.7\n", "%PDF-1.7\r"},
        {"spacing", "table", "\nxref\n", "\nxref\r"},
        {"spacing", "bytes", "\nendobj", "\rendobj"},
        {"end", "bytes", "%%EOF\n", "%%EOF"},
        {"end", "bytes", "%%EOF\n", "%%EOF\r\n"},
        {"info-agrees", "trailer", "/Info", NULL},
        {"action", "root", "/OpenAction", "[0 /Fit]"},
        {"lang", "P", "/Lang", "(en-US)"},
        {"lang", "P", "/Lang", "(mn-Mong-CN)"},
        {"xmp", "xmp", "<pdfaid:part>", "<xmp:Label>x</xmp:Label><pdfaid:part>"},
        {"color", "stamped", "", "/DeviceGray"},
        {"color", "stamped", "", "[/Indexed/DeviceRGB 0(abc)]"},
        {"operator", "content", "", "BX EX /X MP\n"},
        {"state", "content", "", "/Perceptual ri\n"},
        {"balanced", "content", "", "q Q q Q\n"},
        {"outline", "root", "/Outlines", NULL},
        {"optional", "root", "/OCProperties", "<</OCGs[]/D<</Name(a)>>>>"},
        {"form", "root", "/AcroForm", "<</Fields[]>>"},
        {"permissions", "root", "/Perms", "<</DocMDP<<>>/UR3<<>>>>"},
        {"optional", "root", "/OCProperties", "<</OCGs[]/D<</Name(a)>>/Configs[<</Name(b)>>]>>"},
        {"xmp", "xmp", "<pdfaid:part>",
         "<xmp:MetadataDate>2025-03-01T09:30:00.5+08:00</xmp:MetadataDate><pdfaid:part>"},
        {"xmp", "xmp", "<pdfaid:part>",
         "<xmp:MetadataDate>2025-03-01T09:30Z</xmp:MetadataDate><pdfaid:part>"},
        {"xmp", "xmp", "<pdfaid:part>",
         "<xmp:MetadataDate>2025-03</xmp:MetadataDate><pdfaid:part>"},
        {"color", "content", "",
         "/Artifact BMC BI /W 1 /H 1 /BPC 8 /CS /G /F [/AHx /Fl] /I false ID x EI EMC\n"},
        {"color", "mask", "", "0 g"},
        {"state", "page", "/Resources/ExtGState",
         "<</G<</Type/ExtGState/HT<</HalftoneType 5>>>>>>"},
        {"lang", "content", "", "/Span <</Lang (en)>> BDC EMC\n"},
    };
    for (size_t i = 0; i < sizeof unusual / sizeof *unusual; i++) {
        bool passed;
        struct buf file = changed(&unusual[i]), said = verify(buf_slice(&file), &passed);
        if (!passed)
            fail_msg("change %zu: a false alarm: %s", i, said.p);
        buf_free(&said);
        buf_free(&file);
    }
}

static void every_broken_rule_is_told(void **state)
{
    (void)state;
    size_t missed = 0, count = sizeof changes / sizeof *changes;
    for (size_t i = 0; i < count; i++) {
        bool passed;
        char wanted[64];
        struct buf file = changed(&changes[i]), said = verify(buf_slice(&file), &passed);
        snprintf(wanted, sizeof wanted, ": %s: ", changes[i].rule);
        if (passed || !strstr(said.p, wanted)) {
            print_error("change %zu: %s, %s %s %s is not told of: %.300s\n", i, changes[i].rule,
                        changes[i].at, changes[i].path ? changes[i].path : "",
                        changes[i].value ? changes[i].value : "", said.p);
            missed++;
        }
        buf_free(&said);
        buf_free(&file);
    }
    print_message("%zu of %zu single faults are told of\n", count - missed, count);
    assert_int_equal(missed, 0);
}

static bool is_same(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static void no_fault_is_counted_twice(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++)
        for (size_t k = 0; k < i; k++)
            if (is_same(changes[i].at, changes[k].at) &&
                is_same(changes[i].path, changes[k].path) &&
                is_same(changes[i].value, changes[k].value))
                fail_msg("changes %zu and %zu are one: %s %s", k, i, changes[i].at,
                         changes[i].path);
}

static void every_rule_is_broken_here(void **state)
{
    (void)state;
    const char *rule;
    for (unsigned i = 0; (rule = archive_rule(i)); i++) {
        bool broken = false;
        for (size_t k = 0; k < sizeof changes / sizeof *changes; k++)
            broken |= strcmp(changes[k].rule, rule) == 0;
        if (!broken)
            fail_msg("no change breaks %s", rule);
    }
}

/* A record that the metadata does not name, or names otherwise, was put there by others. */
static void only_the_own_record_is_given_back(void **state)
{
    (void)state;
    static const struct {
        struct change change;
        const char *said; /* NULL: it is given back */
    } cases[] = {
        {{NULL, "stream", "/X", "1"}, NULL},
        {{NULL, "xmp", "urn:sha256:", "urn:sha256:0"}, "carries a record that is not the one"},
        {{NULL, "xmp", "dc:source", "dc:coverage"}, "carries a record that is not the one"},
        {{NULL, "root", "/Metadata", NULL}, "carries a record that is not the one"},
        {{NULL, "file", "/EF/F", "stream <<>> {}"}, "carries a record that is not the one"},
        {{NULL, "file", "/EF/F", NULL}, "carries no record"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_new();
        struct diag diag;
        struct buf file = changed(&cases[i].change), record = {0}, said = {0};
        diag_init(&diag, arena, LANGUAGE_ENGLISH);
        bool given =
            archive_extract_here(&record, &diag, source_of(arena, "x.pdf", buf_slice(&file)), NULL);
        diag_print(&said, &diag);
        buf_puts(&said, "");
        if (given != !cases[i].said || given != (record.n > 0) ||
            (cases[i].said && !strstr(said.p, cases[i].said)))
            fail_msg("case %zu: %d, %zu bytes: %s", i, given, record.n, said.p);
        buf_free(&said);
        buf_free(&record);
        buf_free(&file);
        arena_free(arena);
    }
}

static void page_and_object_are_told(void **state)
{
    (void)state;
    static const struct change change = {"unmarked", "content", "",
                                         "1 0 m S\n1 0 m S\n1 0 m S\n1 0 m S\n1 0 m S\nf f\n"};
    bool passed;
    struct buf file = changed(&change), said = verify(buf_slice(&file), &passed);
    assert_non_null(strstr(said.p, "error: x.pdf, page 1, object "));
    assert_non_null(strstr(said.p, " is broken: S; "));
    assert_non_null(strstr(said.p, "note: x.pdf: unmarked is broken in 2 places more"));
    buf_free(&said);
    buf_free(&file);
}

static void what_is_no_pdf_is_told(void **state)
{
    (void)state;
    for (size_t size = 0; size < sound.n; size += 1 + sound.n / 50) {
        bool passed;
        struct buf said = verify((struct slice){sound.p, size}, &passed);
        assert_false(passed);
        assert_non_null(strstr(said.p, "error: "));
        buf_free(&said);
    }
}

static void the_manual_lists_the_rules(void **state)
{
    (void)state;
    struct buf table = {0};
    archive_print_rules(&table, LANGUAGE_ENGLISH);
    check_manual(SOURCE_ROOT "/docs/pdf.md", "rules", buf_slice(&table));
    buf_clear(&table);
    archive_print_rules(&table, LANGUAGE_CHINESE);
    check_manual(SOURCE_ROOT "/docs/zh/pdf.md", "rules", buf_slice(&table));
    buf_free(&table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_the_own_record_is_given_back),
        cmocka_unit_test(what_is_only_unusual_passes),
        cmocka_unit_test(a_sound_file_passes),
        cmocka_unit_test(every_broken_rule_is_told),
        cmocka_unit_test(no_fault_is_counted_twice),
        cmocka_unit_test(every_rule_is_broken_here),
        cmocka_unit_test(page_and_object_are_told),
        cmocka_unit_test(what_is_no_pdf_is_told),
        cmocka_unit_test(the_manual_lists_the_rules),
    };
    return cmocka_run_group_tests_name("verify", tests, make_sound, remove_folder);
}
