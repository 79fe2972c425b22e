/* How each subcommand is used, in both languages. */
#include <stdio.h>
#include <string.h>

#include "base/diag.h"
#include "command/command.h"
#include "press/outputs.h"

/* Where the table of outputs goes. */
#define OUTPUTS "\a\n"

static const struct usage {
    const char *command;
    const char *text[2];
} usages[] = {
    {"render",
     {"usage: gongkai render RECORD -o FILE [OPTION]…\n"
      "  -o, --output FILE    where to write it; its ending tells what it is to be;\n"
      "                       - is standard output\n"
      "  --to NAME[,NAME]…    what it is to be, if the ending does not tell; of several\n"
      "                       each gets an ending of its own:\n" OUTPUTS
      "  --html-fragment      of a web page only what a portal's own page takes in\n"
      "  --template NAME      this package (a name, or a path with a /) instead\n"
      "                       of the record's 模板\n"
      "  --watch              make it again whenever the record, its texts or the\n"
      "                       package change; Ctrl-C ends it\n"
      "  --corrects OLD       the record as published before: adds 更正说明, which\n"
      "                       tells what changed since\n"
      "  --marks              marks what changed in the margin, too\n"
      "  --draft              make it even if its figures contradict each other,\n"
      "                       with 草稿 on every page\n"
      "  --no-record          a file that does not carry the record it was made from\n"
      "  --password WORD      encrypt it (AES-256); no archive takes such a file\n"
      "  --linearize          let viewers show page 1 while they fetch the rest\n"
      "  --png PATH           draw the pages: a folder, or a name with %d in it for\n"
      "  --svg PATH           the page's number; then -o may be left out\n"
      "  --pages FIRST-LAST   draw only these, counted from 1\n"
      "  --dpi NUMBER         dots an inch of --png; 150 if not given\n",
      "用法：gongkai render 数据文件 -o 文件 [选项]…\n"
      "  -o, --output 文件    写到何处，由扩展名决定写成什么；- 为标准输出\n"
      "  --to 名称[,名称]…    写成什么，扩展名不能说明时用；多种时各用其扩展名：\n" OUTPUTS
      "  --html-fragment      网页只生成可放入网站自有页面的内容\n"
      "  --template 模板      改用此模板（名称，或含 / 的路径），不用数据文件中的\n"
      "  --watch              数据文件、所引文本或模板一有改动就重新生成；按 Ctrl-C 结束\n"
      "  --corrects 旧文件    原先公开的数据：增加更正说明，列出改动之处\n"
      "  --marks              并在页边标出改动之处\n"
      "  --draft              数字互相矛盾也生成，每页印“草稿”\n"
      "  --no-record          文件中不附所依据的数据\n"
      "  --password 密码      加密（AES-256）；这样的文件不能存档\n"
      "  --linearize          便于边下载边显示首页\n"
      "  --png 路径           把各页画成图：一个目录，或含 %d（页码）的文件名；\n"
      "  --svg 路径           此时可以不写 -o\n"
      "  --pages 首页-末页    只画这些页，从 1 数起\n"
      "  --dpi 数             --png 每英寸的点数；不写为 150\n"}},
    {"batch",
     {"usage: gongkai batch SOURCE… -o DIR [--to NAME] [--template NAME] [-j N]\n"
      "                     [--shard I/N] [--no-record]\n"
      "       gongkai batch --merge DIR… -o DIR\n"
      "  SOURCE               a record, a folder of records, or a manifest: .csv or .jsonl\n"
      "                       with record, template, output\n"
      "  -o, --output DIR     where the disclosures and the report go\n"
      "  --to NAME[,NAME]…    what to make of each, pdf if not given:\n" OUTPUTS
      "  --template NAME      this package instead of the records' 模板; what a manifest\n"
      "                       says of a record goes before\n"
      "  -j, --jobs N         worker processes; else as many as there are cores\n"
      "  --shard I/N          only the I-th of N parts of the documents\n"
      "  --no-record          files that do not carry their records\n"
      "  --merge              joins the reports of the folders, makes no disclosures\n",
      "用法：gongkai batch 来源… -o 目录 [--template 模板] [-j N] [--shard I/N]\n"
      "                    [--no-record]\n"
      "      gongkai batch --merge 目录… -o 目录\n"
      "  来源                 数据文件，或其所在目录，或清单（.csv、.jsonl：record、\n"
      "                       template、output 三栏）\n"
      "  -o, --output 目录    公开文本和报告写到此处\n"
      "  --to 名称[,名称]…    每份生成什么；不写为 pdf：\n" OUTPUTS
      "  --template 模板      改用此模板，不用各数据文件中的；清单写明的以清单为准\n"
      "  -j, --jobs N         工作进程数；不写则与处理器核数相同\n"
      "  --shard I/N          只做 N 份中的第 I 份\n"
      "  --no-record          文件中不附所依据的数据\n"
      "  --merge              合并各目录的报告，不生成公开文本\n"}},
    {"new",
     {"usage: gongkai new [-o FILE] [--json] [--template NAME] [--from RECORD [--link]]\n"
      "       gongkai new --workbook -o FILE.xlsx [--template NAME] [--from RECORD | --fill "
      "RECORD]\n"
      "  Writes a record to fill in: every key with its meaning, what must be typed\n"
      "  as a gap 〔待填：…〕 that is reported until it is filled.\n"
      "  -o, --output FILE  where to write it; else standard output\n"
      "  --json             JSON instead of INI\n"
      "  --template NAME    the record's 模板\n"
      "  --from RECORD      next year's record of the same agency: names, duties and last\n"
      "                     year's figures are in place\n"
      "  --link             上年.记录 names RECORD instead of repeating its figures\n"
      "  --workbook         a workbook instead, with the keys that the form of the template\n"
      "                     needs, their meanings, units and sources\n"
      "  --fill RECORD      the workbook with what this record holds\n",
      "用法：gongkai new [-o 文件] [--json] [--template 模板] [--from 数据文件 [--link]]\n"
      "      gongkai new --workbook -o 文件.xlsx [--template 模板] [--from 数据文件 | --fill "
      "数据文件]\n"
      "  生成待填写的数据文件：列出每个键及其含义，必填处为〔待填：…〕，\n"
      "  填写之前检查时会提示。\n"
      "  -o, --output 文件  写到何处；不写则为标准输出\n"
      "  --json             写成 JSON，而不是 INI\n"
      "  --template 模板    数据文件中的 模板\n"
      "  --from 数据文件    同一单位下一年度的数据文件：名称、职责和上年数已填好\n"
      "  --link             以 上年.记录 引用该数据文件，而不抄录其数\n"
      "  --workbook         改为生成填报工作簿，只列该模板所需的项目，注明含义、单位和出处\n"
      "  --fill 数据文件    工作簿中填入该数据文件的内容\n"}},
    {"import",
     {"usage: gongkai import FILE… [-o RECORD] [OPTION]…\n"
      "  Makes a record of the tables in workbooks (.xlsx, .xls, .ods, .csv), Word files,\n"
      "  web pages and PDFs, and tells what was taken from where (docs/import.md).\n"
      "  -o, --output RECORD  where to write it: INI, or JSON if the name ends in .json;\n"
      "                       - is standard output. Without it nothing is written\n"
      "  --json               JSON in any case\n"
      "  --into RECORD        add what RECORD lacks and fill its gaps; what is typed stays.\n"
      "                       Writes RECORD itself unless -o names another file\n"
      "  --last-year FILE     the figures of 上年, from last year's tables or record\n"
      "  --unit 元|万元       of tables that do not say it\n",
      "用法：gongkai import 文件… [-o 数据文件] [选项]…\n"
      "  由工作簿（.xlsx、.xls、.ods、.csv）、Word 文件、网页和 PDF 中的表生成数据文件，\n"
      "  并说明各数取自何处（docs/zh/import.md）。\n"
      "  -o, --output 数据文件  写到何处：INI；名称以 .json 结尾的为 JSON；- 为标准输出。\n"
      "                       不写则不生成文件\n"
      "  --json               一律写成 JSON\n"
      "  --into 数据文件      补上其中缺少的，填上空缺；已填的保留。\n"
      "                       不写 -o 时写回该文件\n"
      "  --last-year 文件     上年数，取自上年的表或数据文件\n"
      "  --unit 元|万元       没有写明单位的表所用的单位\n"}},
    {"audit",
     {"usage: gongkai audit FILE [OPTION]…\n"
      "       gongkai audit DIR -o REPORT [--form NAME]\n"
      "  Reads a disclosure that is written already (PDF, .docx, .xlsx, a web page): its\n"
      "  tables, and what its sentences say; and tells what in it contradicts what\n"
      "  (docs/audit.md). The exit status is that of `check`; 2, too, when it cannot be read.\n"
      "  --format text|json|html  for people, for programs (an object a line), a page\n"
      "  -o, --output FILE    where the report goes; else standard output\n"
      "  --record FILE.json   writes the record that the document amounts to\n"
      "  --marked FILE.pdf    writes the PDF with its findings marked\n"
      "  --last-year FILE     last year's disclosure or record, to hold its figures against\n"
      "  --form NAME          the template package that it was written after: its sentences\n"
      "                       are read as well\n"
      "  Of a folder, each document below it gets a page in the folder REPORT, and index.html\n"
      "  lists them, worst first.\n",
      "用法：gongkai audit 文件 [选项]…\n"
      "      gongkai audit 目录 -o 报告目录 [--form 模板]\n"
      "  读取已写好的公开文本（PDF、.docx、.xlsx、网页）中的表格和文字，列出其中互相\n"
      "  矛盾之处（docs/zh/audit.md）。退出状态与 check 相同；无法读取时为 2。\n"
      "  --format text|json|html  供人阅读、供程序读取（每行一个对象）、网页\n"
      "  -o, --output 文件    报告写到何处；不写则为标准输出\n"
      "  --record 文件.json   写出由文本得到的数据文件\n"
      "  --marked 文件.pdf    写出标注了问题的 PDF\n"
      "  --last-year 文件     上年的公开文本或数据文件，用以核对上年数\n"
      "  --form 模板          文本所依据的模板，其文句也能识别\n"
      "  对目录：其中每份文件在报告目录中各有一页，index.html 列出全部，问题多的在前。\n"}},
    {"check",
     {"usage: gongkai check [--format text|json] [--template NAME] RECORD…\n"
      "  Prints what is wrong or doubtful; the exit status is 0 for nothing worse\n"
      "  than a note, 1 for warnings, 2 for errors.\n"
      "  --format json   an object a line on standard output: id, level, text, file,\n"
      "                  line, column, imported, values, difference, also\n"
      "  --template NAME this package instead of the record's 模板\n",
      "用法：gongkai check [--format text|json] [--template 模板] 数据文件…\n"
      "  列出错误和可疑之处；退出状态：0 没有比提示更重的问题，1 有警告，2 有错误。\n"
      "  --format json   每行一个对象，写到标准输出：id、level、text、file、line、\n"
      "                  column、imported、values、difference、also\n"
      "  --template 模板 改用此模板，不用数据文件中的\n"}},
    {"facts",
     {"usage: gongkai facts RECORD [NAME…]\n"
      "  Prints every fact with its formula; or the named ones (收入.合计, or a\n"
      "  group such as 三公.决算) with their terms, down to the lines typed and the\n"
      "  cells that they were imported from.\n",
      "用法：gongkai facts 数据文件 [名称…]\n"
      "  列出全部指标及其公式；或所列指标（收入.合计，或三公.决算一类的一组），\n"
      "  逐级列出其各项来源，直到填报的行和导入前所在的单元格。\n"}},
    {"diff",
     {"usage: gongkai diff OLD NEW [--format text|json] [-o FILE.pdf]\n"
      "       gongkai diff RECORD FILE.docx\n"
      "  Tells what differs: facts typed, facts derived from them, cells of\n"
      "  tables, sentences, findings. Prints nothing when nothing does. Of a Word\n"
      "  file: what was changed in it since it was made of the record.\n"
      "  --format text|json   for people, or one object for programs\n"
      "  -o, --output FILE    a PDF instead; - is standard output\n",
      "用法：gongkai diff 旧 新 [--format text|json] [-o 文件.pdf]\n"
      "      gongkai diff 数据文件 文件.docx\n"
      "  列出两份的不同：填报数、由其得出的数、表中的格、文句、检查结果。相同则不输出。\n"
      "  对 Word 文档：由数据文件生成之后，其中改动了什么。\n"
      "  --format text|json   供人阅读，或供程序读取的一个对象\n"
      "  -o, --output 文件    改为生成 PDF；- 为标准输出\n"}},
    {"hash",
     {"usage: gongkai hash RECORD\n"
      "  Prints the SHA-256 of what the record says, however it is spelt:\n"
      "  the 更正对象 of a record that corrects it.\n",
      "用法：gongkai hash 数据文件\n"
      "  输出数据内容的 SHA-256，与写法无关：更正时填入更正对象。\n"}},
    {"dump",
     {"usage: gongkai dump document|pages RECORD [--template NAME]\n"
      "       gongkai dump grids|figures|text|sentences FILE [--template NAME]\n"
      "  Prints the document tree, or what is painted on each page, as text; or the\n"
      "  sheets and tables of a workbook, Word file, web page or PDF, a cell a line,\n"
      "  or the figures that `gongkai import` knows in them; or its paragraphs, or what\n"
      "  `gongkai audit` takes each figure in its sentences for.\n",
      "用法：gongkai dump document|pages 数据文件 [--template 模板]\n"
      "      gongkai dump grids|figures|text|sentences 文件 [--template 模板]\n"
      "  以文本输出文档结构，或各页上所印的内容；或工作簿、Word、网页、PDF 中的表，\n"
      "  每格一行；或 gongkai import 从中认出的各项数字；或其段落；或\n"
      "  gongkai audit 把文字中的每个数认作什么。\n"}},
    {"verify",
     {"usage: gongkai verify FILE.pdf…\n"
      "  Checks that each file keeps the rules of PDF/A-3a and PDF/UA-1 that such a\n"
      "  document can break, and says on which page and in which object it does not.\n",
      "用法：gongkai verify 文件.pdf…\n"
      "  检查各文件是否符合 PDF/A-3a 和 PDF/UA-1 的规则，指出不符合处的页和对象。\n"}},
    {"extract",
     {"usage: gongkai extract FILE.pdf [--previous] [-o FILE.json]\n"
      "  Prints the record that a disclosure was made from; rendering it gives the\n"
      "  same file again.\n"
      "  --previous           the record that a corrected edition corrects, instead\n"
      "  -o, --output FILE    where to write it; standard output if not given\n",
      "用法：gongkai extract 文件.pdf [--previous] [-o 文件.json]\n"
      "  取回公开文本所依据的数据；以其重新生成，所得文件相同。\n"
      "  --previous           改为取回更正版所更正的前一版数据\n"
      "  -o, --output 文件    写到何处；不写则为标准输出\n"}},
    {"subjects",
     {"usage: gongkai subjects CODE|WORD\n"
      "       gongkai subjects add FILE [--years YEARS]\n"
      "  Looks up the catalogue: a code with what lies below it, or names with the word.\n"
      "  add            takes codes and names from a list (.xlsx, .xls, .csv, .tsv …) into\n"
      "                 your own catalogue, which is asked before the one shipped\n"
      "  --years YEARS  the fiscal years that it is of: 2025, or 2025- for from then on;\n"
      "                 any year if not given\n",
      "用法：gongkai subjects 编码|词\n"
      "      gongkai subjects add 文件 [--years 年度]\n"
      "  查询科目表：某编码及其下级，或名称中含某词的科目。\n"
      "  add            从科目表（.xlsx、.xls、.csv、.tsv 等）读取编码和名称，存入自己的\n"
      "                 科目表，查名称时先用\n"
      "  --years 年度   该表适用的年度：2025，或 2025-（从当年起）；不写为各年\n"}},
    {"serve",
     {"usage: gongkai serve [--listen ADDRESS:PORT] [OPTION]…\n"
      "  Serves a page and an API (docs/serve.md) until it is told to end. Nothing is kept:\n"
      "  each request is computed in memory, in a process of its own, and forgotten.\n"
      "  --listen WHERE     ADDRESS:PORT, [ADDRESS]:PORT or unix:PATH; 127.0.0.1:8080 if\n"
      "                     not given, which other machines do not reach\n"
      "  --prefix PATH      below this path, such as /gongkai, behind a proxy\n"
      "  --trust HEADER     the header in which the proxy names the client, for the log\n"
      "  --workers N        requests computed at once; else as many as there are cores\n"
      "  --seconds N        most for one of them; 20 if not given\n"
      "  --size N           most megabytes of a request; 32 if not given\n"
      "  --memory N         most megabytes for one of them; 1024 if not given\n"
      "  --quiet            no line a request on standard error\n",
      "用法：gongkai serve [--listen 地址:端口] [选项]…\n"
      "  提供网页和接口（docs/zh/serve.md），直到结束。不保存任何内容：\n"
      "  每个请求在内存中由单独的进程处理，处理完即忘。\n"
      "  --listen 何处      地址:端口、[地址]:端口 或 unix:路径；不写为 127.0.0.1:8080，\n"
      "                     其他机器不能访问\n"
      "  --prefix 路径      在代理之后的此路径之下，如 /gongkai\n"
      "  --trust 请求头     代理写明来访者的请求头，用于日志\n"
      "  --workers N        同时处理的请求数；不写则与处理器核数相同\n"
      "  --seconds N        每个请求最多处理几秒；不写为 20\n"
      "  --size N           每个请求最大兆字节数；不写为 32\n"
      "  --memory N         每个请求最多占用的内存兆字节数；不写为 1024\n"
      "  --quiet            不在标准错误输出中逐条记录请求\n"}},
    {"template",
     {"usage: gongkai template list\n"
      "       gongkai template show NAME [--blocks]\n"
      "       gongkai template keys [NAME]…\n"
      "       gongkai template check NAME…\n"
      "       gongkai template trace RECORD WORD [--template NAME]\n"
      "       gongkai template new NAME --extends BASE [--in FOLDER]\n"
      "  list    the packages: name, what each extends, province and years, what it is\n"
      "  show    the settings in force and the parts, with the package each comes from;\n"
      "          --blocks: every block with its file and line, → what it replaces\n"
      "  keys    which keys of a record their documents print, as a table; all packages\n"
      "          if none is named\n"
      "  check   what is wrong in a package, shown or not; tries it with sample records\n"
      "  trace   which part a printed WORD came from, and the blocks around it\n"
      "  new     makes a package that renders like BASE, ready to be changed\n"
      "  A package is named by its name, or by a path with a /.\n",
      "用法：gongkai template list\n"
      "      gongkai template show 模板 [--blocks]\n"
      "      gongkai template keys [模板]…\n"
      "      gongkai template check 模板…\n"
      "      gongkai template trace 数据文件 词 [--template 模板]\n"
      "      gongkai template new 名称 --extends 基础模板 [--in 目录]\n"
      "  list    各模板：名称、所扩展的模板、适用省份和年度、说明\n"
      "  show    现行的各项设置和各部分，及其出自哪个模板；--blocks 列出各块及其文件和行，\n"
      "          → 为所覆盖的块\n"
      "  keys    以表列出各模板的文本印出数据文件的哪些键；不写模板则列全部\n"
      "  check   查出模板中的错误，无论是否用到；并以样例数据试用\n"
      "  trace   印出的词出自哪个部件，在哪些块中\n"
      "  new     新建一个与基础模板效果相同的模板，供修改\n"
      "  模板可写名称，或含 / 的路径。\n"}},
};

static void put_outputs(FILE *stream, enum language language)
{
    const struct output *output;
    for (unsigned i = 0; (output = output_at(i)); i++)
        if (output->endings)
            fprintf(stream, "      %-8s %s\n", output->name, output->summary[language]);
}

/* The text, with the table of outputs in its place. */
static void put(FILE *stream, const char *text, enum language language)
{
    const char *table = strstr(text, OUTPUTS);
    if (!table) {
        fputs(text, stream);
        return;
    }
    fwrite(text, 1, (size_t)(table - text), stream);
    put_outputs(stream, language);
    put(stream, table + strlen(OUTPUTS), language);
}

/* Of "template show", that of "template". */
static const struct usage *usage_of(const char *command)
{
    size_t i = 0, n = strcspn(command, " ");
    while (strncmp(usages[i].command, command, n) != 0 || usages[i].command[n])
        i++;
    return &usages[i];
}

/* The forms of the command alone: what follows is indented by two. */
enum status command_usage(const char *command)
{
    const struct usage *usage = usage_of(command);
    enum language language = language_of_locale();
    const char *text = usage->text[language], *end = text;
    while (end[0] != ' ' || end[1] != ' ' || end[2] == ' ')
        end = strchr(end, '\n') + 1;
    fwrite(text, 1, (size_t)(end - text), stderr);
    fprintf(stderr,
            language == LANGUAGE_CHINESE ? "详见 gongkai %s --help\n"
                                         : "gongkai %s --help tells more\n",
            usage->command);
    return STATUS_USAGE;
}

enum status command_help(const char *command)
{
    enum language language = language_of_locale();
    put(stdout, usage_of(command)->text[language], language);
    return STATUS_OK;
}
